"""A proposed timetable as its page shows it: figures and moves in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.slots import spoken_slot
from breakouts.domain.timetable_planning import FEWER
from breakouts.models import Room, Session, TimeSlot
from convenings.models import Convening
from jobs.domain.proposal_lines import LineInWords, line_in_words
from jobs.models import Proposal

TITLES = {
    "placed": (gettext_lazy("Breakouts with a room and time"), gettext_lazy("of %(of)s breakouts")),
    "missed_wishes": (
        gettext_lazy("Wishes that nobody can follow"),
        gettext_lazy("of %(of)s: another wish is at the same time; fewer is better"),
    ),
    "overflow": (gettext_lazy("People who would find the room full"), gettext_lazy("fewer is better")),
    "same_track_pairs": (gettext_lazy("Two of one track at once"), gettext_lazy("pairs; fewer is better")),
    "travels": (gettext_lazy("Presenters who change rooms"), gettext_lazy("between two times; fewer is better")),
    "moved": (gettext_lazy("Breakouts that move"), gettext_lazy("of those that have a room and time; fewer is better")),
}  # fmt: skip
WHY = {
    "new": gettext_lazy("It has no room and time yet"),
    "rule": gettext_lazy("It cannot be held where it stands"),
    "wishes": gettext_lazy("More people can follow their wishes"),
    "seats": gettext_lazy("More seats for those expected"),
    "track": gettext_lazy("No longer beside its own track"),
    "room": gettext_lazy("Makes room for others"),
}


@dataclass(frozen=True)
class MoveInWords:
    """`stood` is empty where it has no place yet."""

    key: str
    session: str
    stood: str
    to: str
    because: str


@dataclass(frozen=True)
class TimetablePage:
    lines: tuple[LineInWords, ...]
    moves: tuple[MoveInWords, ...]

    @property
    def worse(self) -> tuple[LineInWords, ...]:
        """What the proposal makes worse, besides that breakouts move."""
        return tuple(line for line in self.lines if line.is_worse and line.key != "moved")


def page_of(proposal: Proposal, convening: Convening) -> TimetablePage:
    """All that the page shows. Three statements."""
    titles = dict(Session.objects.filter(convening=convening).values_list("pk", "title"))
    rooms = dict(Room.objects.filter(convening=convening).values_list("pk", "name"))
    slots = {slot.pk: spoken_slot(slot, convening) for slot in TimeSlot.objects.filter(convening=convening)}

    def where(row: Mapping[str, Any], end: str) -> str:
        if row[f"{end}_slot"] is None:
            return ""
        gone = _("gone by now")
        facts = {"room": rooms.get(row[f"{end}_room"], gone), "when": slots.get(row[f"{end}_slot"], gone)}
        return _("%(when)s, %(room)s") % facts

    moves = tuple(
        MoveInWords(
            row["key"], titles.get(row["session"], _("a session that is gone")), where(row, "from"), where(row, "to"),
            str(WHY[row["why"]]),
        )
        for row in proposal.rows
    )  # fmt: skip
    lines = tuple(line_in_words(line, titles=TITLES, fewer=FEWER) for line in proposal.figures["lines"])
    return TimetablePage(lines, moves)
