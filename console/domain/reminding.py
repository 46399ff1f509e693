"""Reminding everybody whom the late teams wait for, at one press."""

from datetime import datetime

from console.domain.overview import late_rows
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain import reminders


def remind_late(*, convening: Convening, by: str, at: datetime) -> int:
    """Remind every office that a late team waits for and that may be reminded now; how many were.

    Each reminder is a transaction of its own, so that no lock is held long; pressed twice it reminds nobody twice.
    """
    reminded = 0
    for row in late_rows(convening, at=at):
        for party in row.waits:
            try:
                reminders.remind(party=party, by=by, at=at)
            except Refusal:
                continue
            reminded += 1
    return reminded
