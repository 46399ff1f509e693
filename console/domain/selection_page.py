"""The selection as organizers see it: the rule in words, each complete team with its reason, and what it comes to."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from convenings.models import Convening
from registration.domain import admission, checking, selecting
from registration.domain.selection import Bound, Reason, count_traits, suggest
from registration.domain.selection_rule import (
    DIMENSIONS,
    reason_in_words,
    rule_in_words,
    rule_of,
    traits_of,
    values_of,
)
from registration.models import Selection, Team


@dataclass(frozen=True)
class Row:
    """One complete team: whether the rule suggests it, whether it is chosen, and why: in words, and as `reasons`."""

    team: Team
    suggested: bool
    chosen: bool
    why: str
    traits: str
    reasons: tuple[Reason, ...] = ()
    unchecked: int = 0  # holders of its offices that no organizer has checked


@dataclass(frozen=True)
class Figure:
    """How many teams there are of a kind: with a place now, complete, with a place after it."""

    words: str
    placed: int
    complete: int
    after: int


@dataclass(frozen=True)
class SelectionPage:
    """`standing` is the selection that was applied; then `rows` are its record."""

    rule: list[str]
    rows: list[Row]
    figures: list[tuple[str | Promise, list[Figure]]]
    room: admission.Places
    teams: int
    people: int
    unmet: list[str]
    standing: Selection | None

    @property
    def fits(self) -> bool:
        return self.teams <= self.room.teams and self.people <= self.room.people


def selection_page(convening: Convening, *, chosen: Collection[int] | None = None) -> SelectionPage:
    """The page's data. chosen: the teams that are ticked; None: those that the rule suggests, or that were selected.

    Twelve statements, whatever the number of teams.
    """
    values = values_of(convening)
    standing = Selection.objects.standing(convening).first()
    candidates, placed = selecting.candidates_of(convening), selecting.placed_of(convening)
    if standing is not None:
        return _recorded(convening, standing, candidates, placed, values)
    problem, unchecked = selecting.problem_of(convening, candidates, placed), unchecked_of(convening)
    found = suggest(problem)
    suggested = {verdict.team for verdict in found.chosen}
    ticked = suggested if chosen is None else set(chosen)
    why = {verdict.team: verdict.why for verdict in found.chosen + found.waiting}
    wanted = [team for team in candidates if team.pk in ticked]
    return SelectionPage(
        rule=rule_in_words(rule_of(convening), values),
        rows=[
            replace(
                _row(team, why[team.pk], suggested=team.pk in suggested, chosen=team.pk in ticked, values=values),
                unchecked=unchecked[team.agreement_id],
            )
            for team in candidates
        ],
        figures=_figures(candidates, placed, [*placed, *wanted], values),
        room=admission.Places(problem.teams, problem.people),
        teams=len(wanted),
        people=sum(team.people for team in wanted),
        unmet=[_floor(bound, values) for bound in found.unmet],
        standing=None,
    )


def unchecked_of(convening: Convening) -> Counter[int | None]:
    """By agreement, how many holders of offices no organizer has checked yet. One statement."""
    return Counter(checking.unchecked(convening).order_by().values_list("agreement_id", flat=True))


def _recorded(
    convening: Convening,
    standing: Selection,
    candidates: list[Team],
    placed: list[Team],
    values: Mapping[str, Mapping[str, str]],
) -> SelectionPage:
    listed = {row["team"]: row for row in [*standing.chosen, *standing.waiting]}
    chosen = {row["team"] for row in standing.chosen}
    found = Team.objects.filter(convening=convening, pk__in=listed).with_people().select_related("type")
    teams = list(found.prefetch_related("focus").order_by("completion"))
    wanted = [team for team in teams if team.pk in chosen]
    before = [team for team in placed if team.pk not in chosen]
    return SelectionPage(
        rule=rule_in_words(_rule_kept(standing), values),
        rows=[_recorded_row(team, listed[team.pk], team.pk in chosen, values) for team in teams],
        figures=_figures([*candidates, *wanted], before, [*before, *wanted], values),
        room=admission.places_left(convening),
        teams=len(wanted),
        people=sum(team.people for team in wanted),
        unmet=[],
        standing=standing,
    )


def _recorded_row(
    team: Team, row: Mapping[str, Any], chosen: bool, values: Mapping[str, Mapping[str, str]]
) -> Row:
    reasons = tuple(Reason(**reason) for reason in row["why"])
    return _row(team, reasons, suggested=chosen is not row["by_hand"], chosen=chosen, values=values)


def _row(
    team: Team, reasons: tuple[Reason, ...], *, suggested: bool, chosen: bool, values: Mapping[str, Mapping[str, str]]
) -> Row:
    words = "; ".join(reason_in_words(reason, values) for reason in reasons)
    return Row(team, suggested, chosen, words, _traits(team, values), reasons)


def _rule_kept(standing: Selection) -> Any:
    return rule_of(Convening(selection_rule=standing.rule))


def _traits(team: Team, values: Mapping[str, Mapping[str, str]]) -> str:
    kinds = ((name, value) for name, found in traits_of(team).items() if name != "type" for value in found)
    return ", ".join(values.get(name, {}).get(value, value) for name, value in kinds)


def _floor(bound: Bound, values: Mapping[str, Mapping[str, str]]) -> str:
    return values.get(bound.dimension, {}).get(bound.value, bound.value)


def _figures(
    complete: list[Team], placed: list[Team], after: list[Team], values: Mapping[str, Mapping[str, str]]
) -> list[tuple[str | Promise, list[Figure]]]:
    counts = [count_traits(traits_of(team) for team in teams) for teams in (placed, complete, after)]
    found = []
    for dimension, title in DIMENSIONS.items():
        rows = [
            Figure(words, *(count[dimension, value] for count in counts))
            for value, words in values[dimension].items()
            if any(count[dimension, value] for count in counts)
        ]
        if rows:
            found.append((title, rows))
    return found
