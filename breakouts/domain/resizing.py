"""A time renamed, moved, made longer or shorter, with all that is held in it: nothing becomes impossible by that."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.schedule_checks import forbidden
from breakouts.domain.schedule_facts import Schedule, Span, read_schedule
from breakouts.domain.schedule_impossible import REFUSALS
from breakouts.domain.schedule_problem import Problem
from breakouts.domain.slots import SlotGone, check_span, locked, spoken_end, spoken_slot
from breakouts.models import Move, TimeSlot
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal


class SlotChanged(Refusal):
    code = "changed_meanwhile"


@transaction.atomic
def change_slot(
    *, slot: TimeSlot, label: str, starts_at: datetime, ends_at: datetime, seen: Span | None = None,
    is_step: bool = True, by: str, at: datetime,
) -> TimeSlot:
    """Rename or move a span of time with all its sessions. seen: as it was when the page was made. is_step: another
    span can be undone. Again the same is harmless.

    Refusals: slot_gone, changed_meanwhile, those of make_slot, and all that makes a place impossible (schedule_checks).
    """
    convening = locked(slot.convening_id)
    programme = hold_programme(convening=convening)
    current = TimeSlot.objects.filter(pk=slot.pk).first()
    if current is None:
        raise SlotGone
    was, now = (current.starts_at, current.ends_at), (starts_at, ends_at)
    if (current.label, was) == (label, now):
        return current
    if seen is not None and seen != was:
        raise SlotChanged(_changed_words(current, convening))
    if was != now:
        check_span(convening=convening, starts_at=starts_at, ends_at=ends_at, but=slot.pk)
        _refuse_impossible(read_schedule(convening), slot=slot.pk, span=now)
    current.label, current.starts_at, current.ends_at = label, starts_at, ends_at
    current.save(update_fields=["label", "starts_at", "ends_at"])
    if is_step and was != now:
        Move.objects.create(
            convening=convening, resized=current, from_starts_at=was[0], from_ends_at=was[1], to_starts_at=now[0],
            to_ends_at=now[1], by=by, at=at,
        )
    count_change(programme=programme, at=at)
    record(kind="slot.changed", by=by, at=at, subject=f"slot:{slot.pk}", convening_id=convening.pk)
    return current


@transaction.atomic
def resize_slot(
    *, convening: Convening, slot: int, ends_at: datetime, seen: datetime, by: str, at: datetime
) -> TimeSlot:
    """Let a time end then, as a mouse drags its end. seen: its end when the page was made. Again is harmless.

    Refusals: those of change_slot.
    """
    found = TimeSlot.objects.filter(pk=slot, convening=convening).first()
    if found is None:
        raise SlotGone
    return change_slot(
        slot=found, label=found.label, starts_at=found.starts_at, ends_at=ends_at, seen=(found.starts_at, seen), by=by,
        at=at,
    )


def _refuse_impossible(schedule: Schedule, *, slot: int, span: Span) -> None:
    """Refuse what becomes impossible where a time lies otherwise; what was so before stops nobody."""
    moved = replace(schedule.slots[slot], starts_at=span[0], ends_at=span[1])
    slots = {**schedule.slots, slot: moved}
    ordered = dict(sorted(slots.items(), key=lambda item: item[1].starts_at))
    was = set(_named(forbidden(schedule)))
    for problem in forbidden(replace(schedule, slots=ordered)):
        if _named([problem])[0] not in was:
            raise REFUSALS[problem.code](problem.words)


def _named(problems: Iterable[Problem]) -> list[tuple[object, ...]]:
    """What tells problems from each other, whenever the time is."""
    return [(problem.code, problem.sessions, problem.short) for problem in problems]


def _changed_words(slot: TimeSlot, convening: Convening) -> str:
    facts = {"slot": slot.label, "starts": spoken_slot(slot, convening), "ends": spoken_end(slot, convening)}
    return (
        _("Somebody has changed “%(slot)s” since this page was made (now %(starts)s to %(ends)s). Nothing was changed"
          " now.") % facts
    )  # fmt: skip
