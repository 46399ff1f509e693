"""Rules that contradict each other, in words, and releasing one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from expo.domain.assignment import pin
from expo.domain.contradictions import Rule
from expo.domain.floor_facts import read_floor
from expo.domain.floor_problem import NEED, PIN, Floor, contradiction_of
from expo.domain.needs import set_needs, spoken
from expo.models import Feature, Hall, Placement, Request
from registration.models import Team


@dataclass(frozen=True)
class RuleInWords:
    """One rule. `kind` and `team` name it when it is released."""

    kind: str
    team: int
    words: str
    detail: str
    released: str  # what follows

    @property
    def is_pin(self) -> bool:
        return self.kind == PIN


@dataclass(frozen=True)
class Clash:
    """The smallest set of rules that cannot all hold. `may_leave_out`: whether the others could be arranged."""

    rules: tuple[RuleInWords, ...]
    words: str
    may_leave_out: bool


def clash_of(hall: Hall) -> Clash | None:
    """What contradicts each other on this floor; None where all teams can stand."""
    floor = read_floor(hall).floor
    found = contradiction_of(floor) if floor.booths else None
    if found is None:
        return None
    rules = tuple(_in_words(floor, rule) for rule in found.rules)
    words = _crowd(floor, found.teams, found.booths)
    return Clash(rules, words, contradiction_of(read_floor(hall, leave_out=True).floor) is None)


def _in_words(floor: Floor, rule: Rule) -> RuleInWords:
    team = floor.teams[rule.team]
    at = floor.booths[team.at] if team.at is not None else None
    if rule.kind == PIN and at is not None:
        offers = spoken(at.features)
        detail = _("Booth %(number)s offers %(offers)s.") if offers else _("Booth %(number)s offers nothing special.")
        return RuleInWords(
            PIN, team.id, _("%(team)s is pinned to booth %(number)s") % {"team": team.name, "number": at.number},
            detail % {"number": at.number, "offers": offers},
            _("If you release it, the team may be moved to another booth."),
        )  # fmt: skip
    need = rule.kind.removeprefix(f"{NEED}:")
    count = len(rule.admits)
    detail = _("No booth of this hall offers it.")
    if count:
        numbers = ", ".join(str(floor.booths[place].number) for place in sorted(rule.admits)[:8])
        detail = _("Booths that offer it: %(numbers)s") % {"numbers": numbers + (", …" if count > 8 else ".")}
    return RuleInWords(
        rule.kind, team.id, _("%(team)s needs %(need)s") % {"team": team.name, "need": Feature(need).label}, detail,
        _("If you release it, the team may get a booth without it. Tell the team before."),
    )


def _crowd(floor: Floor, teams: Sequence[int], booths: Sequence[int]) -> str:
    """Which teams have too few booths between them."""
    names = _listed([floor.teams[team].name for team in teams])
    if not booths:
        return _("There is no booth that %(teams)s could take.") % {"teams": names}
    numbers = _listed([str(floor.booths[booth].number) for booth in booths])
    if len(booths) == 1:
        return _("Between them, %(teams)s have only booth %(numbers)s.") % {"teams": names, "numbers": numbers}
    return _("Between them, %(teams)s have only booths %(numbers)s.") % {"teams": names, "numbers": numbers}


def _listed(words: Sequence[str], most: int = 12) -> str:
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


@transaction.atomic
def release_rule(*, hall: Hall, kind: str, team: Team, by: str, at: datetime) -> None:
    """Drop a pin or a need of a team. Again is harmless."""
    if kind == PIN:
        placement = Placement.objects.select_related("booth__hall").filter(team=team, booth__hall=hall).first()
        if placement is not None:
            pin(placement=placement, pinned=False, by=by, at=at)
        return
    needs = Request.objects.filter(team=team).values_list("needs", flat=True).first() or []
    dropped = kind.removeprefix(f"{NEED}:")
    if dropped in needs:
        set_needs(team=team, needs=[need for need in needs if need != dropped], by=by, at=at)
