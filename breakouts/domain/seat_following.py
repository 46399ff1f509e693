"""Seats follow the programme: a session that moves takes its people along, and no room ever holds more than it may.

Who sits in another session of the new time, or presents then, loses the seat in the one that moved. A session without a
time keeps its people until it has one again.
"""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from breakouts.domain.seat_news import owe_news
from breakouts.domain.seat_places import Changes, capacity_of, count_seats
from breakouts.domain.seat_promotion import promote
from breakouts.models import Presentation, Programme, Seat, Session, WaitlistEntry
from breakouts.states import SessionKind
from journal.refusals import Refusal

Rows = type[Seat] | type[WaitlistEntry]
ELSEWHEN = (  # another slot than the session's
    Q(slot__isnull=True, session__slot__isnull=False)
    | Q(slot__isnull=False, session__slot__isnull=True)
    | Q(slot__isnull=False, session__slot__isnull=False) & ~Q(slot=F("session__slot"))
)


class SeatsExceedRoom(Refusal):
    code = "seats_exceed_room"
    field = "room"


def follow_seats(*, programme: Programme, at: datetime) -> None:
    """Bring seats and waitlists in line with the programme. The caller holds it. Refusals: seats_exceed_room.

    Nothing is asked of the database before the first seat was given, seven statements where nothing changed.
    """
    if not programme.seats_version:
        return
    changes, convening = Changes(), programme.convening_id
    _free(Seat.objects.filter(session__convening=convening).exclude(session__kind=SessionKind.BREAKOUT), changes)
    moved = _follow(Seat, convening, changes) + _follow(WaitlistEntry, convening, Changes())
    _free(Seat.objects.filter(session__convening=convening, attendee__presentations__slot=F("slot")), changes)
    WaitlistEntry.objects.filter(session__convening=convening, attendee__presentations__slot=F("slot")).delete()
    _check_rooms(convening)
    waited_for = WaitlistEntry.objects.filter(session__convening=convening).values_list("session", flat=True)
    promote(sorted(set(waited_for)), changes=changes, at=at)
    if moved or changes.was:
        count_seats(programme)
        owe_news(programme=programme, changes=changes, at=at)


def _free(seats: "QuerySet[Seat]", changes: Changes) -> None:
    """Take these seats away."""
    gone = list(seats.select_related("session"))
    for seat in gone:
        if seat.slot_id is not None:
            changes.note(seat.attendee_id, seat.slot_id, seat.session)
    if gone:
        Seat.objects.filter(pk__in=[seat.pk for seat in gone]).delete()


def _follow(rows: Rows, convening: int, changes: Changes) -> int:
    """Give them the slots of their sessions; how many moved. All leave before any arrives, so that two may swap."""
    moved = list(rows.objects.filter(ELSEWHEN, session__convening=convening).select_related("session").order_by("pk"))
    arriving: dict[int, list[Seat | WaitlistEntry]] = {}
    for row in moved:
        if row.slot_id is not None:
            changes.note(row.attendee_id, row.slot_id, row.session)
        if row.session.slot_id is not None:
            arriving.setdefault(row.session_id, []).append(row)
    if moved:
        rows.objects.filter(pk__in=[row.pk for row in moved]).update(slot=None)
    for people in arriving.values():
        _arrive(rows, people, changes)
    return len(moved)


def _arrive(rows: Rows, arriving: "list[Seat | WaitlistEntry]", changes: Changes) -> None:
    """Those of one session, in its new slot: whoever is taken there already stays behind."""
    slot, people = arriving[0].session.slot_id, [row.attendee_id for row in arriving]
    assert slot is not None
    taken = set(rows.objects.filter(slot=slot, attendee__in=people).values_list("attendee", flat=True))
    taken |= set(Presentation.objects.filter(slot=slot, presenter__in=people).values_list("presenter", flat=True))
    stay = [row for row in arriving if row.attendee_id not in taken]
    for row in stay:
        changes.note(row.attendee_id, slot, None)
    rows.objects.filter(pk__in=[row.pk for row in stay]).update(slot=slot)
    rows.objects.filter(pk__in=[row.pk for row in arriving if row.attendee_id in taken]).delete()


def _check_rooms(convening: int) -> None:
    """Refuse where more people have seats than may sit there."""
    placed = Session.objects.filter(convening=convening, room__isnull=False).select_related("room")
    for session in placed.annotate(people=Count("seats")).filter(people__gt=0).order_by("pk"):
        if session.people > capacity_of(session):
            facts = {"n": session.people, "session": session.title, "room": session.room, "seats": capacity_of(session)}
            raise SeatsExceedRoom(
                _("%(n)s people have a seat in “%(session)s”, and in %(room)s there is room for %(seats)s. Choose a"
                  " larger room, or move some of them first.") % facts
            )  # fmt: skip
