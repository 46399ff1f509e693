"""Pictures of figures carry their numbers in words too."""

import pytest
from django.template import engines

from accounts.templatetags.pictures import TILES, Frame, Step, round_up, tint


def shown(tag: str, **context: object) -> str:
    return engines["django"].from_string(f"{{% load pictures %}}{{% {tag} %}}").render(context)


def test_a_funnel_is_a_table_with_its_numbers() -> None:
    html = shown('funnel steps caption="Teams"', steps=[Step("Started", 8, "one draft"), Step("Arrived", 0)])
    assert '<td class="num">8</td>' in html
    assert html.count('viewBox="0 0 8 20"') == 2
    assert "one draft" in html


def test_an_empty_funnel_divides_by_nothing() -> None:
    assert 'viewBox="0 0 1 20"' in shown('funnel steps caption="Teams"', steps=[Step("Started", 0)])


def test_the_map_has_every_state_once_and_the_same_list() -> None:
    codes = " ".join(TILES).replace("..", "").split()
    assert len(codes) == len(set(codes)) == 51
    html = shown('tile_map counts label="Map"', counts={"IL": 8, "CO": 1, "CA": 8})
    assert "CA 8, IL 8, CO 1" in html
    assert html.count("<rect") == 51


@pytest.mark.parametrize(("count", "shade"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (99, 4)])
def test_tints_are_those_of_the_legend(count: int, shade: int) -> None:
    assert tint(count) == shade


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 12), (13, 20), (21, 40), (812, 1200)])
def test_a_curve_ends_on_a_round_number(most: float, top: int) -> None:
    assert round_up(most) == top


def test_a_curve_stays_in_its_frame() -> None:
    frame = Frame(first=0, last=10, most=20)
    assert frame.path([(0, 0), (10, 20)]) == "M44.0 260.0L548.0 20.0"


def test_a_curve_without_points_is_empty_but_there() -> None:
    html = shown('curve points label="Nobody is in yet."', points=[])
    assert 'aria-label="Nobody is in yet."' in html
    assert "<circle" not in html
