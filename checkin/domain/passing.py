"""Who may pass where: the one table of rules, pure, asked by the server and, as the same table, by a device alone.

`static/js/scanner_rules.js` says the same in the same order; `tests/checkin/domain/test_passing.py` puts every case to
both. Instants are milliseconds since 1970, so that both count alike.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from checkin.states import Answer, Direction

NEEDS_NO_SEAT = "staff"  # who helps in a room has none


@dataclass(frozen=True)
class Rule:
    """Who may pass at one checkpoint. Empty kinds or teams let everybody; None opens or never closes.

    `sessions` are those of a room for which one needs a seat, as (id, from, until).
    """

    kinds: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    opens: int | None = None
    closes: int | None = None
    sessions: tuple[tuple[int, int, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For devices."""
        return asdict(self)


@dataclass(frozen=True)
class Bearer:
    """What the rules ask about who shows a badge. `comes`: not cancelled, and not on a team without a place."""

    replaced: bool
    comes: bool
    kind: str
    team: int | None
    seats: tuple[int, ...] = ()


@dataclass(frozen=True)
class Before:
    """What came before at the same gate: whether this person was let in once, and which way they went last.

    `another_day`: they went that way on an earlier day of the convening's zone, and nobody stays overnight.
    """

    welcomed: bool = False
    last: str = ""  # "in", "out" or "": never passed
    another_day: bool = False


def judge(rule: Rule, bearer: Bearer | None, before: Before, *, direction: str, at: int) -> Answer:
    """What the door answers. Whoever shows a living badge may leave."""
    if bearer is None:
        return Answer.UNKNOWN
    if bearer.replaced:
        return Answer.REPLACED
    if direction == Direction.OUT:
        return Answer.ALREADY_OUT if before.last == Direction.OUT else Answer.LEFT
    if not bearer.comes:
        return Answer.NO_PLACE
    return _refusal(rule, bearer, at) or _way_in(before)


def _refusal(rule: Rule, bearer: Bearer, at: int) -> Answer | None:
    if rule.kinds and bearer.kind not in rule.kinds:
        return Answer.NOT_LISTED
    if rule.teams and bearer.team not in rule.teams:
        return Answer.NOT_LISTED
    if (rule.opens is not None and at < rule.opens) or (rule.closes is not None and at >= rule.closes):
        return Answer.NOT_OPEN
    if bearer.kind == NEEDS_NO_SEAT:
        return None
    now_on = [session for session, begins, ends in rule.sessions if begins <= at < ends]
    if now_on and not any(session in bearer.seats for session in now_on):
        return Answer.NO_SEAT
    return None


def _way_in(before: Before) -> Answer:
    if not before.welcomed:
        return Answer.WELCOME
    return Answer.BACK if before.last == Direction.OUT or before.another_day else Answer.ALREADY_IN


def milliseconds(at: datetime) -> int:
    """Since 1970, as devices count."""
    return round(at.timestamp() * 1000)
