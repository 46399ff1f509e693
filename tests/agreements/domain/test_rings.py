from datetime import date

import pytest

from agreements.domain import commitments
from agreements.domain.ring import Ring
from agreements.domain.rings import ring_of
from agreements.models import Agreement, Party
from agreements.states import Requirement
from tests.agreements.domain.test_commitments import me, sign
from tests.agreements.factories import BY, NOW, make_agreement, parties_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    agreement = make_agreement(requirements=("required", "required", "required", "required_if_exists", "optional"))
    for party in parties_of(agreement):
        commitments.invite(party=party, by=BY, at=NOW)
    return agreement


def test_segments_say_how_each_needed_office_stands(agreement: Agreement) -> None:
    first, second, third, _fourth, _optional = parties_of(agreement)
    sign(first)
    commitments.decline(party=second, reason="No", by=me(second), at=NOW)
    commitments.defer(party=third, until_on=date(2027, 5, 12), by=me(third), at=NOW)

    ring = ring_of(agreement, sealed=False)

    assert [(s.side, s.state) for s in ring.segments] == [
        ("union", "signed"),
        ("district", "declined"),
        ("board", "deferred"),
        ("state", "invited"),
    ]
    assert (ring.count, ring.total) == (1, 4)
    assert ring_of(parties_of(agreement), sealed=False) == ring


def test_a_sealed_ring_is_a_count(agreement: Agreement) -> None:
    sign(parties_of(agreement)[2])

    assert ring_of(agreement, sealed=True) == Ring(segments=(), sealed=True, count=1, total=4)


def test_an_office_that_is_accepted_as_missing_has_no_segment(agreement: Agreement) -> None:
    Party.objects.filter(agreement=agreement, requirement=Requirement.REQUIRED_IF_EXISTS).update(
        accepted_missing_at=NOW
    )

    assert ring_of(agreement, sealed=True).total == 3


def test_a_promise_to_an_older_text_is_asked_again(agreement: Agreement) -> None:
    sign(parties_of(agreement)[0])
    publish(agreement.statement, material=True)

    assert ring_of(agreement, sealed=False).segments[0].state == "asked_again"
