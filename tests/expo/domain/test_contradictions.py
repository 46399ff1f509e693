"""The smallest contradiction, held against trying everything."""

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from expo.domain.contradictions import Contradiction, Rule, find_contradiction


def all_can_stand(teams: int, booths: int, rules: tuple[Rule, ...]) -> bool:
    return any(
        all(answer[rule.team] in rule.admits for rule in rules) for answer in permutations(range(booths), teams)
    )


@st.composite
def floors(draw: st.DrawFn) -> tuple[int, int, tuple[Rule, ...]]:
    teams, booths = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    rules = [
        Rule(draw(st.sampled_from(["need", "pin"])), team, draw(st.frozensets(st.integers(0, max(0, booths - 1)))))
        for team in range(teams)
        for _ in range(draw(st.integers(0, 2)))
    ]
    return teams, booths, tuple(rules)


@settings(max_examples=300)
@given(floors())
def test_what_is_named_contradicts_itself_and_no_part_of_it_does(floor: tuple[int, int, tuple[Rule, ...]]) -> None:
    teams, booths, rules = floor
    found = find_contradiction(teams=teams, booths=booths, rules=rules)
    if all_can_stand(teams, booths, rules):
        assert found is None
        return
    assert found is not None
    assert not all_can_stand(teams, booths, found.rules)
    for fewer in combinations(found.rules, max(0, len(found.rules) - 1)):
        assert not found.rules or all_can_stand(teams, booths, fewer)
    assert len(found.booths) < len(found.teams)


def test_two_pins_on_one_booth() -> None:
    rules = (Rule("pin", 0, frozenset({2})), Rule("need", 1, frozenset({1, 2})), Rule("pin", 3, frozenset({2})))
    found = find_contradiction(teams=4, booths=5, rules=rules)
    assert found == Contradiction((rules[0], rules[2]), (0, 3), (2,))


def test_a_pin_to_a_booth_that_lacks_what_the_team_needs() -> None:
    rules = (Rule("need", 0, frozenset({0, 1})), Rule("pin", 0, frozenset({4})))
    assert find_contradiction(teams=1, booths=5, rules=rules) == Contradiction(rules, (0,), ())


def test_more_teams_than_booths_is_a_contradiction_of_no_rules() -> None:
    assert find_contradiction(teams=3, booths=2, rules=()) == Contradiction((), (0, 1, 2), (0, 1))


def test_four_hundred_teams_with_two_hundred_rules_are_looked_through() -> None:
    rules = [Rule("need", team, frozenset(range(150, 400))) for team in range(197)]
    rules += [Rule("pin", team, frozenset({7})) for team in (300, 301)]
    found = find_contradiction(teams=390, booths=400, rules=rules)
    assert found is not None
    assert [rule.team for rule in found.rules] == [300, 301]
