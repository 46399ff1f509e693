"""What will happen to each team of a rehearsal, written before anything happens."""

from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Any

from rehearsal.domain.casting import Cast, Player
from rehearsal.domain.facts import read

DISTRICT_OFFICES = ("union_president", "superintendent", "board_president")
STATE_OFFICES = ("chief", "nea_president", "aft_president")


class Ending(Enum):
    """How a team's promise ends; only invented teams end other than complete."""

    COMPLETE = "complete"
    PARTLY = "partly"  # some have promised, one has not answered
    DEFERRED = "deferred"  # the board votes first
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # complete, then one signatory withdraws
    DRAFT = "draft"  # never invited


# Of a hundred invented teams, so many end so. Complete ones beyond the capacity wait.
ENDINGS = {
    Ending.COMPLETE: 84,
    Ending.PARTLY: 7,
    Ending.DEFERRED: 2,
    Ending.DECLINED: 3,
    Ending.WITHDRAWN: 2,
    Ending.DRAFT: 2,
}


@dataclass(frozen=True)
class TeamScript:
    """One team: its facts, its people and its ending. Percentages are None where not stated."""

    type: str  # "district" or "state"
    name: str
    place: str
    us_state: str
    organizations: dict[str, str]
    enrollment: int | None
    poverty: float | None
    diversity: float | None
    groups: dict[str, float]
    source: str
    year: int | None
    focus: tuple[str, ...]
    coordinator: Player
    coordinator_side: str
    holders: dict[str, Player]
    members: tuple[tuple[Player, str, str], ...]  # player, job, side
    needs: tuple[str, ...]
    ending: Ending
    missing: tuple[str, ...] = field(default=())  # offices that the coordinator reports as not existing


def write_scripts(*, rng: Random, cast: Cast, teams: int, with_sites: bool) -> list[TeamScript]:
    """Scripts of `teams` teams: the 18 real sites first where wanted, then invented ones."""
    sites = read("sites") if with_sites else []
    scripts = [_site(rng, cast, site) for site in sites[:teams]]
    endings = _endings(rng, teams - len(scripts), few=with_sites)
    names = _names(rng)
    for number, ending in enumerate(endings):
        if number % 12 == 5 and ending is Ending.COMPLETE:
            scripts.append(_state_team(rng, cast, number // 12))
        else:
            scripts.append(_invented(rng, cast, next(names), ending))
    rng.shuffle(scripts)
    return scripts


def _endings(rng: Random, count: int, *, few: bool) -> list[Ending]:
    """`count` endings in the shares of ENDINGS; a `few` beside real sites are one of each that is not complete."""
    if few:
        open_ones = [Ending.PARTLY, Ending.PARTLY, Ending.DEFERRED, Ending.DECLINED, Ending.DRAFT, Ending.PARTLY]
        return [open_ones[i % len(open_ones)] for i in range(count)]
    total = sum(ENDINGS.values())
    drawn = [ending for ending, share in ENDINGS.items() for _ in range(share * count // total)]
    drawn += [Ending.COMPLETE] * (count - len(drawn))
    rng.shuffle(drawn)
    return drawn


def _names(rng: Random) -> Any:
    towns = read("towns")
    pairs = [(f"{a} {b}", s) for a in towns["first"] for b in towns["second"] for s in towns["states"] if a != b]
    rng.shuffle(pairs)
    taken: set[str] = set()
    for town, state in pairs:
        if town not in taken or len(taken) >= len(towns["first"]) * len(towns["second"]) - len(towns["second"]):
            taken.add(town)
            yield town, state


def _site(rng: Random, cast: Cast, site: dict[str, Any]) -> TeamScript:
    """A real site with the figures printed for it; the people are invented."""
    place = site["place"]
    return TeamScript(
        type="district",
        name=site["district"] or place,
        place=place,
        us_state=site["state"],
        organizations={
            "union_president": site["union"] or "",
            "superintendent": site["district"] or "",
            "board_president": "",
        },
        enrollment=site["enrollment"],
        poverty=site["poverty"],
        diversity=site["diversity"],
        groups=site["groups"],
        source="NEA Foundation, Institute for Innovation in Teaching and Learning",
        year=site["year"],
        focus=_elements_of(site["focus"]),
        ending=Ending.COMPLETE,
        **_people(rng, cast, DISTRICT_OFFICES),
    )


def _invented(rng: Random, cast: Cast, town: tuple[str, str], ending: Ending) -> TeamScript:
    name, state = town
    elements = read("programme")["elements"]
    stated = rng.random() < 0.8
    black, hispanic, other = (round(rng.uniform(0.5, top), 1) for top in (30, 35, 12))
    return TeamScript(
        type="district",
        name=f"{name} School District",
        place=name,
        us_state=state,
        organizations={
            "union_president": f"{name} Education Association",
            "superintendent": f"{name} School District",
            "board_president": f"{name} Board of Education",
        },
        enrollment=int(rng.lognormvariate(9.3, 1.0)),
        poverty=round(rng.uniform(18, 90), 1) if stated else None,
        diversity=round(black + hispanic + other, 1) if stated else None,
        groups={"Black": black, "Hispanic": hispanic, "Other": other} if stated else {},
        source="Stated by the team",
        year=2025,
        focus=tuple(rng.sample(elements, 2)),
        ending=ending,
        **_people(rng, cast, DISTRICT_OFFICES),
    )


def _state_team(rng: Random, cast: Cast, number: int) -> TeamScript:
    """A state team; every second state has no AFT affiliate, which an organizer accepts."""
    states = read("towns")["states"]
    us_state = states[(number * 11 + 3) % len(states)]
    missing = ("aft_president",) if number % 2 == 0 else ()
    people = _people(rng, cast, tuple(o for o in STATE_OFFICES if o not in missing))
    return TeamScript(
        type="state",
        name=f"State team of {us_state}",
        place=us_state,
        us_state=us_state,
        organizations={},
        enrollment=None,
        poverty=None,
        diversity=None,
        groups={},
        source="",
        year=None,
        focus=tuple(rng.sample(read("programme")["elements"], 2)),
        ending=Ending.COMPLETE,
        missing=missing,
        **_people_as_state(people),
    )


def _people(rng: Random, cast: Cast, offices: tuple[str, ...]) -> dict[str, Any]:
    sides = ("union", "district", "union", "district", "board")
    return {
        "coordinator": cast.player(),
        "coordinator_side": rng.choice(("union", "district")),
        "holders": {office: cast.player() for office in offices},
        "members": tuple((cast.player(), cast.job(), sides[i]) for i in range(rng.choice((1, 2, 2, 2, 3)))),
        "needs": tuple(need for need, share in (("power", 0.35), ("access", 0.08)) if rng.random() < share),
    }


def _people_as_state(people: dict[str, Any]) -> dict[str, Any]:
    people["coordinator_side"] = "state"
    people["members"] = tuple((player, "State education agency", "state") for player, _, _ in people["members"])
    return people


def _elements_of(focus: list[str]) -> tuple[str, ...]:
    mapping = read("programme")["focus_of"]
    return tuple(dict.fromkeys(mapping[word] for word in focus))
