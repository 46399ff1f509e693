"""Kinds of proposals: higher rooms register at start-up what applies one, and what undoes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jobs.models import Proposal

Row = dict[str, Any]


class Apply(Protocol):
    """Changes what the rows say, in the caller's transaction; returns what is needed to undo it, as JSON.

    It looks whether what it changes is as it was at `proposal.base_version`, and refuses otherwise; it is locked.
    """

    def __call__(
        self, proposal: "Proposal", rows: Sequence[Row], *, kept: Sequence[Row], by: str, at: datetime
    ) -> dict[str, Any]: ...


class Undo(Protocol):
    """Puts back what `proposal.done` tells, in the caller's transaction; refuses where something changed since."""

    def __call__(self, proposal: "Proposal", *, by: str, at: datetime) -> None: ...


class Hold(Protocol):
    """Locks what a proposal is for, before the proposal itself is locked."""

    def __call__(self, *, convening_id: int, subject: str) -> None: ...


@dataclass(frozen=True)
class ProposalKind:
    """`version` tells the version of a proposal's subject now, so that a page can say what is outdated."""

    hold: Hold
    apply: Apply
    undo: Undo
    version: Callable[["Proposal"], int | None]


_kinds: dict[str, ProposalKind] = {}


def register(kind: str, what: ProposalKind) -> None:
    """Tell what a kind does; called from AppConfig.ready. The last registration holds."""
    _kinds[kind] = what


def get(kind: str) -> ProposalKind:
    """What the kind does."""
    return _kinds[kind]
