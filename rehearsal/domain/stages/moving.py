"""After the programme was out a session changes rooms and another its title, which is released where the first day is
played; people subscribe to their agendas, and the desk takes tables."""

from datetime import datetime
from typing import TYPE_CHECKING

from breakouts.domain.sessions import change_session, place_session
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind
from console.domain.exports import EXPORTS, ask_export
from jobs.domain import work
from portal.domain.agenda_feed import new_address
from registration.models import Attendee
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until
from rehearsal.domain.stages import programme

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
SUBSCRIBES_EVERY = 6  # one attendee in so many
TABLES = ("attendees", "teams")


def move(play: "Play") -> None:
    """Who presents hears of it with the release; where none follows, organizers see what waits for one."""
    at = play.at(calendar.PROGRAMME, "17:00")
    come = Attendee.objects.placed().filter(convening=play.convening).select_related("person", "convening")
    for attendee in list(come.order_by("pk"))[::SUBSCRIBES_EVERY]:
        new_address(attendee=attendee, by=f"person:{attendee.person_id}", at=at)
    found = _free_place(play)
    if found is not None:
        session, room, slot = found
        place_session(session=session, room=room, slot=slot, version=session.version, by=BY, at=at)
    _rename(play, at=at)
    if play.plan.until >= Until.DOOR:
        programme.make_public(play, "With the new room", at=at)


def _rename(play: "Play", *, at: datetime) -> None:
    """One breakout gets a longer title."""
    session = Session.objects.filter(convening=play.convening, kind=SessionKind.BREAKOUT, slot__isnull=False).first()
    if session is not None:
        change_session(
            session=session, title=f"{session.title}: what we would do again", kind=SessionKind.BREAKOUT,
            abstract=session.abstract, elements=session.elements.all(), by=BY, at=at,
        )  # fmt: skip


def take_tables(play: "Play") -> None:
    """Lists for the desk, on the first morning."""
    at = play.at(1, "06:30")
    for table in TABLES:
        job = ask_export(EXPORTS[table], convening=play.convening, chosen={}, by=BY, at=at)
        work.run(job_id=job.pk, at=at)


def _free_place(play: "Play") -> tuple[Session, Room, TimeSlot] | None:
    """The last breakout of a round that leaves rooms free, and the last of those: the time stays as it is."""
    breakouts = Session.objects.filter(convening=play.convening, kind=SessionKind.BREAKOUT, slot__isnull=False)
    rooms = {session.room for session in breakouts.select_related("room") if session.room is not None}
    for slot in TimeSlot.objects.filter(sessions__in=breakouts).distinct():
        free = sorted(rooms - {session.room for session in slot.sessions.select_related("room")}, key=str)
        session = breakouts.filter(slot=slot).order_by("room__name").last()
        if free and session is not None:
            return session, free[-1], slot
    return None
