import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convenings.domain import convenings
from convenings.models import Convening
from mail.domain import outbox
from mail.models import Message
from registration import mailing
from registration.domain import attendees, notices, teams
from registration.domain.drafts import PersonDraft
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("move", ["postpone", "cancel"])
def test_everybody_concerned_is_told_once(move: str) -> None:
    convening = make_convening()
    draft = make_team(convening)
    committing = make_team(convening, "committing", members=1)
    confirmed = make_team(convening, "confirmed", members=1)
    gone = teams.withdraw_team(team=make_team(convening, "committing"), reason="", by=BY, at=NOW)
    guest = attendees.add_attendee(
        convening=convening, draft=PersonDraft("Guest", "guest@example.org"), kind="guest", by=BY, at=NOW
    )
    same = PersonDraft("The coordinator again", confirmed.coordinator.email.upper())
    attendees.add_attendee(convening=convening, draft=same, kind="staff", by=BY, at=NOW)
    occasion = {"postpone": "convening.postponed", "cancel": "convening.cancelled"}[move]

    getattr(convenings, move)(convening=convening, reason="Snow is on the way.", by=BY, at=NOW)
    assert not Message.objects.filter(occasion=occasion).exists()  # the change itself waits for nobody
    owed = notices.tell_everybody(at=NOW)
    assert notices.tell_everybody(at=NOW) == 0

    told = sorted(Message.objects.filter(occasion=occasion).values_list("to_address", flat=True))
    assert told == sorted(
        [
            *(team.coordinator.email for team in (draft, committing, confirmed)),
            *(party.signatory.email for party in parties_of(committing)),
            *(member.person.email for member in confirmed.members.all()),
            guest.person.email,
        ]
    )
    assert gone.coordinator.email not in told
    assert owed == len(told)


def test_a_second_postponement_is_told_again() -> None:
    convening = make_convening()
    make_team(convening)
    for _ in range(2):
        convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)
        notices.tell_everybody(at=NOW)
        convenings.reopen(convening=convening, by=BY, at=NOW)

    assert Message.objects.filter(occasion="convening.postponed").count() == 2


def test_old_news_is_not_sent() -> None:
    convening = make_convening()
    make_team(convening)
    convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)
    notices.tell_everybody(at=NOW)
    message = Message.objects.get(occasion="convening.postponed")
    assert mailing.compose_postponed(message, NOW) is not None

    convenings.reopen(convening=convening, by=BY, at=NOW)

    assert mailing.compose_postponed(message, NOW) is None


def test_other_states_are_nobodys_mail() -> None:
    convening = make_convening()
    make_team(convening)
    before = Message.objects.count()
    convenings.close_(convening=convening, by=BY, at=NOW)
    notices.tell_everybody(at=NOW)

    assert Message.objects.count() == before


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Convening:
    """Eleven people to tell, in parts of three."""
    monkeypatch.setattr(notices, "PART", 3)
    convening = make_convening()
    make_team(convening, "confirmed", members=3)
    make_team(convening, "committing")
    convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)
    return convening


def told() -> list[str]:
    return sorted(Message.objects.filter(occasion="convening.postponed").values_list("to_address", flat=True))


class Killed(BaseException):
    """The worker dies."""


def test_a_worker_that_dies_in_the_middle_tells_nobody_twice_and_forgets_nobody(
    many: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe, calls = outbox.owe_all, itertools.count()

    def dies(**asked: Any) -> int:
        if next(calls) == 2:
            raise Killed
        return owe(**asked)

    monkeypatch.setattr(outbox, "owe_all", dies)
    with pytest.raises(Killed):
        notices.tell_everybody(at=NOW)
    assert len(told()) == 6
    monkeypatch.setattr(outbox, "owe_all", owe)
    assert notices.tell_everybody(at=NOW + timedelta(minutes=1)) == 5
    assert len(told()) == len(set(told())) == 11
    assert notices.tell_everybody(at=NOW + timedelta(minutes=2)) == 0


def test_two_sweeps_at_once_owe_each_mail_once(many: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins while the first has owed one part only."""
    owe, calls = outbox.owe_all, itertools.count()

    def overtaken(**asked: Any) -> int:
        if next(calls) == 1:
            assert notices.tell_everybody(at=NOW) == 8
        return owe(**asked)

    monkeypatch.setattr(outbox, "owe_all", overtaken)
    notices.tell_everybody(at=NOW)
    assert len(told()) == len(set(told())) == 11


def test_it_stops_where_the_convening_moves_on(many: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    owe, calls = outbox.owe_all, itertools.count()

    def moved(**asked: Any) -> int:
        owed = owe(**asked)
        if next(calls) == 0:
            convenings.reopen(convening=many, by=BY, at=NOW)
        return owed

    monkeypatch.setattr(outbox, "owe_all", moved)
    assert notices.tell_everybody(at=NOW) == 3
    assert notices.tell_everybody(at=NOW) == 0
    assert len(told()) == 3


def test_a_part_costs_three_statements(many: Convening) -> None:
    with CaptureQueriesContext(connection) as found:
        assert notices.tell_everybody(at=NOW) == 11
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    assert len([one for one in found if not one["sql"].startswith(frame)]) == 6 + 4 * 3
