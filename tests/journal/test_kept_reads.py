"""A kept read gives what its queryset gives, for whichever id, and locks only where a lock can be held."""

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError, atomic
from django.test.utils import CaptureQueriesContext

from agreements.models import Party
from journal.kept_reads import KeptRead
from registration.models import Team
from tests.registration.factories import make_convening, make_team

pytestmark = pytest.mark.django_db


def read() -> KeptRead[Party]:
    return KeptRead(
        lambda agreement: Party.objects.filter(agreement=agreement, position__gte=0)
        .select_related("signatory", "answer__version")
        .only("label", "signatory__name", "answer__state", "answer__version__number")
    )


def test_it_gives_for_each_id_what_the_queryset_gives_by_one_statement() -> None:
    convening, kept = make_convening(), read()
    for state in ("committing", "committed", "draft"):
        team = make_team(convening, state)
        fresh = list(kept.build(team.agreement_id))
        with CaptureQueriesContext(connection) as asked:
            found = kept.rows(team.agreement_id)
            told = [(one.label, one.signatory and one.signatory.name, one.answer and one.answer.version.number)
                    for one in found]  # fmt: skip
        assert len(asked) == 1
        assert [one.pk for one in found] == [one.pk for one in fresh]
        assert told == [
            (one.label, one.signatory and one.signatory.name, one.answer and one.answer.version.number) for one in fresh
        ]
        assert [one.get_deferred_fields() for one in found] == [one.get_deferred_fields() for one in fresh]
    assert kept.rows(None) == []


def test_ids_stand_in_their_own_places() -> None:
    convening = make_convening()
    team, other = make_team(convening, "draft"), make_team(convening, "draft")
    kept = KeptRead[Team](lambda pk, convening_id: Team.objects.filter(convening=convening_id, pk=pk))
    assert (kept.get(team.pk, convening.pk), kept.get(other.pk, convening.pk)) == (team, other)
    with pytest.raises(Team.DoesNotExist):
        kept.get(team.pk, convening.pk + 1)


@pytest.mark.django_db(transaction=True)
def test_a_lock_wants_a_transaction_each_time() -> None:
    team = make_team(make_convening(), "draft")
    kept = KeptRead[Team](lambda pk: Team.objects.for_lock().filter(pk=pk))
    with atomic():
        assert kept.get(team.pk) == team
        locks = connection.features.has_select_for_update
        with CaptureQueriesContext(connection) as asked:
            kept.get(team.pk)
        assert ("FOR NO KEY UPDATE" in asked[0]["sql"]) == locks
    if locks:
        with pytest.raises(TransactionManagementError):
            kept.get(team.pk)
