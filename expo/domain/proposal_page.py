"""A proposal for a floor as its page shows it: figures and moves in words, and the difference on the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expo.domain.floor_figures import FEWER
from expo.domain.plan import FloorPlan, Stand, floor_of
from expo.models import Hall
from jobs.domain.proposal_lines import LineInWords, line_in_words
from jobs.models import Proposal
from registration.models import Team

TITLES = {
    "placed": (gettext_lazy("Teams with a booth"), gettext_lazy("of %(of)s teams")),
    "needs": (gettext_lazy("Needs met"), gettext_lazy("of %(of)s teams that need something")),
    "zones": (gettext_lazy("In a zone that the team wishes for"), gettext_lazy("of %(of)s teams with a wish")),
    "near": (gettext_lazy("Near whom they asked for"), gettext_lazy("of %(of)s requests")),
    "apart": (
        gettext_lazy("Beside whom they want to be apart from"), gettext_lazy("of %(of)s requests; fewer is better")
    ),
    "same_focus": (gettext_lazy("Beside a team with the same focus"), gettext_lazy("of %(of)s teams with a focus")),
    "same_state": (gettext_lazy("Two teams of one state as neighbours"), gettext_lazy("pairs; fewer is better")),
    "moved": (gettext_lazy("Teams that must move"), gettext_lazy("fewer is better")),
}  # fmt: skip
WHY = {
    "needs": gettext_lazy("Its booth lacks what it needs"),
    "zone": gettext_lazy("In a zone that it wishes more"),
    "same_focus": gettext_lazy("Beside %(other)s: the same focus"),
    "not_same_state": gettext_lazy("No longer beside %(other)s of the same state"),
    "requests": gettext_lazy("Near %(other)s, as was asked"),
    "not_requests": gettext_lazy("Away from %(other)s, as was asked"),
    "new": gettext_lazy("Has no booth yet"),
    "room": gettext_lazy("Makes room for others"),
}


@dataclass(frozen=True)
class MoveInWords:
    key: str
    team: str
    us_state: str
    stood: int | None
    to: int
    because: str


@dataclass(frozen=True)
class Arrow:
    """A move on the plan: from a dot, along a curve, to a tip."""

    curve: str
    tip: str
    x: int
    y: int


@dataclass(frozen=True)
class ProposalPage:
    lines: tuple[LineInWords, ...]
    moves: tuple[MoveInWords, ...]
    unplaced: tuple[tuple[str, str], ...]  # teams and why
    plan: FloorPlan
    marks: Mapping[int, str]  # booth numbers and how they are drawn
    arrows: tuple[Arrow, ...]

    @property
    def worse(self) -> tuple[LineInWords, ...]:
        """What the proposal makes worse, besides that teams move."""
        return tuple(line for line in self.lines if line.is_worse and line.key != "moved")

    @property
    def drawn(self) -> list[tuple[Stand, str]]:
        """The booths of the plan with how each is drawn."""
        return [(stand, self.marks.get(stand.number, "quiet")) for stand in self.plan.stands]


def page_of(proposal: Proposal, hall: Hall) -> ProposalPage:
    """All that the page shows. Four statements."""
    rows = proposal.rows
    plan = floor_of(hall)
    left = proposal.figures["unplaced"]
    asked = {row["team"] for row in rows} | {row["other"] for row in rows} | {row["team"] for row in left}
    teams = {team.pk: team for team in Team.objects.filter(pk__in=asked - {None})}
    return ProposalPage(
        lines=tuple(line_in_words(line, titles=TITLES, fewer=FEWER) for line in proposal.figures["lines"]),
        moves=tuple(_move(row, teams) for row in rows),
        unplaced=tuple((_name(row["team"], teams), row["reason"]) for row in left),
        plan=plan,
        marks=_marks(plan, rows),
        arrows=tuple(arrow for row in rows if (arrow := _arrow(plan, row)) is not None),
    )


def _name(pk: int | None, teams: Mapping[int, Team]) -> str:
    team = teams.get(pk) if pk is not None else None
    return team.name if team is not None else _("a team that is gone")


def _move(row: Mapping[str, Any], teams: Mapping[int, Team]) -> MoveInWords:
    team = teams.get(row["team"])
    because = str(WHY[row["why"]])
    if row["other"] is not None:
        because %= {"other": _name(row["other"], teams)}
    state = team.us_state if team else ""
    return MoveInWords(row["key"], _name(row["team"], teams), state, row["stood"], row["to"], because)


def _marks(plan: FloorPlan, rows: list[dict[str, Any]]) -> dict[int, str]:
    marks = {stand.number: "free" for stand in plan.free} | {
        stand.number: "pin" for stand in plan.taken if stand.is_pinned
    }
    marks |= {row["stood"]: "left" for row in rows if row["stood"] is not None}
    return marks | {row["to"]: "to" for row in rows}


def _arrow(plan: FloorPlan, row: Mapping[str, Any]) -> Arrow | None:
    """The curve bends to one side, so that moves to and fro are told apart; it ends at the edge that it comes from."""
    start, end = plan.at(row["stood"]), plan.at(row["to"])
    if start is None or end is None:
        return None
    is_below = end.y > start.y
    x, y = start.x + start.width // 2, start.y + (start.depth * 5 // 6 if is_below else start.depth // 6)
    to_x, to_y = end.x + end.width // 2 + (8 if is_below else -8), end.y + (6 if is_below else end.depth - 6)
    bend_x, bend_y = (x + to_x) // 2 + (to_y - y) // 5, (y + to_y) // 2 - (to_x - x) // 5
    base = to_y - 14 if is_below else to_y + 14
    return Arrow(f"M{x} {y}Q{bend_x} {bend_y} {to_x} {base}", f"M{to_x - 8} {base}H{to_x + 8}L{to_x} {to_y}Z", x, y)
