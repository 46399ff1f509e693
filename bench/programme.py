"""A programme of three days, 12 rooms, 150 sessions and 170 people who present them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from breakouts.domain.presenters import add_presenter
from breakouts.domain.releases import preview_of, release
from breakouts.domain.rooms import make_room
from breakouts.domain.sessions import make_session, place_session
from breakouts.domain.slots import make_slot
from breakouts.models import Room, TimeSlot
from convenings.models import Convening
from registration.domain.attendees import add_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee

BY = "user:1"
ROOMS, SESSIONS, PRESENTERS, A_DAY = 12, 150, 170, 50


def fill(convening: Convening, *, at: datetime) -> None:
    """Make it all by the domain's functions: 50 sessions a day, each with one presenter or two; all released."""
    rooms = [make_room(convening=convening, name=f"Room {n + 1}", capacity=60, by=BY, at=at) for n in range(ROOMS)]
    people = [presenter(convening, n, at) for n in range(PRESENTERS)]
    for number, (room, slot) in enumerate(places(convening, rooms, at)):
        title = f"What we tried, and what came of it: part {number + 1}"
        session = make_session(convening=convening, title=title, abstract="Two sides tell. " * 12, by=BY, at=at)
        for who in people[number :: SESSIONS]:
            add_presenter(session=session, attendee=who, by=BY, at=at)
        place_session(session=session, room=room, slot=slot, version=session.version, by=BY, at=at)
    version = preview_of(convening, at=at).version
    release(convening=convening, name="First programme", version=version, by=BY, at=at)


def presenter(convening: Convening, number: int, at: datetime) -> Attendee:
    draft = PersonDraft(name=f"Ann Teller {number}", email=f"teller{number}@example.org")
    return add_attendee(convening=convening, draft=draft, kind="presenter", organization="Union", by=BY, at=at)


def places(convening: Convening, rooms: list[Room], at: datetime) -> Iterator[tuple[Room, TimeSlot]]:
    """As many rooms and times as there are sessions, day after day."""
    for day in range(SESSIONS // A_DAY):
        for n in range(A_DAY):
            if n % ROOMS == 0:
                starts_at = convening.starts_at + timedelta(days=day, minutes=90 * (n // ROOMS))
                slot = make_slot(
                    convening=convening, label=f"Breakouts {n // ROOMS + 1}", starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=75), by=BY, at=at,
                )
            yield rooms[n % ROOMS], slot
