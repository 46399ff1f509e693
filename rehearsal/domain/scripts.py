"""What will happen to each team of a rehearsal, written before anything happens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any

from registration.domain.us_states import us_state_name
from rehearsal.domain.casting import Cast, Player
from rehearsal.domain.facts import read

DISTRICT_OFFICES = ("union_president", "superintendent", "board_president")
STATE_OFFICES = ("state_chief", "nea_president", "aft_president")


class Ending(Enum):
    """How a team's promise ends; only invented teams end other than complete."""

    COMPLETE = "complete"
    PARTLY = "partly"  # some have promised, one has not answered
    DEFERRED = "deferred"  # the board votes first
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # complete, then one signatory withdraws
    DRAFT = "draft"  # never invited
    HANDED_OVER = "handed_over"  # complete, then an office changes hands
    ON_HOLD = "on_hold"  # complete, then at an impasse at home
    LATE = "late"  # complete after all others


LOCALES = ((25_000, "city"), (10_000, "suburb"), (4_000, "town"), (0, "rural"))  # from so many students on
# Of a hundred invented teams, so many end so. Complete ones beyond the capacity wait.
SHARES = {
    Ending.PARTLY: 7,
    Ending.DEFERRED: 2,
    Ending.DECLINED: 3,
    Ending.WITHDRAWN: 2,
    Ending.DRAFT: 2,
    Ending.HANDED_OVER: 2,
    Ending.ON_HOLD: 2,
}


def endings_for(teams: int) -> dict[Ending, int]:
    """How many of `teams` invented teams end how."""
    endings = {ending: round(share * teams / 100) for ending, share in SHARES.items()}
    return {**endings, Ending.COMPLETE: teams - sum(endings.values())}


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
    locale: str = ""  # registration.states.Locale; "": not stated
    missing: tuple[str, ...] = ()  # offices that the coordinator reports as not existing


def write_scripts(*, rng: Random, cast: Cast, with_sites: bool, endings: Mapping[Ending, int]) -> list[TeamScript]:
    """Scripts of the 18 real sites where wanted, and of invented teams with the wanted endings, in shuffled order."""
    scripts = [_site(rng, cast, site) for site in (read("sites") if with_sites else [])]
    names = _names(rng)
    invented = [ending for ending, count in endings.items() for _ in range(count)]
    for number, ending in enumerate(invented):
        if ending is Ending.COMPLETE and number % 12 == 5:
            scripts.append(_state_team(rng, cast, number // 12))
        else:
            scripts.append(_invented(rng, cast, next(names), ending))
    rng.shuffle(scripts)
    return scripts


def _names(rng: Random) -> Iterator[tuple[str, str]]:
    """Invented towns, each with a state; a town's name comes again only in other states."""
    towns = read("towns")
    pairs = [
        (f"{a} {b}", state) for a in towns["first"] for b in towns["second"] if a != b for state in towns["states"]
    ]
    rng.shuffle(pairs)
    first_of = dict(reversed(pairs))
    yield from first_of.items()
    yield from (pair for pair in pairs if first_of[pair[0]] != pair[1])


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
    enrollment = int(rng.lognormvariate(9.3, 1.0))
    return TeamScript(
        type="district",
        locale=_locale_of(enrollment),
        name=f"{name} School District",
        place=name,
        us_state=state,
        organizations={
            "union_president": f"{name} Education Association",
            "superintendent": f"{name} School District",
            "board_president": f"{name} Board of Education",
        },
        enrollment=enrollment,
        poverty=round(rng.uniform(18, 90), 1) if stated else None,
        diversity=round(black + hispanic + other, 1) if stated else None,
        groups={"Black": black, "Hispanic": hispanic, "Other": other} if stated else {},
        source="Stated by the team",
        year=2025,
        focus=tuple(rng.sample(elements, 2)),
        ending=ending,
        **_people(rng, cast, DISTRICT_OFFICES),
    )


def _locale_of(enrollment: int) -> str:
    """An invented place is what its size suggests."""
    return next(locale for least, locale in LOCALES if enrollment >= least)


def _state_team(rng: Random, cast: Cast, number: int) -> TeamScript:
    """A state team; every second state has no AFT affiliate, which an organizer accepts."""
    states = read("towns")["states"]
    us_state = states[(number * 11 + 3) % len(states)]
    missing = ("aft_president",) if number % 2 == 0 else ()
    people = _people(rng, cast, tuple(o for o in STATE_OFFICES if o not in missing))
    return TeamScript(
        type="state",
        name=f"{us_state_name(us_state)} state team",
        place=us_state_name(us_state),
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
