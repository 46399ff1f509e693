"""Whether teams may register now, and if not, why not."""

from datetime import datetime
from enum import StrEnum

from convenings.models import Convening
from convenings.states import ConveningState


class Opening(StrEnum):
    """How the public site stands towards new teams."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVERDUE = "overdue"  # the last promise was due
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


_BY_STATE = {
    ConveningState.DRAFT: Opening.NOT_YET,
    ConveningState.CLOSED: Opening.CLOSED,
    ConveningState.LIVE: Opening.CLOSED,
    ConveningState.CONCLUDED: Opening.CLOSED,
    ConveningState.POSTPONED: Opening.POSTPONED,
    ConveningState.CANCELLED: Opening.CANCELLED,
}


def opening_of(convening: Convening, *, at: datetime) -> Opening:
    """How registration stands at an instant."""
    if convening.state != ConveningState.OPEN:
        return _BY_STATE[ConveningState(convening.state)]
    if at < convening.opens_at:
        return Opening.NOT_YET
    return Opening.OVERDUE if at >= convening.promise_by_at else Opening.OPEN
