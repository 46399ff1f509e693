"""With a team mate: wanted by both it holds, in every round; wanted by one it does not."""

import pytest

from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.companions import choose_companion, companion_of, mates_of, pairs_in
from breakouts.domain.seat_proposals import check_seatable, find_proposal
from breakouts.domain.seating_from_choices import read_seating
from breakouts.domain.seats import take_seat
from breakouts.models import Choice, Companion
from convenings.models import Convening
from jobs.domain import proposals
from journal.models import Entry
from journal.refusals import Refusal
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.breakouts.choice_factories import UNTIL, members
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import people, seated_rounds, sits
from tests.registration.factories import NOW

pytestmark = pytest.mark.django_db


def want(who: Attendee, mate: Attendee | None) -> None:
    choose_companion(attendee=who, mate=mate, by=BY, at=NOW)


@pytest.fixture
def pair(convening: Convening) -> list[Attendee]:
    set_choosing_time(convening=convening, from_at=None, until_at=UNTIL, by=BY, at=NOW)
    return members(convening)


def test_it_holds_where_both_want_it(convening: Convening, pair: list[Attendee]) -> None:
    ann, bob = pair
    assert companion_of(ann) is None
    want(ann, bob)
    want(ann, bob)
    assert companion_of(ann) == (bob, False)
    assert pairs_in(convening) == []
    want(bob, ann)
    assert companion_of(ann) == (bob, True)
    assert pairs_in(convening) == [(ann.pk, bob.pk)]
    want(bob, None)
    assert (companion_of(bob), pairs_in(convening)) == (None, [])
    assert Entry.objects.filter(kind="choices.changed").count() == 3


def test_only_a_mate_who_comes_and_in_time(convening: Convening, pair: list[Attendee]) -> None:
    ann, bob = pair
    (stranger,) = people(convening, 1)
    assert mates_of(stranger) == []
    for other in (ann, stranger):
        with pytest.raises(Refusal, match="on your own team"):
            want(ann, other)
    cancel_attendee(attendee=bob, by=BY, at=NOW)
    with pytest.raises(Refusal, match="on your own team"):
        want(ann, bob)
    with pytest.raises(Refusal, match="does not come"):
        want(bob, ann)
    with pytest.raises(Refusal, match="is over"):
        choose_companion(attendee=ann, mate=None, by=BY, at=UNTIL)
    assert not Companion.objects.exists()


def test_they_sit_together_though_they_chose_apart(convening: Convening, pair: list[Attendee]) -> None:
    ann, bob = pair
    ((one, two), (three, four)) = seated_rounds(convening, 5, 5, rounds=2)
    for who, ranked in ((ann, (one, two)), (bob, (two, one)), (ann, (three, four)), (bob, (four, three))):
        for rank, session in enumerate(ranked, 1):
            Choice.objects.create(attendee=who, slot_id=session.slot_id or 0, session=session, rank=rank)
    want(ann, bob)
    want(bob, ann)
    found = find_proposal(convening, check_seatable(convening, at=AT), {"mode": "anew", "seed": 1}, by=BY, at=AT)
    assert found is not None
    proposals.apply(proposal=found, by=BY, at=AT)
    assert sits(ann) == sits(bob)
    assert len(sits(ann)) == 2


def test_pins_that_part_them_count_more(convening: Convening, pair: list[Attendee]) -> None:
    ann, bob = pair
    ((one, two),) = seated_rounds(convening, 5, 5)
    want(ann, bob)
    want(bob, ann)
    assert len(read_seating(convening, at=AT).problem.together) == 1
    take_seat(attendee=ann, session=one, pinned=True, by=BY, at=AT)
    assert len(read_seating(convening, at=AT).problem.together) == 1
    take_seat(attendee=bob, session=two, pinned=True, by=BY, at=AT)
    assert read_seating(convening, at=AT).problem.together == ()
