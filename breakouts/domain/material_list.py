"""Materials as pages list them."""

from dataclasses import dataclass, field

from breakouts.domain.known_places import as_known, known_lines
from breakouts.models import Material, Session
from convenings.models import Convening
from registration.models import Attendee


@dataclass(frozen=True)
class SessionMaterials:
    """A session and what it has, first what is read before."""

    session: Session
    materials: list[Material] = field(default_factory=list)


def published_in(convening: Convening) -> list[SessionMaterials]:
    """The released sessions that have something to see for everybody, by time. Two statements."""
    known = known_lines(convening)
    place = {session: place for place, session in enumerate(known)}
    found = Material.objects.published().filter(session__in=list(known)).select_related("session")
    rows = _by_session(sorted(found.order_by("session", "-phase", "pk"), key=lambda one: place[one.session_id]))
    return [SessionMaterials(as_known(row.session, known[row.session.pk]), row.materials) for row in rows]


def published_of(session_id: int) -> list[Material]:
    """What everybody may see of one session; nothing of a number that no row can have. One statement."""
    if session_id >= 2**63:
        return []
    return list(Material.objects.published().filter(session=session_id))


def all_in(convening: Convening) -> list[SessionMaterials]:
    """Every session with what it has, published or not, by title, for organizers. Two statements."""
    sessions = Session.objects.filter(convening=convening).select_related("slot").prefetch_related("materials")
    return [SessionMaterials(session, list(session.materials.all())) for session in sessions.order_by("title", "pk")]


def own_of(attendee: Attendee) -> list[SessionMaterials]:
    """The sessions that this attendee presents, with what they have. Two statements."""
    sessions = Session.objects.filter(presentations__presenter=attendee).select_related("slot", "room")
    return [
        SessionMaterials(session, list(session.materials.all()))
        for session in sessions.prefetch_related("materials").order_by("slot__starts_at", "pk")
    ]


def _by_session(materials: list[Material]) -> list[SessionMaterials]:
    found: dict[int, SessionMaterials] = {}
    for material in materials:
        found.setdefault(material.session_id, SessionMaterials(material.session)).materials.append(material)
    return list(found.values())
