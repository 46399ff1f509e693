"""Rooms, times and sessions; each breakout gets two presenters, and the first free room of its round; then all of it
is released."""

from datetime import datetime
from typing import TYPE_CHECKING

from breakouts.domain.presenters import add_presenter
from breakouts.domain.release_news import tell_of_releases
from breakouts.domain.releases import preview_of, release
from breakouts.domain.rooms import make_room
from breakouts.domain.sessions import make_session, place_session
from breakouts.domain.slots import make_slot
from breakouts.domain.terms import Terms, set_terms
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import Feature, SessionKind
from registration.domain.attendees import add_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from registration.states import AttendeeKind
from rehearsal.domain import calendar
from rehearsal.domain.facts import read

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
PRESENTERS_OF_NO_TEAM = 10
CROWDED = 4  # the breakout for which its room is too small, so that the schedule has a conflict to show
SMALL, HALL = 30, 200  # seats of the largest room without a projector, and without microphones
LEFT_UNPLACED = 2  # breakouts that an organizer still has to find a room for


def schedule(play: "Play") -> None:
    """The two days as the data file has them."""
    at = play.at(calendar.PROGRAMME, "14:00")
    facts = read("programme")
    ballroom, *rooms = [
        make_room(
            convening=play.convening, name=name, capacity=capacity, features=_furnished(nth, capacity), by=BY, at=at
        )
        for nth, (name, capacity) in enumerate(facts["rooms"][: play.plan.breakout_rooms + 1])
    ]
    rounds: list[TimeSlot] = []
    for line in facts["slots"]:
        slot = make_slot(
            convening=play.convening,
            label=line["label"],
            starts_at=play.on(line["day"], line["from"]),
            ends_at=play.on(line["day"], line["to"]),
            by=BY,
            at=at,
        )
        if line["session"] is None:
            rounds.append(slot)
            continue
        kind, title, abstract = line["session"]
        session = make_session(
            convening=play.convening, kind=SessionKind(kind), title=title, abstract=abstract, by=BY, at=at
        )
        place_session(session=session, room=ballroom, slot=slot, version=session.version, by=BY, at=at)
    _breakouts(play, rooms, rounds)
    make_public(play, "First programme", at=play.at(calendar.PROGRAMME, "16:15"))


def _furnished(nth: int, capacity: int) -> list[Feature]:
    """What a room has: all but every fourth are without steps."""
    features = [Feature.PROJECTOR] if capacity > SMALL else [Feature.WHITEBOARD]
    features += [Feature.SOUND, Feature.HEARING_LOOP] if capacity > HALL else []
    return features if nth % 4 == 3 else [*features, Feature.STEP_FREE]


def make_public(play: "Play", name: str, *, at: datetime) -> None:
    """Release the schedule as it stands; the worker's part follows on the play's clock."""
    version = preview_of(play.convening, at=at).version
    release(convening=play.convening, name=name, version=version, by=BY, at=at)
    tell_of_releases(at=at)


def _breakouts(play: "Play", rooms: list[Room], rounds: list[TimeSlot]) -> None:
    at = play.at(calendar.PROGRAMME, "15:00")
    presenters = _presenters(play)
    elements = {element.name: element for element in play.convening.elements.all()}
    places = [(room, slot) for slot in rounds for room in rooms]
    titles = read("programme")["breakouts"][: len(places)]
    for number, (title, abstract, element) in enumerate(titles):
        session = make_session(
            convening=play.convening, title=title, abstract=abstract, elements=[elements[element]], by=BY, at=at
        )
        for offset in (0, 1):
            add_presenter(session=session, attendee=presenters[(2 * number + offset) % len(presenters)], by=BY, at=at)
        if number < len(titles) - LEFT_UNPLACED:
            _place(session, *places[number], play)
        if number == CROWDED:
            _crowd(session, play)


def _crowd(session: Session, play: "Play") -> None:
    """More people are expected than its room seats."""
    at = play.at(calendar.PROGRAMME, "16:10")
    set_terms(session=session, terms=Terms(demand=70), by=BY, at=at)


def _place(session: Session, room: Room, slot: TimeSlot, play: "Play") -> None:
    at = play.at(calendar.PROGRAMME, "16:00")
    place_session(session=session, room=room, slot=slot, version=session.version, by=BY, at=at)


def _presenters(play: "Play") -> list[Attendee]:
    """Members of teams that come, mixed with people who only present; enough that nobody is needed twice in a round."""
    at = play.at(calendar.PROGRAMME, "14:30")
    guests = []
    for _ in range(PRESENTERS_OF_NO_TEAM):
        player = play.cast.player()
        draft = PersonDraft(player.name, player.email, given_name=player.given, family_name=player.family)
        guests.append(add_attendee(convening=play.convening, draft=draft, kind=AttendeeKind.PRESENTER, by=BY, at=at))
    coming = Attendee.objects.coming().filter(convening=play.convening, team__place="confirmed", office="")
    return guests + list(coming.order_by("pk")[:40])
