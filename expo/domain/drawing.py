"""The drawing of a hall changes in steps: under the hall's lock, judged as a whole, kept with what was before.

Two organizers never overwrite each other silently: who changes a booth says which step was seen last, and is told who
has changed it since.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.actors import actor_name
from expo.domain.floors import check_inside, count_change, hold_halls
from expo.domain.needs import spoken
from expo.models import Booth, BoothChange, FloorStep, Hall, PartnerStand, Placement
from expo.states import TICKED, StepKind, Use
from journal.refusals import Refusal

FIELDS = ("number", "x", "y", "width", "depth", "features", "zone", "use")
ASIDE = 1_000_000  # numbers that no booth has, while booths swap theirs
Facts = Mapping[str, Any]


class BoothNumberTaken(Refusal):
    code = "booth_number_taken"
    field = "number"


class BoothOverlaps(Refusal):
    code = "booth_overlaps"


class BoothInUse(Refusal):
    code = "booth_in_use"


class BoothChanged(Refusal):
    code = "booth_changed"


class BoothGone(Refusal):
    code = "booth_gone"
    words = gettext_lazy("This booth is not there any more. Load the page again.")


@dataclass(frozen=True)
class Drawn:
    """A step, and the booths that it made or changed."""

    step: FloorStep
    booths: tuple[Booth, ...]


def facts_of(booth: Booth) -> dict[str, Any]:
    """What is drawn of a booth."""
    return {name: getattr(booth, name) for name in FIELDS}


def values_of(features: Iterable[str]) -> list[str]:
    """The features that are ticked, in their order, each once."""
    given = set(features)
    return [value for value, _label in TICKED if value in given]


@transaction.atomic
def draw(
    *,
    hall: Hall,
    kind: StepKind,
    make: Sequence[Facts] = (),
    change: Mapping[int, Facts] | None = None,
    remove: Collection[int] = (),
    seen: int | None = None,
    but_own: bool = False,
    by: str,
    at: datetime,
) -> Drawn:
    """One step. make: all FIELDS, with `id` and `code` where a booth comes back; change: the fields that change, by id.

    seen: the newest step when the page was made, None does not look; but_own: own steps since then do not count.
    Refusals: booth_changed, booth_gone, booth_number_taken, booth_outside, booth_overlaps, booth_in_use.
    """
    change = change or {}
    held = hold_halls(convening_id=hall.convening_id)
    hall = next(one for one in held if one.pk == hall.pk)
    standing = {booth.pk: booth for booth in Booth.objects.filter(hall=hall)}
    touched = {*change, *remove}
    _check_unchanged(touched, standing, seen=seen, own=by if but_own else "")
    before = {pk: facts_of(standing[pk]) for pk in touched}
    step = FloorStep.objects.create(hall=hall, kind=kind, by=by, at=at)
    changed = [_changed(standing[pk], facts, step) for pk, facts in change.items()]
    made = [Booth(hall=hall, version=step.pk, **facts) for facts in make]
    rest = [booth for pk, booth in standing.items() if pk not in touched]
    check_booths(hall, [*changed, *made], rest)
    _check_free([pk for pk in touched if pk in remove or change[pk].get("use", before[pk]["use"]) != before[pk]["use"]])
    Booth.objects.filter(pk__in=remove).delete()
    _write(changed, before)
    made = Booth.objects.bulk_create(made)
    rows = [BoothChange(step=step, booth=pk, before={**before[pk], "code": standing[pk].code}) for pk in remove]
    rows += [BoothChange(step=step, booth=one.pk, before=before.get(one.pk), after=facts_of(one))
             for one in (*changed, *made)]  # fmt: skip
    BoothChange.objects.bulk_create(rows)
    count_change(hall=hall)
    return Drawn(step, (*changed, *made))


def newest_step(hall: Hall) -> int:
    """The step that a page of this hall has seen; 0 where there is none."""
    return hall.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def others_since(hall: Hall, *, seen: int, but: str) -> str:
    """Who else has drawn here since a step, in a sentence; empty where nobody has. One or two statements."""
    step = FloorStep.objects.filter(hall=hall, pk__gt=seen).exclude(by=but).order_by("-pk").first()
    if step is None:
        return ""
    return _("%(who)s has changed this floor meanwhile. Load the page again to see it.") % {"who": actor_name(step.by)}


def _changed(booth: Booth, facts: Facts, step: FloorStep) -> Booth:
    for name, value in facts.items():
        setattr(booth, name, value)
    booth.version = step.pk
    return booth


def _write(changed: list[Booth], before: Mapping[int, Facts]) -> None:
    """Numbers go aside first where booths may swap them: the database looks at every row by itself."""
    renumbered = [booth for booth in changed if booth.number != before[booth.pk]["number"]]
    if len(renumbered) > 1:
        wanted = [booth.number for booth in renumbered]
        for place, booth in enumerate(renumbered):
            booth.number = ASIDE + place
        Booth.objects.bulk_update(renumbered, ["number"])
        for booth, number in zip(renumbered, wanted, strict=True):
            booth.number = number
    Booth.objects.bulk_update(changed, [*FIELDS, "version"])


# -- What may be drawn -------------------------------------------------------------------------------------


def clashes(drawn: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """All pairs that stand on each other, by their places; from left to right, so that few are compared."""
    order = sorted(range(len(drawn)), key=lambda place: drawn[place]["x"])
    for number, one in enumerate(order):
        right = drawn[one]["x"] + drawn[one]["width"]
        for other in order[number + 1 :]:
            if drawn[other]["x"] >= right:
                break
            if overlap(drawn[one], drawn[other]):
                yield one, other


def overlap(one: Facts, other: Facts) -> bool:
    """Whether two booths stand on each other; to touch is no overlap."""
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    behind = one["y"] + one["depth"] <= other["y"] or other["y"] + other["depth"] <= one["y"]
    return not beside and not behind


def check_booths(hall: Hall, new: Sequence[Booth], standing: Sequence[Booth]) -> None:
    """Every number once, everything within the walls, and no booth on another."""
    taken = {booth.number for booth in standing}
    for booth in new:
        if booth.number in taken:
            raise BoothNumberTaken(_("There is a booth %(number)s already.") % {"number": booth.number})
        taken.add(booth.number)
        check_inside(hall, booth)
    booths = [*new, *standing]
    for pair in clashes([facts_of(booth) for booth in booths]):
        one, other = sorted(pair)
        if one < len(new):
            numbers = {"one": booths[one].number, "other": booths[other].number}
            raise BoothOverlaps(_("Booth %(one)s would stand on booth %(other)s.") % numbers)


def _check_free(booths: Collection[int]) -> None:
    """Nobody stands at booths that go, or that become somebody else's. What a lost place has left is cleared."""
    if not booths:
        return
    Placement.objects.lapsed().filter(booth__in=booths).delete()
    placement = Placement.objects.filter(booth__in=booths).select_related("team", "booth").first()
    if placement is not None:
        raise BoothInUse(
            _("%(team)s stands at booth %(number)s. Give the team another booth first.")
            % {"team": placement.team, "number": placement.booth}
        )
    partner = PartnerStand.objects.filter(booth__in=booths).select_related("booth").first()
    if partner is not None:
        raise BoothInUse(
            _("The partner %(partner)s has booth %(number)s. Take it away from there first.")
            % {"partner": partner, "number": partner.booth}
        )


# -- Who was quicker ---------------------------------------------------------------------------------------


def _check_unchanged(touched: set[int], standing: Mapping[int, Booth], *, seen: int | None, own: str) -> None:
    gone = touched - standing.keys()
    newer = {pk for pk in touched - gone if seen is not None and standing[pk].version > seen}
    if not gone and not newer:
        return
    late = BoothChange.objects.filter(booth__in=gone | newer).select_related("step").order_by("-pk")
    if seen is not None:
        late = late.filter(step__gt=seen)
    news = list(late.exclude(step__by=own) if not gone else late)
    if news:
        raise (BoothGone if news[0].after is None else BoothChanged)(_told(news))
    if gone:
        raise BoothGone


def told_since(booths: Iterable[int], *, seen: int) -> dict[int, str]:
    """For each of these booths that was changed since a step, who changed what. Two statements at least."""
    late: dict[int, list[BoothChange]] = {}
    found = BoothChange.objects.filter(booth__in=list(booths), step__gt=seen).select_related("step")
    for one in found.order_by("-pk"):
        late.setdefault(one.booth, []).append(one)
    return {pk: _told(news) for pk, news in late.items()}


def _told(news: Sequence[BoothChange]) -> str:
    """Who changed what, of the newest booth that was changed; the newest change first."""
    newest = news[0]
    first = [one for one in news if one.booth == newest.booth][-1]
    who, was, now = actor_name(newest.step.by), first.before, newest.after
    if now is None:
        number = (newest.before or {}).get("number", "")
        words = _("%(who)s has removed booth %(number)s meanwhile. Nothing was changed now; load the page again.")
        return words % {"who": who, "number": number}
    words = _(
        "%(who)s has changed booth %(number)s meanwhile: %(what)s. Nothing was changed now; look, and do it again."
    )
    return words % {"who": who, "number": now["number"], "what": differences(was or {}, now)}


def differences(was: Facts, now: Facts) -> str:
    """What differs between two states of a booth, in words: “place was 10, 20, is 30, 20”."""
    before, after = _spoken(was), _spoken(now)
    words = _("%(what)s was %(before)s, is %(after)s")
    said = [
        words % {"what": what, "before": before.get(what) or "–", "after": text or "–"}
        for what, text in after.items()
        if before.get(what) != text
    ]
    return "; ".join(said) or _("it was changed and changed back")


def _spoken(facts: Facts) -> dict[str, str]:
    if not facts:
        return {}
    return {
        _("number"): str(facts["number"]),
        _("place"): f"{facts['x']}, {facts['y']}",
        _("size"): _("%(width)s by %(depth)s feet") % facts,
        _("features"): spoken(facts["features"]),
        _("zone"): facts["zone"],
        _("for"): str(Use(facts["use"]).label),
    }
