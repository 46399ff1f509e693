"""A convening: its facts, and its states from draft to concluded."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from convenings import signals
from convenings.domain import reminder_rules, statements
from convenings.models import Convening, Venue
from convenings.states import OFF, TRANSITIONS, Admission, ConveningState, Promotion
from journal.domain import entries
from journal.refusals import Refusal


class FactsRefused(Refusal):
    code = "convening_facts"
    status = 400


class SlugTaken(FactsRefused):
    code = "slug_taken"
    words = _("Another convening has this address on the web.")
    field = "slug"


class StateNotPossible(Refusal):
    code = "convening_state"
    words = _("The convening cannot go from where it stands to there.")


class StatementMissing(Refusal):
    code = "statement_missing"
    words = _("Publish the statement first: nobody can promise what is not written.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 400
    words = _("Please say why, in a line that everybody may read.")
    field = "reason"


# What an organizer may change; states, counters and the statement have doors of their own.
FACTS = frozenset(
    {
        *("slug", "name", "tagline", "about", "time_zone", "venue", "contact_email"),
        *("starts_at", "ends_at", "opens_at", "promise_by_at", "plan_due_at", "badges_from_at"),
        *("capacity_teams", "capacity_people", "members_least", "members_most", "places_included"),
        *("grace_days",),
        *("quiet_from", "quiet_until", "most_reminders_a_week"),
        *("keeps_after_grace", "code_before_promise", "public_records_duty", "holders_checked_first"),
        *("certifies_hours", "member_per_side"),
        *("admission", "promotion", "offer_days", "selection_rule", "selection_letters_at", "questions"),
    }
)
IN_CALENDARS = frozenset({"slug", "name", "tagline", "time_zone", "venue", "contact_email", "starts_at", "ends_at"})
OVER = frozenset({ConveningState.CONCLUDED, ConveningState.CANCELLED})
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@transaction.atomic
def create_convening(
    *,
    slug: str,
    name: str,
    time_zone: str,
    venue: Venue,
    starts_at: datetime,
    ends_at: datetime,
    opens_at: datetime,
    promise_by_at: datetime,
    plan_due_at: datetime,
    capacity_teams: int,
    capacity_people: int,
    contact_email: str,
    by: str,
    at: datetime,
    is_demo: bool = False,
    **more: Any,
) -> Convening:
    """A convening in draft, with its first reminder rules. more: other FACTS, such as tagline, about, members_most."""
    if unknown := more.keys() - FACTS:
        raise TypeError(f"A convening has no {', '.join(sorted(unknown))}.")
    convening = Convening(
        slug=slug,
        name=name,
        time_zone=time_zone,
        venue=venue,
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=opens_at,
        promise_by_at=promise_by_at,
        plan_due_at=plan_due_at,
        capacity_teams=capacity_teams,
        capacity_people=capacity_people,
        contact_email=contact_email,
        is_demo=is_demo,
        calendar_changed_at=at,
        **more,
    )
    _check_facts(convening)
    convening.save()
    reminder_rules.make_defaults(convening=convening, at=at)
    _record("convening.created", convening, by=by, at=at)
    return convening


@transaction.atomic
def change_convening(
    *, convening: Convening, changes: Mapping[str, Any], by: str, at: datetime, asks_again: bool = True
) -> Convening:
    """Other facts. changes: FACTS by name. Locks the convening; higher rooms may refuse a smaller capacity.

    A greater capacity moves waiting teams up at once, and so does another way of admission; where office-holders need
    not be checked any more, the places that waited for it are confirmed.
    A moved date or venue is a material change of what was promised: who has promised is asked again, unless the
    organizer says otherwise (`asks_again`).
    """
    if unknown := changes.keys() - FACTS:
        raise TypeError(f"A convening has no {', '.join(sorted(unknown))}.")
    locked = Convening.objects.select_related("statement__current", "venue").locked(convening.pk)
    changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    was = occasion_of(locked)
    for name in changed:
        setattr(locked, name, changes[name])
    _check_facts(locked)
    counted: list[str] = []
    if IN_CALENDARS & set(changed):
        counted = _count_for_calendars(locked, at=at)
    locked.save(update_fields=[*changed, *counted])
    _record("convening.changed", locked, by=by, at=at, data={"fields": changed})
    if {"capacity_teams", "capacity_people", "admission", "promotion", "holders_checked_first"} & set(changed):
        signals.capacity_changed.send(sender=Convening, convening=locked, by=by, at=at)
    if asks_again and was != occasion_of(locked) and locked.state not in OVER:
        statements.ask_again_for_move(convening=locked, note=move_in_words(was, occasion_of(locked)), by=by, at=at)
    return locked


def occasion_of(convening: Convening) -> str:
    """The days and the place to which somebody promises to come: Wed, May 26, 2027 to Thu, May 27, 2027, Hall, City."""
    day = pgettext("format of a day with its year", "D, F j, Y")
    first, last = (date_format(convening.local(at), day) for at in (convening.starts_at, convening.ends_at))
    days = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return f"{days}, {convening.venue}"


def move_in_words(was: str, now: str) -> str:
    """Why they are asked again, for those who promised."""
    return str(_("The convening moved. It was: %(was)s. It is now: %(now)s.") % {"was": was, "now": now})


def try_change(*, convening: Convening, changes: Mapping[str, Any], at: datetime) -> None:
    """Raises the refusal that `change_convening` would raise, and leaves everything as it was."""
    with transaction.atomic():
        change_convening(convening=convening, changes=changes, by="system", at=at)
        transaction.set_rollback(True)


def open_(*, convening: Convening, by: str, at: datetime) -> Convening:
    """Opens registration. Refuses without a published statement."""
    return _move(convening, ConveningState.OPEN, by=by, at=at)


def close_(*, convening: Convening, by: str, at: datetime) -> Convening:
    """Ends registration."""
    return _move(convening, ConveningState.CLOSED, by=by, at=at)


def go_live(*, convening: Convening, by: str, at: datetime) -> Convening:
    """It happens now."""
    return _move(convening, ConveningState.LIVE, by=by, at=at)


def conclude(*, convening: Convening, by: str, at: datetime) -> Convening:
    """It is over."""
    return _move(convening, ConveningState.CONCLUDED, by=by, at=at)


def postpone(*, convening: Convening, reason: str, by: str, at: datetime) -> Convening:
    """Later, at a time still to be named; everybody concerned is told. reason: for everybody."""
    return _move(convening, ConveningState.POSTPONED, by=by, at=at, reason=_reason_of(reason))


def cancel(*, convening: Convening, reason: str, by: str, at: datetime) -> Convening:
    """For good; everybody concerned is told. reason: for everybody."""
    return _move(convening, ConveningState.CANCELLED, by=by, at=at, reason=_reason_of(reason))


def reopen(*, convening: Convening, by: str, at: datetime) -> Convening:
    """Open again, after closing or postponing."""
    if convening.state == ConveningState.DRAFT:
        raise StateNotPossible
    return _move(convening, ConveningState.OPEN, by=by, at=at)


@transaction.atomic
def _move(convening: Convening, to: ConveningState, *, by: str, at: datetime, reason: str = "") -> Convening:
    """The only way from state to state: locks, checks, writes, journals, and tells higher rooms."""
    locked = Convening.objects.select_related("statement").locked(convening.pk)
    was = ConveningState(locked.state)
    if to not in TRANSITIONS[was]:
        raise StateNotPossible
    if to == ConveningState.OPEN and (locked.statement is None or locked.statement.current_id is None):
        raise StatementMissing
    locked.state, locked.state_reason, locked.state_changes = to, reason, locked.state_changes + 1
    counted = _count_for_calendars(locked, at=at) if {was, to} & OFF else []
    locked.save(update_fields=["state", "state_reason", "state_changes", *counted])
    _record(f"convening.{to.value}", locked, by=by, at=at, data={"was": was.value})
    signals.convening_moved.send(sender=Convening, convening=locked, was=was, by=by, at=at)
    return locked


def _count_for_calendars(convening: Convening, *, at: datetime) -> list[str]:
    """Calendars show something new of it; the fields that are to be saved."""
    convening.calendar_sequence += 1
    convening.calendar_changed_at = at
    return ["calendar_sequence", "calendar_changed_at"]


def _check_facts(convening: Convening) -> None:
    try:
        ZoneInfo(convening.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise FactsRefused(_("There is no time zone of this name."), field="time_zone") from None
    if not SLUG.fullmatch(convening.slug):
        raise FactsRefused(_("Small letters, digits and hyphens only."), field="slug")
    if Convening.objects.filter(slug=convening.slug).exclude(pk=convening.pk).exists():
        raise SlugTaken
    for field, wrong, words in _faults(convening):
        if wrong:
            raise FactsRefused(words, field=field)


def _faults(convening: Convening) -> list[tuple[str, bool, Any]]:
    return [
        ("name", not convening.name.strip(), _("It needs a name.")),
        ("ends_at", convening.ends_at <= convening.starts_at, _("It must end after it begins.")),
        (
            "promise_by_at",
            not convening.opens_at < convening.promise_by_at <= convening.starts_at,
            _("The last promise is due after registration opens, and before the convening begins."),
        ),
        ("capacity_teams", convening.capacity_teams < 1, _("There must be room for one team at least.")),
        ("capacity_people", convening.capacity_people < 1, _("There must be room for one person at least.")),
        ("admission", convening.admission not in Admission.values, _("Please choose how teams are admitted.")),
        ("promotion", convening.promotion not in Promotion.values, _("Please choose how waiting teams move up.")),
        ("offer_days", not 1 <= convening.offer_days <= 60, _("From 1 to 60 days.")),
        (
            "selection_letters_at",
            convening.selection_letters_at is not None and convening.selection_letters_at >= convening.starts_at,
            _("The letters go out before the convening begins."),
        ),
        (
            "badges_from_at",
            convening.badges_from_at is not None and convening.badges_from_at >= convening.ends_at,
            _("Badges are released before the convening ends."),
        ),
        (
            "questions",
            not all(one["question"].strip() and one["answer"].strip() for one in convening.questions),
            _("A question wants an answer, and an answer its question."),
        ),
        ("members_most", convening.members_most < convening.members_least, _("The most is less than the least.")),
        (
            "places_included",
            not convening.members_least <= convening.members_by_themselves <= convening.members_most,
            _("From the least to the most members, or nothing."),
        ),
        (
            "most_reminders_a_week",
            not 1 <= convening.most_reminders_a_week <= 50,
            _("From 1 to 50 reminders."),
        ),
    ]


def _reason_of(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text.strip()


def _record(
    kind: str, convening: Convening, *, by: str, at: datetime, data: dict[str, object] | None = None
) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk, data=data
    )
