"""Designs of badges, one for each kind of person: what a convening says, and what stands where it says nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain.typed_names import has_control_characters
from checkin.models import BadgeDesign
from checkin.states import RibbonColour
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.states import AttendeeKind

Designs = Mapping[str, BadgeDesign]
SWITCHES = (
    "shows_pronunciation", "shows_job", "shows_team", "shows_side", "shows_booth", "shows_logos", "shows_agenda",
)  # fmt: skip
FIELDS = ("ribbon", "colour", *SWITCHES)
COLOURS: dict[RibbonColour, tuple[str, str]] = {  # of the surface, and of the words on it
    RibbonColour.PLAIN: ("#ffffff", "#16212e"),
    RibbonColour.INK: ("#16212e", "#ffffff"),
    RibbonColour.VIOLET: ("#5a3d8f", "#ffffff"),
    RibbonColour.TEAL: ("#0b6572", "#ffffff"),
    RibbonColour.BRICK: ("#a03a1b", "#ffffff"),
}
LONGEST_RIBBON = 30


class RibbonUnfit(Refusal):
    code = "ribbon_unfit"
    status = 400
    words = _("A ribbon bears 30 letters at most, on one line.")
    field = "ribbon"


def usual_design(convening: Convening, kind: str) -> BadgeDesign:
    """The design of who has none, not saved: staff have a dark head, so that people know whom to ask."""
    colour = RibbonColour.INK if kind == AttendeeKind.STAFF else RibbonColour.PLAIN
    return BadgeDesign(convening=convening, kind=kind, colour=colour)


def designs_of(convening: Convening) -> Designs:
    """The design of each kind of person. One statement."""
    kept = {design.kind: design for design in BadgeDesign.objects.filter(convening=convening)}
    return {kind: kept.get(kind) or usual_design(convening, kind) for kind in AttendeeKind.values}


@transaction.atomic
def change_design(*, convening: Convening, kind: str, values: Mapping[str, Any], by: str, at: datetime) -> BadgeDesign:
    """Say what stands on the badges of one kind of person; printed ones count as changed from now on.

    values: some of FIELDS. Refuses: ribbon_unfit.
    """
    Convening.objects.locked(convening.pk)
    design = designs_of(convening)[AttendeeKind(kind)]
    for name in FIELDS:
        setattr(design, name, values.get(name, getattr(design, name)))
    design.ribbon = " ".join(design.ribbon.split())
    if len(design.ribbon) > LONGEST_RIBBON or has_control_characters(design.ribbon):
        raise RibbonUnfit
    design.colour = RibbonColour(design.colour)
    design.save()
    entries.record(
        kind="badge_design.changed", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk,
        data={"kind": str(kind)},
    )  # fmt: skip
    return design
