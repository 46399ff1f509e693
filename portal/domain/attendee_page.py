"""What an attendee sees: who they are, the badge, the booth, what they present, and the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from breakouts.domain.choosing_time import ChoosingTime
from breakouts.domain.feedback import is_open
from breakouts.domain.programme import SessionLine
from breakouts.domain.schedule_content import PlacedSchedule
from breakouts.domain.seat_sheet import seats_shown
from breakouts.domain.seats_opening import are_open
from breakouts.models import Material, Presentation, Programme, Seat
from checkin.domain.badges import shown_badge
from checkin.models import Badge, Scan
from convenings.models import Convening
from expo.models import Placement
from portal.domain.days import Row, days_of, public_schedule
from portal.domain.own_shifts import OwnShifts, own_shifts
from portal.domain.presented import Presented, presented_of
from registration.domain.announcements import with_announcement
from registration.models import Attendee


@dataclass(frozen=True)
class AgendaRow:
    """One slot as it concerns this attendee."""

    at: datetime
    title: str
    where: str
    rooms: int
    presents: bool
    sits: bool
    is_past: bool
    is_now: bool


@dataclass(frozen=True)
class AgendaDay:
    first_at: datetime
    is_today: bool
    rows: list[AgendaRow]


@dataclass(frozen=True)
class AttendeePage:
    """The page's data. badge_from_at: when badges are released, None where they are.

    choosing_until: until when breakouts can be chosen, None where nobody is asked. seats: None while they are not open.
    is_asked: for feedback on a session that is over.
    `next` is the first slot that is not over, on a day of the convening only.
    """

    attendee: Attendee
    badge: Badge | None
    badge_from_at: datetime | None
    placement: Placement | None
    first_in: Scan | None
    days: list[AgendaDay]
    next: AgendaRow | None
    presentations: list[Presented]
    shifts: OwnShifts
    choosing_until: datetime | None
    is_choosing_over: bool
    seats: list[Seat] | None
    is_asked: bool

    @property
    def is_expected(self) -> bool:
        """Whether something of the days is the attendee's own."""
        return any(row.presents or row.sits for day in self.days for row in day.rows)


def attendee_page(*, attendee_id: int, at: datetime) -> AttendeePage:
    """The page of one person, in seven statements, one more where seats are open.

    Attendee.DoesNotExist where there is none.
    """
    related = ("person", "team", "convening__venue", "convening__programme")
    found = with_announcement(Attendee.objects.select_related(*related), at=at, to="convening").annotate(
        has_materials=Exists(Material.objects.published().filter(session__convening=OuterRef("convening"))),
    )
    attendee = found.get(pk=attendee_id)
    programme: Programme | None = getattr(attendee.convening, "programme", None)
    time = ChoosingTime(programme.choices_from_at, programme.choices_until_at) if programme else ChoosingTime()
    schedule = public_schedule(attendee.convening)
    seats = seats_shown(attendee, {line.id: line for line in schedule.sessions} if schedule else {})
    own = Presentation.objects.filter(presenter=attendee).select_related("session", "presenter__person").order_by("pk")
    presentations = presented_of(own, schedule)
    days = agenda_of(attendee.convening, schedule, presentations, seats, at=at)
    return AttendeePage(
        attendee=attendee,
        badge_from_at=None if attendee.convening.releases_badges(at) else attendee.convening.badges_from_at,
        badge=shown_badge(attendee, at=at),
        placement=Placement.objects.filter(team=attendee.team_id).select_related("booth__hall").first()
        if attendee.team_id
        else None,
        first_in=Scan.objects.entries(attendee.convening).filter(attendee=attendee).select_related("checkpoint").first(),
        days=days,
        next=next((row for day in days if day.is_today for row in day.rows if not row.is_past), None),
        presentations=presentations,
        shifts=own_shifts(attendee, at=at),
        choosing_until=time.until_at,
        is_choosing_over=time.until_at is not None and time.until_at <= at,
        seats=seats if are_open(programme) else None,
        is_asked=schedule is not None and any(is_open(line, at) for line in schedule.sessions),
    )


def agenda_of(
    convening: Convening,
    schedule: PlacedSchedule | None,
    presentations: Sequence[Presented],
    seats: Sequence[Seat],
    *,
    at: datetime,
) -> list[AgendaDay]:
    """The days with what the attendee presents in its slots, and where they sit, as it was released."""
    held = {line.id: line for line in schedule.sessions} if schedule else {}
    sitting = [line for seat in seats if (line := held.get(seat.session_id))]
    sits = {line.slot.id: line for line in sitting if line.slot}
    presents = {one.held.slot.id: one.held for one in presentations if one.held and one.held.slot}
    today = convening.local(at).date()
    return [
        AgendaDay(
            day.first_at, day.on == today,
            [_row(row, presents.get(row.slot_id), sits.get(row.slot_id), at=at) for row in day.rows],
        )
        for day in days_of(schedule)
    ]  # fmt: skip


def _row(row: Row, presents: SessionLine | None, sits: SessionLine | None, *, at: datetime) -> AgendaRow:
    own = presents or sits
    return AgendaRow(
        at=row.at,
        title=own.title if own else row.title,
        where=own.room.name if own and own.room else row.where,
        rooms=0 if own else row.rooms,
        presents=presents is not None,
        sits=presents is None and sits is not None,
        is_past=row.ends_at <= at,
        is_now=row.at <= at < row.ends_at,
    )
