"""Booths one by one, and several at once: added, changed, moved, removed. Each is a step of the drawing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from expo.domain.drawing import BoothGone, Drawn, draw, facts_of, values_of
from expo.domain.floors import hold_halls
from expo.models import Booth, FloorStep, Hall
from expo.states import StepKind, Use
from journal.domain.entries import record
from journal.refusals import Refusal


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    words = _("There is no step of yours left to undo here.")


class StepOverdrawn(Refusal):
    code = "step_overdrawn"
    words = _("Somebody has changed the same booths since. This step cannot be undone any more; change them by hand.")


@transaction.atomic
def make_booth(
    *,
    hall: Hall,
    number: int,
    x: int,
    y: int,
    width: int = 10,
    depth: int = 10,
    features: Iterable[str] = (),
    zone: str = "",
    use: str = Use.TEAMS,
    by: str,
    at: datetime,
) -> Booth:
    """One booth. Refusals: booth_number_taken, booth_outside, booth_overlaps."""
    facts = {
        "number": number, "x": x, "y": y, "width": width, "depth": depth, "features": values_of(features),
        "zone": zone.strip(), "use": use,
    }  # fmt: skip
    booth = draw(hall=hall, kind=StepKind.MADE, make=[facts], by=by, at=at).booths[0]
    record(kind="booth.made", by=by, at=at, subject=f"booth:{booth.pk}", convening_id=hall.convening_id)
    return booth


@transaction.atomic
def change_booth(*, booth: Booth, seen: int | None = None, by: str, at: datetime, **facts: Any) -> Booth:
    """Renumber, move or resize a booth, or change its features, zone or use; who stands there stays.

    facts: the fields that change. seen: the version that was looked at. Refusals: those of `draw`.
    """
    kind = StepKind.MOVED if facts.keys() <= {"x", "y", "width", "depth"} else StepKind.CHANGED
    change = {booth.pk: _clean(facts)}
    drawn = draw(hall=booth.hall, kind=kind, change=change, seen=seen, by=by, at=at)
    subject = f"booth:{booth.pk}"
    record(kind="booth.changed", by=by, at=at, subject=subject, convening_id=booth.hall.convening_id)
    return drawn.booths[0]


@transaction.atomic
def change_booths(
    *,
    hall: Hall,
    changes: Mapping[int, Mapping[str, Any]],
    kind: StepKind,
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Drawn:
    """Several booths in one step, the fields that change by id; own steps since `seen` do not count as others'.

    Refusals: those of `draw`.
    """
    change = {pk: _clean(facts) for pk, facts in changes.items()}
    drawn = draw(hall=hall, kind=kind, change=change, seen=seen, but_own=True, by=by, at=at)
    data = {"count": len(change)}
    record(kind="booths.changed", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id, data=data)
    return drawn


@transaction.atomic
def remove_booth(*, booth: Booth, seen: int | None = None, by: str, at: datetime) -> None:
    """Take away a booth at which nobody stands. Refusals: booth_in_use, booth_changed, booth_gone."""
    remove_booths(hall=booth.hall, booths=[booth.pk], seen=seen, but_own=False, by=by, at=at)


@transaction.atomic
def remove_booths(
    *, hall: Hall, booths: Collection[int], seen: int | None = None, but_own: bool = True, by: str, at: datetime
) -> Drawn:
    """Take away booths at which nobody stands, all or none. Refusals: booth_in_use, booth_changed, booth_gone."""
    if not booths:
        raise BoothGone
    drawn = draw(hall=hall, kind=StepKind.REMOVED, remove=booths, seen=seen, but_own=but_own, by=by, at=at)
    for pk in sorted(booths):
        record(kind="booth.removed", by=by, at=at, subject=f"booth:{pk}", convening_id=hall.convening_id)
    return drawn


def _clean(facts: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = dict(facts)
    if "features" in cleaned:
        cleaned["features"] = values_of(cleaned["features"])
    if "zone" in cleaned:
        cleaned["zone"] = cleaned["zone"].strip()
    return cleaned


# -- Undo --------------------------------------------------------------------------------------------------


def undoable_step(hall: Hall, by: str) -> FloorStep | None:
    """The step that somebody would undo next: their newest one that stands. One statement."""
    steps = FloorStep.objects.filter(hall=hall, by=by, undone_at=None).exclude(kind=StepKind.UNDONE)
    return steps.order_by("-pk").first()


@transaction.atomic
def undo_step(*, hall: Hall, by: str, at: datetime) -> FloorStep:
    """Undo the own newest step that stands; that is a step too. Refusals: nothing_to_undo, step_overdrawn, those of
    `draw`.
    """
    hold_halls(convening_id=hall.convening_id)
    step = undoable_step(hall, by)
    if step is None:
        raise NothingToUndo
    changes = list(step.changes.all())
    _check_standing(hall, {one.booth: one.after for one in changes})
    draw(
        hall=hall, kind=StepKind.UNDONE, by=by, at=at,
        make=[{"id": one.booth, **(one.before or {})} for one in changes if one.after is None],
        change={one.booth: one.before for one in changes if one.after is not None and one.before is not None},
        remove=[one.booth for one in changes if one.before is None],
    )  # fmt: skip
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    data = {"step": step.pk}
    record(kind="booths.undone", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id, data=data)
    return step


def _check_standing(hall: Hall, wanted: Mapping[int, Mapping[str, Any] | None]) -> None:
    standing = {booth.pk: facts_of(booth) for booth in Booth.objects.filter(hall=hall, pk__in=wanted)}
    if any(standing.get(pk) != after for pk, after in wanted.items()):
        raise StepOverdrawn
