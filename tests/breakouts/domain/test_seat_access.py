"""Who states a need of access: proposals seat them in rooms without steps, and whoever decides otherwise is told."""

import pytest

from breakouts.domain.seat_access import access_gaps
from breakouts.domain.seat_proposals import check_seatable
from breakouts.domain.seat_sheet import known_rounds_of, rounds_of
from breakouts.domain.seating_from_choices import read_seating
from breakouts.models import Choice, Room, Session
from convenings.models import Convening
from journal.refusals import Refusal
from registration.models import Attendee, AttendeeDetails
from tests.breakouts.choice_factories import members
from tests.breakouts.domain.test_seat_proposals import apply, proposed, wish
from tests.breakouts.factories import AT
from tests.breakouts.seat_factories import own, seat, seated_rounds, sits
from tests.registration.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    """On a team of two; she needs something, which is nobody else's business."""
    ann, __ = members(convening)
    AttendeeDetails.objects.create(attendee=ann, access_needs="A wheelchair", changed_at=NOW)
    return ann


def mark(*names: str) -> None:
    Room.objects.filter(name__in=names).update(features=["step_free"])


def test_nobody_who_needs_it_is_seated_in_a_room_with_steps(convening: Convening, ann: Attendee) -> None:
    """Neither for a first choice, nor since she ruled out the only room that is left."""
    ((one, two), (__, other)) = seated_rounds(convening, 9, 9, rounds=2)
    mark("Hall 2")
    wish(ann, one)
    Choice.objects.create(attendee=ann, slot_id=other.slot_id or 0, session=other)
    apply(proposed(convening))
    assert sits(ann) == [two.title, other.title]
    reading = read_seating(convening, at=AT)
    number = [who.pk for who in reading.people].index(ann.pk)
    assert [reading.problem.barred[number, slot] for slot in (0, 1)] == [frozenset({0}), frozenset({0})]
    assert access_gaps(convening, at=AT) == []


def test_a_round_without_such_a_room_is_said_before_the_search(convening: Convening, ann: Attendee) -> None:
    seated_rounds(convening, 9, 9)
    with pytest.raises(Refusal, match="no breakout is in a room that is marked as having no steps, and 1 person"):
        check_seatable(convening, at=AT)
    (gap,) = access_gaps(convening, at=AT)
    assert gap.startswith("In “Round 1” no breakout is in a room that is marked")
    AttendeeDetails.objects.update(access_needs="")
    assert check_seatable(convening, at=AT).rounds
    assert access_gaps(convening, at=AT) == []


def test_what_she_takes_herself_is_hers_to_decide_and_said(convening: Convening, ann: Attendee) -> None:
    ((one, two),) = seated_rounds(convening, 9, 9)
    mark("Hall 2")
    for rounds in (known_rounds_of, rounds_of):
        assert [each.steps for each in rounds(ann, at=AT)[0].sessions] == [True, False]
    seat(ann, one, by=own(ann))
    assert access_gaps(convening, at=AT) == [
        "1 person who states a need of access sits in “Talk 1.1”, Hall 1, which is not marked as having no steps."
    ]
    apply(proposed(convening))
    assert sits(ann) == [one.title]
    other = ann.team.members.exclude(pk=ann.pk).first()  # type: ignore[union-attr]
    assert other is not None
    assert [each.steps for each in known_rounds_of(other, at=AT)[0].sessions] == [False, False]
    assert Session.objects.get(pk=two.pk).room.has  # type: ignore[union-attr]
