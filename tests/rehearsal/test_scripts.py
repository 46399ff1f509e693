from collections import Counter
from random import Random

from rehearsal.domain.casting import Cast
from rehearsal.domain.facts import read
from rehearsal.domain.scripts import Ending, TeamScript, endings_for, write_scripts

SOME = {Ending.COMPLETE: 30, Ending.DECLINED: 2, Ending.DRAFT: 1}


def scripts_of(seed: int, *, with_sites: bool = False, endings: dict[Ending, int] | None = None) -> list[TeamScript]:
    rng = Random(seed)
    return write_scripts(rng=rng, cast=Cast(rng), with_sites=with_sites, endings=endings or SOME)


def test_same_seed_writes_the_same_scripts() -> None:
    assert scripts_of(7) == scripts_of(7)


def test_another_seed_writes_others() -> None:
    assert scripts_of(7) != scripts_of(8)


def test_sites_bring_their_printed_figures() -> None:
    scripts = {(script.place, script.us_state): script for script in scripts_of(1, with_sites=True)}
    clark = scripts["Clark County", "NV"]
    assert (clark.enrollment, clark.poverty, clark.diversity) == (311429, 59.6, 70.4)
    assert clark.groups == {"Black": 12.2, "Hispanic": 43.6, "Other": 14.6}
    assert clark.organizations["union_president"] == "Clark County Education Association"


def test_every_site_comes_and_only_invented_teams_end_otherwise() -> None:
    sites = {(site["place"], site["state"]) for site in read("sites")}
    scripts = scripts_of(1, with_sites=True)
    of_sites = [script for script in scripts if (script.place, script.us_state) in sites]
    assert len(of_sites) == 18
    assert {script.ending for script in of_sites} == {Ending.COMPLETE}


def test_invented_endings_are_as_many_as_asked() -> None:
    assert Counter(script.ending for script in scripts_of(3)) == SOME


def test_shares_of_a_hundred() -> None:
    assert endings_for(100) == {
        Ending.PARTLY: 7,
        Ending.DEFERRED: 2,
        Ending.DECLINED: 3,
        Ending.WITHDRAWN: 2,
        Ending.DRAFT: 2,
        Ending.HANDED_OVER: 2,
        Ending.ON_HOLD: 2,
        Ending.COMPLETE: 80,
    }


def test_one_team_is_complete() -> None:
    assert {ending: n for ending, n in endings_for(1).items() if n} == {Ending.COMPLETE: 1}


def test_nobody_shares_an_address() -> None:
    scripts = scripts_of(5, endings={Ending.COMPLETE: 200})
    players = [p for s in scripts for p in (s.coordinator, *s.holders.values(), *(m[0] for m in s.members))]
    assert len({player.email for player in players}) == len(players)


def test_towns_do_not_repeat_within_a_state() -> None:
    scripts = scripts_of(5, endings={Ending.COMPLETE: 900})
    towns = [(script.place, script.us_state) for script in scripts if script.type == "district"]
    assert len(set(towns)) == len(towns)
