"""What there is to remind of: higher rooms register each occasion at start-up.

Whom it concerns is asked anew at each look, and once more by the mail's composer when the mail is sent: who has
answered meanwhile gets nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from convenings.states import ConveningState

if TYPE_CHECKING:
    from convenings.models import Convening

Words = str | Promise
RUNNING = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody whom the occasion concerns now. `subject`: the row it is about, unique within the occasion.

    since_at: what was due before it is not theirs any more (asked or reminded since). own_at: a date of their own in
    place of the convening's.
    """

    subject: int
    person_id: int
    name: str
    address: str
    language: str
    refs: Mapping[str, int]
    since_at: datetime | None = None
    own_at: datetime | None = None


Finder = Callable[["Convening", datetime, Collection[int] | None], list[Recipient]]
"""The people now, all of them or those of some subjects; few queries, whatever their number."""


@dataclass(frozen=True)
class Audience:
    title: Words
    find: Finder


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """What an organizer says in a rule."""

    who: str
    anchor: str
    days: tuple[int, ...]
    clock: time = time(9)
    after: bool = False
    late: bool = False
    enabled: bool = True


def _no_dates(convening: "Convening") -> Collection[datetime]:
    return ()


def _nothing(recipients: Sequence[Recipient], convening: "Convening", at: datetime) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """mail: the mail's occasion, whose composer returns None for who needs no reminder any more.

    own_dates: the dates that Recipient.own_at may have, for rules on the first of `anchors`. own_anchor: what happens
    then, where each recipient has such a date and the convening's counts for nobody. noted: told, within the
    transaction, who is reminded. suggested: the rule that organizers find; a new convening has it at once if
    `by_default`.
    """

    code: str
    mail: str
    title: Words
    explanation: Words
    anchors: tuple[str, ...]
    audiences: Mapping[str, Audience]
    suggested: RuleDraft
    by_default: bool = False
    states: frozenset[ConveningState] = RUNNING
    own_dates: Callable[["Convening"], Collection[datetime]] = _no_dates
    own_anchor: Words = ""
    noted: Callable[[Sequence[Recipient], "Convening", datetime], None] = field(default=_nothing)


_occasions: dict[str, Occasion] = {}


def register(occasion: Occasion) -> None:
    """Called from AppConfig.ready. The last registration of a code holds."""
    _occasions[occasion.code] = occasion


def get(code: str) -> Occasion | None:
    """None when this process knows of none (an older release may still be at work)."""
    return _occasions.get(code)


def all_occasions() -> list[Occasion]:
    """In the order in which rooms registered them."""
    return list(_occasions.values())


def mails() -> list[str]:
    """The occasions of mail that count as reminders."""
    return [occasion.mail for occasion in _occasions.values()]
