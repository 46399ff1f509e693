"""Work on the programme that goes on: a repeat that nobody presents yet, a presenter who cannot after all, and a
timetable that a solver proposes for both; it waits for an organizer."""

from typing import TYPE_CHECKING

from breakouts.domain.availability import add_absence
from breakouts.domain.programmes import version_of
from breakouts.domain.published import let_move
from breakouts.domain.sessions import make_session, place_session
from breakouts.domain.timetable_planning import find_proposal, read_problem
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind, TimetableMode
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
ITERATIONS = 400  # for each session: enough for so few that may move


def propose(play: "Play") -> None:
    """Nothing where the first day is played: there the programme is settled."""
    if play.plan.until >= Until.DOOR:
        return
    placed = Session.objects.filter(convening=play.convening, kind=SessionKind.BREAKOUT, slot__isnull=False)
    rounds = list(TimeSlot.objects.filter(sessions__in=placed).distinct().order_by("starts_at"))
    _repeat(play, placed.earliest("pk"), rounds[-1])
    _cannot_come(play, placed.filter(slot=rounds[0]).latest("pk"), rounds[0])
    at, mode = play.at(calendar.PROGRAMME, "18:30"), TimetableMode.LEAST.value
    args = {"mode": mode, "frees_public": False}
    version = version_of(play.convening)
    schedule, reading = read_problem(play.convening, mode=mode)
    find_proposal(schedule, reading, {**args, "seed": 1, "iterations": ITERATIONS}, version=version, by=BY, at=at)


def _repeat(play: "Play", session: Session, slot: TimeSlot) -> None:
    """The first breakout once more, in a free room of the last round."""
    at = play.at(calendar.PROGRAMME, "18:00")
    taken = Session.objects.filter(slot=slot).values("room")
    free = Room.objects.filter(convening=play.convening).exclude(pk__in=taken).order_by("-position").first()
    title = f"{session.title.partition(',')[0]}, a second time"
    made = make_session(
        convening=play.convening, title=title, abstract=session.abstract, elements=session.elements.all(), by=BY, at=at
    )
    if free is not None:
        place_session(session=made, room=free, slot=slot, version=made.version, by=BY, at=at)


def _cannot_come(play: "Play", session: Session, slot: TimeSlot) -> None:
    """Who presents it is not there yet in the first round; the organizer lets it move, though it is public."""
    at = play.at(calendar.PROGRAMME, "18:10")
    who = session.presentations.select_related("presenter__convening").latest("pk").presenter
    add_absence(attendee=who, starts_at=slot.starts_at, ends_at=slot.ends_at, by=BY, at=at)
    let_move(session=session, may_move=True, by=BY, at=at)
