"""The rota of a team, against every rota there is for small teams."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, groupby, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expo.domain.rota import Crew, Gap, GapReason, Member, PinsContradict, Shifts, plan_crew, plan_crews

WAVES = 4


@st.composite
def crews(draw: st.DrawFn) -> Crew:
    members = tuple(
        Member(n, draw(st.sampled_from(["union", "district", "board", ""])), draw(st.frozensets(st.integers(0, 3))))
        for n in range(draw(st.integers(0, 3)))
    )
    standing: Shifts = ()
    if draw(st.booleans()):
        standing = tuple(tuple(draw(st.booleans()) for _ in range(WAVES)) for _ in members)
    return Crew(members, WAVES, draw(st.integers(0, 3)), draw(st.integers(1, 3)), standing)


def longest_run(row: tuple[bool, ...]) -> int:
    return max((len(list(run)) for at, run in groupby(row) if at), default=0)


def may_be(crew: Crew, shifts: Shifts) -> bool:
    for member, row in zip(crew.members, shifts, strict=True):
        here = [wave for wave in range(crew.waves) if wave not in member.elsewhere]
        if any(row[wave] for wave in member.elsewhere) or longest_run(row) > crew.in_a_row_most:
            return False
        if sum(not row[wave] for wave in here) < min(crew.free_least, len(here)):
            return False
    return all(sum(row[wave] for row in shifts) <= 1 for wave in range(crew.waves))


def worth(crew: Crew, shifts: Shifts) -> tuple[int, int, int, int]:
    """Staffed waves, pairs of sides free together, what stays, the longest time at the booth (less is better)."""
    staffed = sum(any(row[wave] for row in shifts) for wave in range(crew.waves))
    sides = sorted({member.side for member in crew.members if member.side})

    def free(side: str, wave: int) -> bool:
        return any(
            m.side == side and wave not in m.elsewhere and not row[wave]
            for m, row in zip(crew.members, shifts, strict=True)
        )

    together = sum(
        any(free(a, wave) and free(b, wave) for wave in range(crew.waves)) for a, b in combinations(sides, 2)
    )
    rows = zip(shifts, crew.standing, strict=False)
    kept = sum(now == before for row, stood in rows for now, before in zip(row, stood, strict=True))
    return staffed, together, kept, -max((sum(row) for row in shifts), default=0)


def every_rota(crew: Crew) -> Iterator[Shifts]:
    rows = list(product((False, True), repeat=crew.waves))
    return (shifts for shifts in product(rows, repeat=len(crew.members)) if may_be(crew, shifts))


@settings(max_examples=60)
@given(crews())
def test_no_rota_is_better(crew: Crew) -> None:
    rota = plan_crew(crew)
    assert may_be(crew, rota.shifts)
    assert worth(crew, rota.shifts) == max(worth(crew, shifts) for shifts in every_rota(crew))
    assert {gap.wave for gap in rota.gaps} == {
        wave for wave in range(WAVES) if not any(row[wave] for row in rota.shifts)
    }
    assert len(rota.together) == worth(crew, rota.shifts)[1]


def team(*elsewhere: set[int], sides: str = "udb") -> tuple[Member, ...]:
    return tuple(Member(n, sides[n % len(sides)], frozenset(waves)) for n, waves in enumerate(elsewhere))


def test_a_team_of_four_staffs_six_waves_and_everybody_walks_around() -> None:
    rota = plan_crew(Crew(team(set(), set(), set(), set()), waves=6))
    assert rota.gaps == ()
    assert rota.apart == ()
    assert max(sum(row) for row in rota.shifts) == 2


@pytest.mark.parametrize(
    ("crew", "gaps"),
    [
        (Crew(team({1}, {1}), waves=3, free_least=1), (Gap(1, GapReason.NOBODY_HERE),)),
        (Crew(team({0, 1}), waves=3, free_least=1), (Gap(0, GapReason.NOBODY_HERE), Gap(1, GapReason.NOBODY_HERE),
                                                    Gap(2, GapReason.WALKING))),
        (Crew(team(set()), 3, 0, 2, pinned=frozenset({(0, 0), (0, 1)})), (Gap(2, GapReason.TOO_LONG),)),
        (Crew((), waves=2), (Gap(0, GapReason.NOBODY_HERE), Gap(1, GapReason.NOBODY_HERE))),
    ],
)
def test_a_gap_says_why(crew: Crew, gaps: tuple[Gap, ...]) -> None:
    assert plan_crew(crew).gaps == gaps


def changes(before: Shifts, after: Shifts) -> int:
    return sum(a != b for one, other in zip(before, after, strict=True) for a, b in zip(one, other, strict=True))


def test_a_pinned_shift_stays_and_what_stands_is_kept_where_it_can_be() -> None:
    crew = Crew(team(set(), set(), set()), waves=6)
    first = plan_crew(crew).shifts
    again = replace(crew, standing=first)
    assert plan_crew(again).shifts == first
    late = replace(again, members=(replace(crew.members[0], elsewhere=frozenset({0, 1})), *crew.members[1:]))
    gone = sum(first[0][:2])
    assert changes(first, plan_crew(late).shifts) == 2 * gone  # each lost shift is somebody else's now, no other moves
    joined = replace(again, members=(*crew.members, Member(3)), standing=(*first, (False,) * 6))
    assert plan_crew(joined).shifts[:3] == first
    pinned = replace(crew, pinned=frozenset({(2, 0), (2, 1)}))
    assert plan_crew(pinned).shifts[2][:2] == (True, True)


def test_pins_that_break_a_rule_are_refused() -> None:
    with pytest.raises(PinsContradict):
        plan_crew(Crew(team(set(), set()), waves=3, pinned=frozenset({(0, 0), (0, 1), (0, 2)})))
    with pytest.raises(PinsContradict):
        plan_crew(Crew(team({0}), waves=3, free_least=0, pinned=frozenset({(0, 0)})))


def test_sides_that_are_never_here_at_once_are_named() -> None:
    assert plan_crew(Crew(team({0, 1}, {2, 3}, sides="ud"), waves=4, free_least=1)).apart == (("d", "u"),)


def test_equal_teams_are_planned_once_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    crew = Crew(team(set(), set(), {2}), waves=6)
    other = replace(crew, members=tuple(replace(member, id=member.id + 10) for member in crew.members))
    rotas = plan_crews([crew, other], progress=lambda done, of: told.append((done, of)))
    assert rotas[0] is rotas[1]
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("members", [2, 3, 6])
def test_nobody_is_at_the_booth_much_longer_than_others(members: int) -> None:
    rota = plan_crew(Crew(team(*[set() for _ in range(members)], sides="u"), 6, free_least=0, in_a_row_most=6))
    assert {sum(row) for row in rota.shifts} == {6 // members}
