"""The joint ring: its geometry, its states, and that a sealed one tells a count and nothing else."""

import math
import re
from itertools import permutations

import pytest
from django.template import engines

from agreements.domain.ring import Ring, Segment, SegmentState, open_ring, sealed_ring
from agreements.domain.ring_drawing import LARGE, SMALL, draw, edges, share

SIDES = ("union", "district", "board")
STATES: tuple[SegmentState, ...] = ("invited", "signed", "asked_again", "declined", "deferred")


def ring_of(*states: SegmentState) -> Ring:
    return open_ring(Segment(side, state, f"office of the {side}") for side, state in zip(SIDES, states, strict=True))


def shown(ring: Ring, arguments: str = "") -> str:
    return engines["django"].from_string(f"{{% load ring %}}{{% joint_ring ring {arguments} %}}").render({"ring": ring})


def test_small_ring_is_drawn_as_the_look_says() -> None:
    first, second, third = draw(ring_of("signed", "invited", "asked_again"), size=16).pieces
    assert first.d == "M12.95 0.54A11.5 11.5 0 0 1 22.4 16.91L17.96 14.34A6.4 6.4 0 0 0 12.95 5.67Z"
    assert (second.d, second.stroke) == ("M20.6 18.06A10.53 10.53 0 0 1 3.4 18.06", "1.95")
    assert third.dashes == "3.51 3.12"


def test_large_ring_is_drawn_as_the_look_says() -> None:
    drawing = draw(ring_of("signed", "invited", "invited"), size=112)
    paths = [piece.d for piece in drawing.pieces if piece.kind == "path"]
    assert paths[:2] == [
        "M62.3 3.05A57 57 0 0 1 110.47 86.48L94 76.97A38 38 0 0 0 62.3 22.07Z",
        "M106.76 90.81A56 56 0 0 1 13.24 90.81L28 82.29A39 39 0 0 0 92 82.29Z",
    ]
    assert [piece.text for piece in drawing.pieces if piece.kind == "text"] == ["U", "D", "B"]


@pytest.mark.parametrize("box", [SMALL, LARGE])
def test_gaps_have_parallel_sides(box: object) -> None:
    start, end = share(0, 3)
    for radius in (box.inner, box.outer):  # type: ignore[attr-defined]
        first, last = edges(start, end, radius, box.half_gap)  # type: ignore[attr-defined]
        assert math.isclose(radius * math.sin(first - start), box.half_gap)  # type: ignore[attr-defined]
        assert math.isclose(radius * math.sin(end - last), box.half_gap)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [16, 24, 32, 112, 240])
def test_a_stroke_is_never_too_thin_to_see(size: int) -> None:
    drawing = draw(ring_of("invited", "invited", "invited"), size=size)
    strokes = [float(piece.stroke) * size / drawing.units for piece in drawing.pieces if piece.stroke]
    assert strokes
    assert min(strokes) >= 1.3 - 0.01


def test_a_closed_ring_has_its_circle_or_its_dot() -> None:
    ring = ring_of("signed", "signed", "signed")
    assert (draw(ring, size=112).seal_width, draw(ring, size=112).core) == ("1.29", False)
    assert (draw(ring, size=16).seal_width, draw(ring, size=16).core) == ("", True)
    assert 'class="core"' in shown(ring)
    assert 'class="seal"' in shown(ring, "size=112")


def test_only_a_closed_ring_is_drawn_closing() -> None:
    assert "just-closed" in shown(ring_of("signed", "signed", "signed"), "just_closed=True")
    assert "just-closed" not in shown(ring_of("signed", "signed", "invited"), "just_closed=True")


@pytest.mark.parametrize("size", [16, 112])
def test_every_state_looks_different(size: int) -> None:
    drawn = {state: shown(ring_of(state, "invited", "invited"), f'size={size} words=""') for state in STATES}
    assert len(set(drawn.values())) == len(STATES)


def test_words_stand_beside_the_ring() -> None:
    html = shown(ring_of("signed", "signed", "invited"))
    assert "<span>2 of 3</span>" in html
    assert 'aria-hidden="true"' in html


def test_alone_the_ring_says_who_to_who_cannot_see_it() -> None:
    html = shown(ring_of("signed", "declined", "invited"), "words=False")
    who = "office of the union: promised. office of the district: declined. office of the board: not yet"
    said = f"1 of 3 are in. {who}"
    assert f'role="img" aria-label="{said}"' in html


@pytest.mark.parametrize("arguments", ["size=16", "size=64", "size=200 words=False"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_sealed_ring_is_the_same_whoever_signed(arguments: str, count: int) -> None:
    drawn = set()
    for order in permutations(["signed"] * count + ["invited"] * (3 - count)):
        segments = tuple(Segment(side, state, side) for side, state in zip(SIDES, order, strict=True))  # type: ignore[arg-type]
        drawn.add(shown(Ring(segments=segments, sealed=True, count=count, total=3), arguments))
    assert len(drawn) == 1
    assert drawn == {shown(sealed_ring(count=count, total=3), arguments)}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_sealed_ring_names_no_side(count: int) -> None:
    html = shown(sealed_ring(count=count, total=3), "size=200 words=False")
    assert not re.search(r"union|district|board|state|partner|>[UDBSP]<", html)
    assert html.count("seg s-ink") == count
    assert not re.search(r"seal\"|core|full", html)


def test_a_sealed_ring_keeps_no_segments() -> None:
    ring = Ring(segments=(Segment("union", "signed", "Ellen"),), sealed=True, count=1, total=3)
    assert ring == sealed_ring(count=1, total=3)
    assert "Ellen" not in repr(ring)


@pytest.mark.parametrize(("count", "total"), [(4, 3), (-1, 3)])
def test_a_count_beyond_the_offices_is_a_bug(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        sealed_ring(count=count, total=total)


def test_an_open_ring_needs_all_its_segments() -> None:
    with pytest.raises(ValueError, match="needs its 3 segments"):
        Ring(segments=(Segment("union", "signed"),), sealed=False, count=1, total=3)
