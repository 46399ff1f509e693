"""The expo hall: booths in a grid, and a booth for every team that has a place."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehearsal.domain.play import Play


def build_and_assign(play: "Play") -> None:
    """One hall with a booth for each place, numbered from 101; every second one has power."""
