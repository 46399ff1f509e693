"""A convening's programme for tests, made by the domain functions. Days are 26 and 27 May 2027, Eastern Time."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from breakouts.domain.presenters import add_presenter
from breakouts.domain.releases import preview_of, release
from breakouts.domain.rooms import make_room
from breakouts.domain.sessions import make_session, place_session
from breakouts.domain.slots import make_slot
from breakouts.models import Release, Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.domain.attendees import add_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee

AT = datetime(2027, 3, 15, 13, 40, tzinfo=UTC)
BY = "user:1"
_numbers = itertools.count(1)


def room(convening: Convening, name: str = "", capacity: int = 60) -> Room:
    return make_room(convening=convening, name=name or f"Room {next(_numbers)}", capacity=capacity, by=BY, at=AT)


def slot(convening: Convening, hour: float = 9, *, day: int = 27, label: str = "", minutes: int = 75) -> TimeSlot:
    """hour: on the wall in Cincinnati, in summer four hours behind UTC."""
    starts_at = datetime(2027, 5, day, tzinfo=UTC) + timedelta(hours=hour + 4)
    ends_at = starts_at + timedelta(minutes=minutes)
    return make_slot(
        convening=convening, label=label or f"Breakouts {hour}", starts_at=starts_at, ends_at=ends_at, by=BY, at=AT
    )


def session(convening: Convening, title: str = "", **over: Any) -> Session:
    return make_session(convening=convening, title=title or f"Session {next(_numbers)}", by=BY, at=AT, **over)


def presenter(convening: Convening, name: str = "Ann Teller", organization: str = "Union Terminal") -> Attendee:
    return add_attendee(
        convening=convening, draft=PersonDraft(name=name, email=f"presenter{next(_numbers)}@example.org"),
        kind="presenter", organization=organization, by=BY, at=AT,
    )


def placed(
    where: Room, when: TimeSlot, title: str = "", presenters: tuple[Attendee, ...] = (), **over: Any
) -> Session:
    """A session in a room and time."""
    made = session(where.convening, title, **over)
    for attendee in presenters:
        add_presenter(session=made, attendee=attendee, by=BY, at=AT)
    return place_session(session=made, room=where, slot=when, version=0, by=BY, at=AT)


def released(convening: Convening, name: str = "", *, at: datetime = AT) -> Release:
    """The schedule as it stands, made public."""
    version = preview_of(convening, at=at).version
    return release(convening=convening, name=name or f"Version {next(_numbers)}", version=version, by=BY, at=at)


def a_day(convening: Convening, *, rooms: int = 2, breakouts: int = 2) -> None:
    """A plenary in the ballroom, then breakouts in all rooms at once, each with a presenter; all of it released."""
    ballroom = room(convening, "Ballroom", 500)
    placed(ballroom, slot(convening, 8, label="Breakfast"), "Breakfast by state", kind=SessionKind.MEAL)
    halls = [room(convening, str(201 + n)) for n in range(rooms)]
    for round_ in range(breakouts):
        when = slot(convening, 10 + 2 * round_, label=f"Breakouts {'ABC'[round_]}")
        for where in halls:
            placed(where, when, f"Talk {where} {round_}", (presenter(convening),))
    released(convening)
