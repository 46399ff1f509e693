"""When to try again: later and later, spread a little, for a day."""

import hashlib
from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def pause_after(*, attempts: int, message_id: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time up to an hour, and from half to one and a half of it.

    The spread comes from the ids, so that messages part and a test can foretell it.
    """
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    spread = int.from_bytes(hashlib.sha256(f"{message_id}:{attempts}".encode()).digest()[:4]) / 2**32
    return pause * (0.5 + spread)


def is_over(*, first_tried_at: datetime | None, at: datetime) -> bool:
    """Whether it was tried long enough."""
    return first_tried_at is not None and at - first_tried_at >= GIVE_UP_AFTER
