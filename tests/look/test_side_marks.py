"""The sides' road signs: a letter and a shape each, filled when promised."""

import pytest
from django.template import engines

from agreements.domain.side_mark import SIDE_MARKS
from agreements.states import Side


def shown(arguments: str) -> str:
    return engines["django"].from_string(f"{{% load ring %}}{{% side_mark {arguments} %}}").render({})


def test_every_side_has_a_letter_and_a_shape_of_its_own() -> None:
    assert set(SIDE_MARKS) == set(Side.values)
    assert "".join(SIDE_MARKS[side].letter for side in Side.values) == "UDBSP"
    assert len({mark.outline for mark in SIDE_MARKS.values()}) == len(SIDE_MARKS)


@pytest.mark.parametrize("side", Side.values)
def test_outline_until_promised(side: str) -> None:
    assert f'class="side s-{side} is-open"' in shown(f'"{side}"')
    assert f'class="side s-{side}"' in shown(f'"{side}" filled=True')


def test_beside_words_it_is_silent_and_alone_it_speaks() -> None:
    assert 'aria-hidden="true"' in shown('"board"')
    assert 'role="img" aria-label="board"' in shown('"board" label=True')


def test_the_cover_ring_says_its_sides_and_number() -> None:
    html = (
        engines["django"]
        .from_string('{% load ring %}{% cover_ring "union district board" number=86 line="teams are complete" %}')
        .render({})
    )
    assert 'aria-label="The union promises. The district promises. The board promises. 86 teams are complete ' in html
    assert 'd="M67.26 354.06A207 207 0 0 0 412.74 354.06"' in html  # the lower words run from left to right
