"""Contact hours of a convening: the rules kept as data, read with the scans into what everybody's sessions count."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from breakouts.models import Feedback, Session
from checkin.domain import attendance
from checkin.domain.attendance import Counted, Held, Reading, Rule
from checkin.models import HoursCorrection, HoursRule, Scan
from checkin.states import LETS_GO, Direction
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.models import Attendee

RULE_FIELDS = (
    "kinds", "unit", "credit_per_hour", "step_minutes", "grace_minutes", "least_percent", "stays_unless_scanned_out",
    "needs_feedback", "signed_by",
)  # fmt: skip


class OrganizersCertify(Refusal):
    code = "organizers_certify"
    status = 403
    words = _("Only organizers set and certify hours.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    field = "reason"
    words = _("Say why, in a line: it stays with the correction.")


class MinutesImpossible(Refusal):
    code = "minutes_impossible"
    field = "minutes"
    words = _("A session counts at most as many minutes as it lasts. Please give fewer.")


class NotCounted(Refusal):
    code = "not_counted"
    words = _("This session has no time, or sessions of its kind do not count. Change the rules first.")


@dataclass(frozen=True)
class SessionHours:
    """What one session counts for one person."""

    session: Session
    counted: Counted
    reason: str = ""  # of the correction that stands


@dataclass(frozen=True)
class HoursOf:
    """One person's hours: the sessions that count for something or where they were seen, and the sum."""

    attendee: Attendee
    rows: tuple[SessionHours, ...]
    minutes: int
    credit: Decimal

    @property
    def counting(self) -> tuple[SessionHours, ...]:
        return tuple(row for row in self.rows if row.counted.minutes)


@dataclass(frozen=True)
class Sheet:
    """A convening's rules, and its sessions that count, in the order of time."""

    convening: Convening
    rule: HoursRule
    sessions: tuple[Session, ...]

    @cached_property
    def held(self) -> list[Held]:
        return [_held(session) for session in self.sessions]


def rule_of(convening: Convening) -> HoursRule:
    """The rules that are kept, or the usual ones, not kept yet."""
    return HoursRule.objects.filter(convening=convening).first() or HoursRule(convening=convening)


@transaction.atomic
def set_rule(*, convening: Convening, values: Mapping[str, Any], by: str, at: datetime) -> HoursRule:
    """Keeps the rules. What was certified before stays as it is. Refusal: organizers_certify."""
    _require_organizer(by)
    Convening.objects.locked(convening.pk)
    given = {name: values[name] for name in RULE_FIELDS if name in values}
    rule, _made = HoursRule.objects.update_or_create(convening=convening, defaults=given)
    data = {name: str(value) for name, value in given.items() if name != "signed_by"}
    entries.record(
        kind="hours.rule_set", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk, data=data
    )
    return rule


@transaction.atomic
def correct_hours(
    *, attendee: Attendee, session: Session, minutes: int | None, reason: str, by: str, at: datetime
) -> HoursCorrection:
    """Sets by hand what a session counts for somebody; None takes the correction back. The reason stays with it.

    Refusals: organizers_certify, reason_needed, not_counted, minutes_impossible.
    """
    _require_organizer(by)
    said = " ".join(reason.split())[:300]
    if not said:
        raise ReasonNeeded
    sheet = sheet_of(attendee.convening)
    counting = next((one for one in sheet.held if one.session == session.pk), None)
    if counting is None:
        raise NotCounted
    if minutes is not None and not 0 <= minutes <= counting.minutes:
        raise MinutesImpossible
    Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    row = HoursCorrection.objects.create(
        attendee=attendee, session=session, minutes=minutes, reason=said, by=by, at=at
    )
    entries.record(
        kind="hours.corrected", by=by, at=at, subject=f"attendee:{attendee.pk}", convening_id=attendee.convening_id,
        data={"session": session.pk, "minutes": minutes},
    )  # fmt: skip
    return row


def sheet_of(convening: Convening) -> Sheet:
    """Two statements."""
    rule = rule_of(convening)
    sessions = Session.objects.filter(convening=convening, kind__in=rule.kinds, slot__isnull=False)
    return Sheet(convening, rule, tuple(sessions.select_related("slot", "room").order_by("slot__starts_at", "pk")))


def hours_of(sheet: Sheet, attendees: Collection[Attendee]) -> list[HoursOf]:
    """What these people's sessions count, in their order: three statements, and one where feedback is needed."""
    ids = [attendee.pk for attendee in attendees]
    readings = _readings(sheet, ids)
    corrections = _corrections(sheet, ids)
    given = _feedback(sheet, ids) if sheet.rule.needs_feedback else {}
    return [
        _reckon(sheet, one, readings.get(one.pk, ()), corrections.get(one.pk, {}), given.get(one.pk, frozenset()))
        for one in attendees
    ]


def people_seen(convening: Convening) -> "QuerySet[Attendee]":
    """Everybody who was read at the door of a room, or whose hours were set by hand, by family name."""
    seen = Scan.objects.standing().filter(checkpoint__convening=convening, checkpoint__room__isnull=False)
    by_hand = HoursCorrection.objects.filter(attendee__convening=convening)
    people = Attendee.objects.filter(convening=convening).select_related("person", "team", "details")
    found = people.filter(pk__in=seen.values("attendee")) | people.filter(pk__in=by_hand.values("attendee"))
    return found.order_by("person__family_name", "person__folded_name", "pk")


def _reckon(
    sheet: Sheet,
    attendee: Attendee,
    readings: Collection[Reading],
    corrections: Mapping[int, HoursCorrection],
    feedback: frozenset[int],
) -> HoursOf:
    kept = sheet.rule
    rule = Rule(kept.grace_minutes, kept.least_percent, kept.stays_unless_scanned_out, kept.needs_feedback)
    by_hand = {session: row.minutes for session, row in corrections.items() if row.minutes is not None}
    counted = attendance.count_sessions(readings, sheet.held, rule, feedback=feedback, corrected=by_hand)
    rows = tuple(
        SessionHours(session, one, corrections[session.pk].reason if session.pk in by_hand else "")
        for session, one in zip(sheet.sessions, counted, strict=True)
        if one.why != attendance.Why.ABSENT
    )
    minutes = sum(row.counted.minutes for row in rows)
    credit = attendance.credit_of(
        minutes, step_minutes=kept.step_minutes, credit_per_hour=Decimal(kept.credit_per_hour)
    )
    return HoursOf(attendee, rows, minutes, credit)


def _readings(sheet: Sheet, ids: list[int]) -> dict[int, list[Reading]]:
    """What was read at rooms' doors and stands, whoever was sent away left out."""
    found: dict[int, list[Reading]] = defaultdict(list)
    rows = Scan.objects.standing().filter(
        attendee__in=ids, checkpoint__room__isnull=False, checkpoint__convening=sheet.convening, answer__in=LETS_GO
    )
    facts = rows.order_by().values_list("attendee", "scanned_at", "pk", "checkpoint__room", "direction")
    for attendee, at, pk, room, direction in facts:
        found[attendee].append(Reading(_seconds(at), pk, room, direction == Direction.IN))
    return found


def _corrections(sheet: Sheet, ids: list[int]) -> dict[int, dict[int, HoursCorrection]]:
    """The newest correction of each session, by person."""
    found: dict[int, dict[int, HoursCorrection]] = defaultdict(dict)
    rows = HoursCorrection.objects.filter(attendee__in=ids, attendee__convening=sheet.convening)
    for row in rows.order_by("pk"):
        found[row.attendee_id][row.session_id] = row
    return found


def _feedback(sheet: Sheet, ids: list[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Feedback.objects.filter(attendee__in=ids, session__convening=sheet.convening)
    for attendee, session in rows.values_list("attendee", "session"):
        found[attendee].add(session)
    return {attendee: frozenset(sessions) for attendee, sessions in found.items()}


def _held(session: Session) -> Held:
    assert session.slot is not None
    assert session.room_id is not None
    return Held(session.pk, session.room_id, _seconds(session.slot.starts_at), _seconds(session.slot.ends_at))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _require_organizer(by: str) -> None:
    if not is_organizer(by):
        raise OrganizersCertify
