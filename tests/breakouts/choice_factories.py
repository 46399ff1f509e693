"""A convening with rounds to choose in, open from the factories' instant on, for tests."""

from datetime import timedelta

from breakouts.domain.choosing_time import set_choosing_time
from breakouts.models import Session
from convenings.models import Convening
from registration.models import Attendee
from tests.breakouts.factories import BY, placed, room, slot
from tests.registration.factories import NOW, make_team

UNTIL = NOW + timedelta(days=20)


def rounds(convening: Convening, *, rounds: int = 1, rooms: int = 3) -> list[list[Session]]:
    """The sessions of each round, and time to choose."""
    halls = [room(convening, f"Hall {number}", 40 + number) for number in range(rooms)]
    made = []
    for number in range(rounds):
        when = slot(convening, 9 + 2 * number, label=f"Round {number + 1}")
        made.append([placed(hall, when, f"Talk {number + 1}.{place}") for place, hall in enumerate(halls, 1)])
    set_choosing_time(convening=convening, from_at=None, until_at=UNTIL, by=BY, at=NOW)
    return made


def members(convening: Convening, number: int = 2) -> list[Attendee]:
    """Members of one team, no leaders."""
    team = make_team(convening, "confirmed", members=number)
    return list(team.members.filter(office="").select_related("person", "convening", "team").order_by("pk"))
