"""Many want the last seats at the same moment: no seat is given twice. And the proof that the lock does it."""

from typing import Any

import pytest
from django.db import connection

from breakouts.domain import seats
from breakouts.domain.seat_applying import SeatsChanged
from breakouts.domain.seat_proposals import PROPOSAL, subject_of
from breakouts.domain.seating_from_choices import seats_version
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.models import Programme, Seat, WaitlistEntry
from jobs.domain import proposals
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import own, people, seat, seated_rounds, sits
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
THREADS = 12


def test_sixty_people_for_the_last_forty_seats() -> None:
    convening = make_convening()
    ((one,),) = seated_rounds(convening, 45)
    early, crowd = people(convening, 5), people(convening, 60)
    for who in early:
        seat(who, one)
    ended: list[tuple[int, bool]] = []

    def ask(mine: int) -> None:
        for who in crowd[mine::THREADS]:
            got = take_seat(attendee=who, session=one, by=own(who), at=AT, or_wait=True)
            ended.append((who.pk, got is not None))

    assert together(*(lambda mine=mine: ask(mine) for mine in range(THREADS))) == [None] * THREADS
    seated = set(Seat.objects.filter(session=one).values_list("attendee", flat=True))
    waiting = list(WaitlistEntry.objects.filter(session=one).order_by("number").values_list("attendee", "number"))
    assert seated == {who.pk for who in early} | {who for who, got in ended if got}
    assert len(seated) == 45
    assert [number for __, number in waiting] == list(range(1, 21))
    assert {who for who, __ in waiting} == {who for who, got in ended if not got}
    for who in early:
        drop_seat(attendee=who, session=one, by=own(who), at=AT)
    left = list(WaitlistEntry.objects.filter(session=one).order_by("number").values_list("attendee", "number"))
    assert left == waiting[5:]  # the first five moved up, in order
    assert Seat.objects.filter(session=one).count() == 45


def race_for_one_seat(monkeypatch: pytest.MonkeyPatch, take: Any) -> int:
    """How many sit in a room for one; both have looked before either writes, unless a lock keeps one of them out."""
    convening = make_convening()
    ((one,),) = seated_rounds(convening, 1)
    meeting, look = Meeting(), seats.free_in

    def look_and_wait(session: Any) -> int:
        free = look(session)
        meeting.wait()
        return free

    monkeypatch.setattr(seats, "free_in", look_and_wait)
    calls = [
        lambda who=who: take(attendee=who, session=one, by=own(who), at=AT, or_wait=True)
        for who in people(convening, 2)
    ]
    assert [end for end in together(*calls) if isinstance(end, Exception)] == []
    return Seat.objects.filter(session=one).count()


def test_one_seat_for_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert race_for_one_seat(monkeypatch, seats.take_seat) == 1


def test_without_the_lock_the_seat_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    take: Any = seats.take_seat
    if connection.vendor == "sqlite":
        take = take.__wrapped__
    monkeypatch.setattr(seats, "hold_programme", _unlocked)
    assert race_for_one_seat(monkeypatch, take) == 2


def _unlocked(*, convening: Any) -> Programme:
    return Programme.objects.get(convening=convening)


def test_who_swaps_is_moved_up_at_the_same_moment() -> None:
    """Ann frees the seat for which Bob waits, while Bob takes another one: in either order he has one seat."""
    convening = make_convening()
    ((one, two, three),) = seated_rounds(convening, 1, 1, 1)
    ann, bob = people(convening, 2)
    seat(ann, one)
    seat(bob, two)
    seat(bob, one, or_wait=True)
    ended = together(
        lambda: drop_seat(attendee=ann, session=one, by=own(ann), at=AT),
        lambda: take_seat(attendee=bob, session=three, by=own(bob), at=AT),
    )
    assert [end for end in ended if isinstance(end, Exception)] == []
    assert sits(bob) in (["Talk 1.1"], ["Talk 1.3"])
    assert sits(ann) == []
    assert not Seat.objects.filter(session=two).exists()
    assert seat(ann, two, by=BY) is not None


def test_a_proposal_is_applied_while_somebody_swaps() -> None:
    """Bob swaps before, and nothing of the proposal is done; or after, out of the seat that it gave him."""
    convening = make_convening()
    ((one, two, three),) = seated_rounds(convening, 1, 1, 1)
    ann, bob = people(convening, 2)
    seat(ann, one)
    seat(bob, two)
    moves = [
        (str(who.pk), {"slot": one.slot_id, "from": was.pk, "to": to.pk, "why": {"kind": "no_wish"}})
        for who, was, to in ((ann, one, two), (bob, two, one))
    ]
    proposal = proposals.propose(
        kind=PROPOSAL, convening_id=convening.pk, subject=subject_of(convening.pk),
        base_version=seats_version(convening.pk), args={}, figures={}, by=BY, at=AT,
        rows=[{"key": key, "attendee": int(key), "moves": [move]} for key, move in moves],
    )  # fmt: skip
    applied, swapped = together(
        lambda: proposals.apply(proposal=proposal, by=BY, at=AT),
        lambda: take_seat(attendee=bob, session=three, by=own(bob), at=AT),
    )
    assert isinstance(swapped, Seat)
    assert sits(bob) == ["Talk 1.3"]
    assert sits(ann) == (["Talk 1.1"] if isinstance(applied, SeatsChanged) else ["Talk 1.2"])
    assert Seat.objects.count() == 2
