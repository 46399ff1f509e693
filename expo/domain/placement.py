"""Who stands where: a fair assignment of teams to booths. Pure: plain data in, plain data out.

As many teams as possible are placed, by their needs; where booths are short, the team that was complete earlier comes
first, and a team that stands already is not put out. Among all such answers the one is taken that moves the fewest
standing teams, and then the one that gives away the least that nobody asked for, scarce features weighing most.

Booths with the same features are interchangeable, and so are teams with the same needs. So the search runs over
kinds, not over booths: a shortest path among at most a few dozen kinds of booth for every team that is added.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Features = frozenset[str]


@dataclass(frozen=True)
class BoothSpot:
    number: int
    features: Features = frozenset()


@dataclass(frozen=True)
class TeamWish:
    """A team with its needs. `order` is its place in the order of completion; `at` the booth where it stands."""

    id: int
    order: int
    needs: Features = frozenset()
    at: int | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Problem:
    booths: tuple[BoothSpot, ...]
    teams: tuple[TeamWish, ...]


@dataclass(frozen=True)
class Unplaced:
    """A team without a booth. `fitting` counts the booths that have all it needs; 0: there is none."""

    team: int
    needs: Features
    fitting: int


@dataclass(frozen=True)
class Solution:
    places: Mapping[int, int]  # team: booth number
    unplaced: tuple[Unplaced, ...]  # in order of completion


@dataclass(frozen=True)
class Weights:
    """What an answer costs: a waste per feature, and above all waste a move, and above all moves standing unfit."""

    waste: Mapping[str, int]
    move: int
    unfit: int


@dataclass(frozen=True)
class TeamKind:
    needs: Features
    stands_in: Features | None  # the kind of the booth where it stands


def weights_of(problem: Problem) -> Weights:
    """The scarcer a feature, the dearer its waste."""
    offered = Counter(feature for booth in problem.booths for feature in booth.features)
    waste = {feature: 1 + len(problem.booths) - count for feature, count in offered.items()}
    move = 1 + len(problem.booths) * sum(waste.values())
    return Weights(waste, move, 1 + (move + sum(waste.values())) * (1 + len(problem.teams)))


def cost_of(weights: Weights, needs: Features, features: Features, *, stands: bool, moves: bool) -> int | None:
    """What it costs to have such a team in such a booth; None where it cannot stand there."""
    if not needs <= features:
        return weights.unfit if stands else None
    return sum(weights.waste[feature] for feature in features - needs) + (weights.move if moves else 0)


def in_order(teams: Iterable[TeamWish], features_at: Mapping[int, Features]) -> list[TeamWish]:
    """First come the teams that stand well, then those that stand where something lacks, then the others."""

    def rank(team: TeamWish) -> tuple[int, int, int]:
        if team.at is None:
            return 2, team.order, team.id
        return (0 if team.needs <= features_at[team.at] else 1), team.order, team.id

    return sorted(teams, key=rank)


def assign(problem: Problem) -> Solution:
    """The best placement, always the same for the same problem."""
    features_at = {booth.number: booth.features for booth in problem.booths}
    pinned = {team.id: team.at for team in problem.teams if team.pinned and team.at is not None}
    held = set(pinned.values())
    booths = [booth for booth in problem.booths if booth.number not in held]
    teams = in_order((team for team in problem.teams if team.id not in pinned), features_at)
    flow = _Flow(Counter(booth.features for booth in booths), weights_of(problem))
    placed: list[TeamWish] = []
    left: list[TeamWish] = []
    for team in teams:
        stands_in = features_at[team.at] if team.at is not None else None
        (placed if flow.add(TeamKind(team.needs, stands_in)) else left).append(team)
    places = {**pinned, **_seat(placed, booths, features_at, flow)}
    left.sort(key=lambda team: (team.order, team.id))
    unplaced = tuple(
        Unplaced(team.id, team.needs, sum(team.needs <= booth.features for booth in problem.booths)) for team in left
    )
    return Solution(places, unplaced)


class _Flow:
    """Kinds of teams in kinds of booths, kept at least cost while teams are added one by one."""

    def __init__(self, room: Counter[Features], weights: Weights) -> None:
        self.room = room
        self.kinds = sorted(room, key=sorted)
        self.weights = weights
        self.held: dict[TeamKind, Counter[Features]] = defaultdict(Counter)
        self.taken: Counter[Features] = Counter()
        self.costs: dict[TeamKind, dict[Features, int]] = {}

    def costs_of(self, team: TeamKind) -> dict[Features, int]:
        """What each kind of booth costs where such a team may stand."""
        if team not in self.costs:
            found = {}
            for booth in self.kinds:
                stands = team.stands_in == booth
                moves = team.stands_in is not None and not stands
                cost = cost_of(self.weights, team.needs, booth, stands=stands, moves=moves)
                if cost is not None:
                    found[booth] = cost
            self.costs[team] = found
        return self.costs[team]

    def add(self, team: TeamKind) -> bool:
        """Take in one more team along the cheapest path of moves to a free booth; False where there is none."""
        steps = self._steps()
        best: dict[Features, tuple[int, tuple[tuple[TeamKind, Features, Features], ...]]] = {
            booth: (cost, ()) for booth, cost in self.costs_of(team).items()
        }
        for __ in self.kinds:  # Bellman and Ford: a step may save something
            changed = False
            for source, target, cost, mover in steps:
                if source in best and (target not in best or best[source][0] + cost < best[target][0]):
                    spent, path = best[source]
                    best[target] = (spent + cost, (*path, (mover, source, target)))
                    changed = True
            if not changed:
                break
        free = [booth for booth in self.kinds if booth in best and self._free(booth)]
        if not free:
            return False
        goal = min(free, key=lambda booth: (best[booth][0], len(best[booth][1])))
        path = best[goal][1]
        self.held[team][path[0][1] if path else goal] += 1
        self.taken[goal] += 1
        for mover, source, target in path:
            self.held[mover][source] -= 1
            self.held[mover][target] += 1
        return True

    def _free(self, booth: Features) -> bool:
        return self.room[booth] > self.taken[booth]

    def _steps(self) -> list[tuple[Features, Features, int, TeamKind]]:
        """The cheapest way to move one team from each kind of booth to each other."""
        found: dict[tuple[Features, Features], tuple[int, TeamKind]] = {}
        for team, counts in self.held.items():
            costs = self.costs_of(team)
            for source in (booth for booth, count in counts.items() if count):
                before = costs[source]
                for target, after in costs.items():
                    known = found.get((source, target))
                    if target != source and (known is None or after - before < known[0]):
                        found[source, target] = (after - before, team)
        return [(source, target, cost, team) for (source, target), (cost, team) in found.items()]


def _seat(
    placed: Iterable[TeamWish], booths: Iterable[BoothSpot], features_at: Mapping[int, Features], flow: _Flow
) -> dict[int, int]:
    """From kinds to booths: who stays keeps the booth; the others take the lowest numbers in order of completion."""
    open_numbers: dict[Features, list[int]] = defaultdict(list)
    for booth in sorted(booths, key=lambda booth: booth.number, reverse=True):
        open_numbers[booth.features].append(booth.number)
    counts = {team: Counter(kinds) for team, kinds in flow.held.items()}
    places: dict[int, int] = {}
    moving: list[tuple[TeamWish, TeamKind]] = []
    for team in sorted(placed, key=lambda team: (team.order, team.id)):
        stands_in = features_at[team.at] if team.at is not None else None
        kind = TeamKind(team.needs, stands_in)
        if team.at is not None and stands_in is not None and counts[kind][stands_in] > 0:
            counts[kind][stands_in] -= 1
            places[team.id] = team.at
            open_numbers[stands_in].remove(team.at)
        else:
            moving.append((team, kind))
    for team, kind in moving:
        target = min((booth for booth in counts[kind] if counts[kind][booth] > 0), key=lambda b: open_numbers[b][-1])
        counts[kind][target] -= 1
        places[team.id] = open_numbers[target].pop()
    return places
