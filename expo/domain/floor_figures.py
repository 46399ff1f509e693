"""What an arrangement is worth in figures that people count by, and why each team moves. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from expo.domain.arranging import Problem
from expo.domain.floor_problem import Floor, may_stand, same_focus, same_state

Places = Sequence[int | None]  # the booth of each team
FEWER = frozenset({"apart", "same_state", "moved"})  # of these, fewer is better


@dataclass(frozen=True)
class Line:
    """One figure in three columns. `of`: how many it could be, 0 where nobody counts that; None: not to be counted."""

    key: str
    of: int
    first: int | None
    stands: int
    proposal: int


@dataclass(frozen=True)
class Move:
    """A team that changes its booth; numbers of booths. `why` is a code, `other` the team that it is about."""

    team: int
    stood: int | None
    to: int
    why: str
    other: int | None
    worth: int

    def row(self) -> dict[str, Any]:
        """As a row of a proposal."""
        return {"key": str(self.team), **asdict(self)}


def lines_of(floor: Floor, *, first: Places, stands: Places, proposal: Places) -> list[Line]:
    """The figures; those of which there is nothing to count are left out."""
    most = _most(floor)
    columns = [_counts(floor, places) for places in (first, stands, proposal)]
    lines = [
        Line(key, of, *(column[key] for column in columns)) for key, of in most.items() if of
    ]
    moved = sum(before is not None and before != now for before, now in zip(stands, proposal, strict=True))
    return [*lines, Line("moved", 0, None, 0, moved)]


def _most(floor: Floor) -> dict[str, int]:
    ids = {team.id for team in floor.teams}
    teams = floor.teams
    return {
        "placed": len(teams),
        "needs": sum(bool(team.needs) for team in teams),
        "zones": sum(bool(team.zones) for team in teams),
        "near": sum(len(team.near & ids) for team in teams),
        "apart": sum(len(team.apart & ids) for team in teams),
        "same_focus": sum(bool(team.focus) for team in teams),
        "same_state": sum(any(same_state(one, other) for other in teams if other is not one) for one in teams),
    }


def _counts(floor: Floor, places: Places) -> dict[str, int]:
    beside = _beside(floor, places)
    teams = floor.teams
    stands = [(team, floor.booths[place]) for team, place in zip(teams, places, strict=True) if place is not None]
    met = [(one, teams[other]) for place, one in enumerate(teams) for other in beside[place]]
    return {
        "placed": len(stands),
        "needs": sum(bool(team.needs) and may_stand(team, booth) for team, booth in stands),
        "zones": sum(booth.zone in team.zones for team, booth in stands),
        "near": sum(other.id in one.near for one, other in met),
        "apart": sum(other.id in one.apart for one, other in met),
        "same_focus": len({one.id for one, other in met if same_focus(one, other)}),
        "same_state": sum(same_state(one, other) for one, other in met) // 2,
    }


def _beside(floor: Floor, places: Places) -> dict[int, list[int]]:
    """The teams beside each team."""
    team_at = {place: team for team, place in enumerate(places) if place is not None}
    found: dict[int, list[int]] = defaultdict(list)
    for one, other, _ in floor.edges:
        if one in team_at and other in team_at:
            found[team_at[one]].append(team_at[other])
            found[team_at[other]].append(team_at[one])
    return found


def moves_of(floor: Floor, problem: Problem, proposal: Sequence[int]) -> list[Move]:
    """Who changes booths and why, the most useful first."""
    stands = [team.at for team in floor.teams]
    before, after = _beside(floor, stands), _beside(floor, proposal)
    moves = []
    for place, (was, now) in enumerate(zip(stands, proposal, strict=True)):
        if was != now:
            why, other, worth = _reason(floor, problem, place, now, set(before[place]), set(after[place]))
            stood = None if was is None else floor.booths[was].number
            asked = floor.teams[other].id if other is not None else None
            moves.append(Move(floor.teams[place].id, stood, floor.booths[now].number, why, asked, worth))
    return sorted(moves, key=lambda move: (-move.worth, move.to))


def _reason(
    floor: Floor, problem: Problem, place: int, now: int, before: set[int], after: set[int]
) -> tuple[str, int | None, int]:
    """The weightiest reason of a team's own, the team it is about, and what it is worth."""
    team = floor.teams[place]
    if team.at is not None and not problem.allowed[place][team.at]:
        return "needs", None, 1_000
    wishes = problem.wish_cost[place]
    gains: list[tuple[int, str, int | None]] = []
    if team.zones:
        gains.append(((max(wishes) if team.at is None else wishes[team.at]) - wishes[now], "zone", None))
    for name, pairs in _costs(problem, place).items():
        gains += [(-cost, name, other) for other, cost in pairs.items() if other in after - before and cost < 0]
        gains += [(cost, f"not_{name}", other) for other, cost in pairs.items() if other in before - after and cost > 0]
    worth, why, other = max(gains, key=lambda gain: (gain[0], gain[1]), default=(0, "", None))
    if worth <= 0:
        return ("new" if team.at is None else "room"), None, 0
    return why, other, worth


def _costs(problem: Problem, place: int) -> Mapping[str, dict[int, int]]:
    """What each other team costs this one, by reason."""
    return {
        term.name: {sum(pair) - place: cost for pair, cost in term.pairs.items() if place in pair}
        for term in problem.terms
    }
