"""The programme narrowed to one element or track; what all do together stays."""

from collections.abc import Iterable

from breakouts.domain.programme import SessionLine
from breakouts.states import SessionKind


def themes_of(lines: Iterable[SessionLine]) -> tuple[list[str], list[str]]:
    """The elements and the tracks by which breakouts can be narrowed, in the order of the alphabet."""
    breakouts = [line for line in lines if line.kind == SessionKind.BREAKOUT]
    elements = {name for line in breakouts for name in line.elements}
    tracks = {line.track for line in breakouts if line.track}
    return sorted(elements), sorted(tracks - elements)


def narrowed(lines: Iterable[SessionLine], about: str) -> list[SessionLine]:
    """The breakouts of this element or track, and whatever is no breakout; all where `about` is empty."""
    return [
        line for line in lines
        if not about or line.kind != SessionKind.BREAKOUT or about == line.track or about in line.elements
    ]  # fmt: skip
