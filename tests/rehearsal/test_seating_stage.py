"""The demonstration's seats: full workshops, people who wait, one who moved up; nothing while choices go on."""

from types import SimpleNamespace
from typing import Any

import pytest

from breakouts.models import Choice, Programme, Seat, WaitlistEntry
from jobs.models import Proposal
from journal.models import Entry
from rehearsal.domain.invariants import CHECKS
from rehearsal.domain.plan import Until
from rehearsal.domain.stages.seating import seat_people
from tests.breakouts.factories import AT
from tests.breakouts.seat_factories import people, seated_rounds
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


def play(until: Until) -> Any:
    """What the stage asks of a play: the convening, the plan and its clock."""
    convening = make_convening()
    rounds = seated_rounds(convening, 30, 30, 30, rounds=2)
    Programme.objects.update(seats_open_at=None)
    for nth, who in enumerate(people(convening, 12)):
        for sessions in rounds:
            other = sessions[1 + nth % 2]
            for rank, session in enumerate((sessions[0], other) if nth < 10 else (other, sessions[0]), 1):
                Choice.objects.create(attendee=who, slot=session.slot, session=session, rank=rank)
    return SimpleNamespace(convening=convening, plan=SimpleNamespace(until=until), at=lambda day, clock: AT)


def test_people_sit_wait_and_move_up() -> None:
    played = play(Until.DOOR)
    seat_people(played)
    assert Proposal.objects.get().state == "applied"
    assert Programme.objects.get().seats_open_at == AT
    assert WaitlistEntry.objects.count() >= 4
    assert Entry.objects.filter(kind="seat.promoted").exists()
    assert Seat.objects.count() == 12 * 2 - 1  # one gave up a seat, another one moved up
    assert CHECKS["no_room_oversold"](played.convening)


def test_not_while_people_choose() -> None:
    seat_people(play(Until.SCHEDULED))
    assert not Seat.objects.exists()
