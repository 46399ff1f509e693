"""Who of another team has the same office, or the same side, and stands at its booth now, or next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from agreements.states import Side
from expo.domain.authors import shown_as
from expo.models import Booth, Shift, Wave
from registration.models import Attendee

MOST = 3


@dataclass(frozen=True)
class Counterpart:
    """Somebody to talk to. `who` is a name only with consent to be listed; `now`: they stand there at this moment."""

    who: str
    team: str
    booth: Booth
    wave: Wave
    now: bool


def counterparts_of(attendee: Attendee, *, at: datetime) -> list[Counterpart]:
    """Those who stand now, by booth; where nobody does, those of the next wave. One statement, none without a side."""
    if attendee.team_id is None or not attendee.side:
        return []
    shifts = Shift.objects.standing().filter(
        wave__hall__convening=attendee.convening_id, wave__ends_at__gt=at, attendee__side=attendee.side
    )
    if attendee.office:
        shifts = shifts.filter(attendee__office=attendee.office)
    rows = shifts.exclude(attendee__team=attendee.team_id).select_related(
        "wave", "attendee__person", "attendee__details", "attendee__team__placement__booth__hall"
    )
    ordered = rows.order_by("wave__begins_at", "attendee__team__placement__booth__number", "pk")
    return _first(list(ordered[:100]), at)


def _first(shifts: list[Shift], at: datetime) -> list[Counterpart]:
    standing = [shift for shift in shifts if shift.wave.begins_at <= at]
    chosen = standing or [shift for shift in shifts if shift.wave.begins_at == shifts[0].wave.begins_at]
    return [_counterpart(shift, now=bool(standing)) for shift in chosen[:MOST]]


def _counterpart(shift: Shift, *, now: bool) -> Counterpart:
    team = shift.attendee.team
    assert team is not None
    return Counterpart(shown_as(shift.attendee), team.name, team.placement.booth, shift.wave, now)


def said_of(attendee: Attendee) -> str:
    """Who counts as a counterpart, for the line of help."""
    if attendee.office:
        return _("Who holds your office in another team.")
    return _("Who is on your side in another team: %(side)s.") % {"side": Side(attendee.side).label}
