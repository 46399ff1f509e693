"""A floor with its teams and their requests, as plain facts; and as the problem that the search is given. Pure.

What words weigh is here: "a little", "clearly", "above all".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from expo.domain.arranging import Pair, Problem, Term
from expo.domain.contradictions import Contradiction, Rule, find_contradiction
from expo.domain.neighbours import Edge

WEIGHTS = {"none": 0, "little": 1, "clearly": 4, "above_all": 20}
STAYING = 1  # what a move costs where the floor is arranged anew: nobody moves for nothing
NEED, PIN = "need", "pin"
Alike = Callable[["TeamFacts", "TeamFacts"], bool]


@dataclass(frozen=True)
class TeamFacts:
    """A team that shall stand on the floor; `at` the booth where it does, as a place in the floor's booths."""

    id: int
    name: str
    us_state: str = ""
    focus: frozenset[int] = frozenset()
    needs: frozenset[str] = frozenset()
    zones: tuple[str, ...] = ()
    near: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    at: int | None = None
    is_pinned: bool = False


@dataclass(frozen=True)
class BoothFacts:
    number: int
    features: frozenset[str] = frozenset()
    zone: str = ""


@dataclass(frozen=True)
class Floor:
    """`teams` in the order in which they became complete; `version` the hall's when this was read."""

    teams: tuple[TeamFacts, ...]
    booths: tuple[BoothFacts, ...]
    edges: tuple[Edge, ...]
    version: int = 0


def problem_of(floor: Floor, *, weights: Mapping[str, str], moves_least: bool) -> Problem:
    """The problem. weights: a word for each reason; moves_least: whoever stands moves only where a rule demands it."""
    weighs = {reason: WEIGHTS[word] for reason, word in weights.items()}
    wish_cost = tuple(
        tuple(weighs["zones"] * _rank(team, booth) for booth in floor.booths) for team in floor.teams
    )
    terms = (
        Term("same_state", _pairs(floor, weighs["same_state"], same_state)),
        Term("same_focus", _pairs(floor, -weighs["same_focus"], same_focus)),
        Term("requests", _asked(floor, weighs["requests"])),
    )
    return Problem(
        booths=len(floor.booths),
        edges=floor.edges,
        wish_cost=wish_cost,
        allowed=tuple(tuple(may_stand(team, booth) for booth in floor.booths) for team in floor.teams),
        terms=terms,
        pinned={place: team.at for place, team in enumerate(floor.teams) if team.is_pinned and team.at is not None},
        standing=tuple(team.at for team in floor.teams),
        move_cost=_more_than_all(floor, wish_cost, terms) if moves_least else STAYING,
    )


def may_stand(team: TeamFacts, booth: BoothFacts) -> bool:
    """Whether the booth has what the team needs."""
    return team.needs <= booth.features


def same_state(one: TeamFacts, other: TeamFacts) -> bool:
    """Whether two teams come from the same state."""
    return bool(one.us_state) and one.us_state == other.us_state


def same_focus(one: TeamFacts, other: TeamFacts) -> bool:
    """Whether two teams have an element of their focus in common."""
    return bool(one.focus & other.focus)


def rules_of(floor: Floor) -> list[Rule]:
    """What nobody may break: each need of a team, and each pin."""
    rules = []
    for place, team in enumerate(floor.teams):
        for need in sorted(team.needs):
            offers = frozenset(number for number, booth in enumerate(floor.booths) if need in booth.features)
            rules.append(Rule(f"{NEED}:{need}", place, offers))
        if team.is_pinned and team.at is not None:
            rules.append(Rule(PIN, place, frozenset({team.at})))
    return rules


def contradiction_of(floor: Floor) -> Contradiction | None:
    """The smallest set of rules that keeps the teams from standing all at once."""
    return find_contradiction(teams=len(floor.teams), booths=len(floor.booths), rules=rules_of(floor))


def _rank(team: TeamFacts, booth: BoothFacts) -> int:
    """0 in the zone that is wished most, more the less it is wished."""
    return team.zones.index(booth.zone) if booth.zone in team.zones else len(team.zones)


def _pairs(floor: Floor, cost: int, are_alike: Alike) -> dict[Pair, int]:
    if not cost:
        return {}
    numbered = combinations(enumerate(floor.teams), 2)
    return {(one, other): cost for (one, here), (other, there) in numbered if are_alike(here, there)}


def _asked(floor: Floor, weight: int) -> dict[Pair, int]:
    """What teams asked about each other; the one who asks is not told from the other."""
    places = {team.id: place for place, team in enumerate(floor.teams)}
    found: dict[Pair, int] = {}
    for place, team in enumerate(floor.teams):
        for others, cost in ((team.near, -weight), (team.apart, weight)):
            for other in sorted(others & places.keys()):
                pair = min(place, places[other]), max(place, places[other])
                found[pair] = found.get(pair, 0) + cost
    return {pair: cost for pair, cost in found.items() if cost}


def _more_than_all(floor: Floor, wish_cost: tuple[tuple[int, ...], ...], terms: tuple[Term, ...]) -> int:
    """More than all that could be won by moving."""
    wishes = sum(max(row, default=0) for row in wish_cost)
    dearest = sum(max((abs(cost) for cost in term.pairs.values()), default=0) for term in terms)
    return 1 + wishes + 2 * dearest * sum(weight for *_, weight in floor.edges)
