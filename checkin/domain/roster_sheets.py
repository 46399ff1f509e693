"""A list of people on Letter sheets, to be ticked or signed by hand, set by typst as tagged PDF."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checkin.states import RosterStyle
from registration.domain.printable import replace_unprintable
from registration.domain.typesetting import SheetFailed, typeset

TEMPLATE = settings.BASE_DIR / "templates" / "checkin" / "roster.typ"
SPARE = 12  # empty lines for those whom the list does not know


@dataclass(frozen=True)
class RosterLine:
    family: str
    given: str
    about: str


@dataclass(frozen=True)
class RosterGroup:
    heading: str
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True)
class Roster:
    """All that stands on the sheets. `about`: where and when, empty for a gate."""

    convening: str
    title: str
    about: str
    printed: str
    groups: tuple[RosterGroup, ...]
    is_demo: bool

    @property
    def people(self) -> int:
        return sum(len(group.lines) for group in self.groups)


def draw_roster(roster: Roster, *, style: RosterStyle, stamp: int) -> tuple[bytes, int]:
    """The PDF, and how many lines hold characters that no type file has: those are printed as question marks."""
    data = _data_of(roster, style)
    try:
        return typeset(TEMPLATE, data, stamp=stamp), 0
    except SheetFailed:
        heads = [replace_unprintable(data, ("title", "heading", "convening", "about"))]
        heads += [replace_unprintable(group, ("heading",)) for group in data["groups"]]
        named = ("family", "given", "about")
        lines = [replace_unprintable(line, named) for group in data["groups"] for line in group["lines"]]
        if not any(heads + lines):
            raise
        return typeset(TEMPLATE, data, stamp=stamp), sum(lines)


def _data_of(roster: Roster, style: RosterStyle) -> dict[str, Any]:
    signed = style == RosterStyle.SIGN_IN
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": f"{RosterStyle(style).label}, {roster.title}, {roster.convening}",
        "convening": roster.convening,
        "kind": str(RosterStyle(style).label),
        "heading": roster.title,
        "about": roster.about,
        "printed": _("%(count)d names, as of %(printed)s") % {"count": roster.people, "printed": roster.printed},
        "page": _("Page"),
        "of": _("of"),
        "columns": [_("In"), _("Name"), _("Who"), _("Signature and time") if signed else _("Time")],
        "signed": signed,
        "groups": [asdict(group) for group in roster.groups],
        "spare": SPARE,
        "spare_heading": _("Not on the list: please write name, team and time"),
        "demo": _("DEMONSTRATION: people and answers are invented.") if roster.is_demo else "",
    }
