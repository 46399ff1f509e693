"""The joint ring as data: one segment per required office, or, sealed, a count and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SegmentState = Literal["invited", "signed", "asked_again", "declined", "deferred"]


@dataclass(frozen=True)
class Segment:
    """One required office: its side, how its answer stands, and its name for who may read it."""

    side: str
    state: SegmentState
    label: str = ""


@dataclass(frozen=True)
class Ring:
    """What a joint ring shows. A sealed ring holds no segments, so that no page can leak one."""

    segments: tuple[Segment, ...]
    sealed: bool
    count: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total:
            raise ValueError(f"A ring cannot hold {self.count} of {self.total}.")
        object.__setattr__(self, "segments", () if self.sealed else tuple(self.segments))
        if not self.sealed and len(self.segments) != self.total:
            raise ValueError(f"An open ring needs its {self.total} segments, not {len(self.segments)}.")

    @property
    def closed(self) -> bool:
        """All are in, and whoever looks may see who."""
        return not self.sealed and self.total > 0 and self.count == self.total


def sealed_ring(*, count: int, total: int) -> Ring:
    """The ring as the team and its signatories see it until all are in."""
    return Ring(segments=(), sealed=True, count=count, total=total)


def open_ring(segments: Iterable[Segment]) -> Ring:
    """The ring with its sides: for organizers, and for all once it is closed. Counts what is signed."""
    listed = tuple(segments)
    count = sum(segment.state == "signed" for segment in listed)
    return Ring(segments=listed, sealed=False, count=count, total=len(listed))
