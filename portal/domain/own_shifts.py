"""An attendee's shifts at the team's booth, and those that team mates offer."""

from dataclasses import dataclass
from datetime import datetime

from expo.models import Shift
from registration.models import Attendee


@dataclass(frozen=True)
class OwnShifts:
    """`over`: the ids of own shifts that are over, of which nobody disposes any more. `givable`: what can be given for
    a team mate's.
    """

    own: tuple[Shift, ...]
    over: frozenset[int]
    offered: tuple[Shift, ...]  # by team mates, not over yet, in waves in which they do not stand themselves

    @property
    def givable(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.own if shift.pk not in self.over and not shift.is_pinned)


def shifts_of(attendee: Attendee) -> list[Shift]:
    """When somebody stands at the booth, in order. One statement."""
    rows = Shift.objects.standing().filter(attendee=attendee).select_related("wave")
    return list(rows.order_by("wave__begins_at"))


def own_shifts(attendee: Attendee, *, at: datetime) -> OwnShifts:
    """For the attendee's own page. One statement, none for who is on no team."""
    if attendee.team_id is None:
        return OwnShifts((), frozenset(), ())
    rows = Shift.objects.standing().filter(attendee__team=attendee.team_id)
    rows = rows.select_related("wave", "attendee__person").order_by("wave__begins_at", "pk")
    own = tuple(shift for shift in rows if shift.attendee_id == attendee.pk)
    busy = {shift.wave_id for shift in own}
    offered = tuple(
        shift for shift in rows
        if shift.offered_at is not None and shift.wave_id not in busy and shift.wave.ends_at > at
    )  # fmt: skip
    over = frozenset(shift.pk for shift in own if shift.wave.ends_at <= at)
    return OwnShifts(own, over, offered)
