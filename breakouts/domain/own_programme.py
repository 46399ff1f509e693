"""What of the public programme is somebody's own: what they present, and where they have a seat."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from breakouts.domain.public_programme import PublicProgramme
from breakouts.models import Seat
from registration.models import Attendee


@dataclass(frozen=True)
class OwnSessions:
    """The ids of the sessions that an attendee presents by the newest release, and of those in which they sit."""

    presents: frozenset[int] = frozenset()
    sits: frozenset[int] = frozenset()

    @cached_property
    def all(self) -> frozenset[int]:
        """Both together."""
        return self.presents | self.sits


NOBODYS = OwnSessions()


def seats_known_to(reader: Attendee, *, at: datetime) -> frozenset[int]:
    """The sessions of their seats, once people may see these. One statement."""
    seats = Seat.objects.filter(attendee=reader, session__convening__programme__seats_open_at__lte=at)
    return frozenset(seats.values_list("session_id", flat=True))


def own_sessions(reader: Attendee, public: PublicProgramme, sits: frozenset[int]) -> OwnSessions:
    """Both, for the marks on the page."""
    lines = public.schedule.sessions
    presents = {line.id for line in lines if any(who.attendee_id == reader.pk for who in line.presenters)}
    return OwnSessions(frozenset(presents), sits - presents)
