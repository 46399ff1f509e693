"""The last day for promises: reminders go before it, and who has not answered lapses after it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from convenings.domain.convenings import close_
from convenings.domain.reminder_sweep import owe_due
from convenings.models import ReminderRule
from registration.domain.admission import lapse_overdue
from registration.domain.holds import end_holds
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play


def pass_deadline(play: "Play") -> None:
    """Runs the sweeps as the clock would, an hour apart on the days that matter; twice each, which changes nothing."""
    for days in ReminderRule.objects.get(convening=play.convening, occasion="commitment_open").days:
        morning = play.at(calendar.PROMISE_BY - days, "09:00")
        for hour in range(3):
            owe_due(at=morning + timedelta(hours=hour))
            play.send_mail(at=morning + timedelta(hours=hour, minutes=1))
    end_holds(at=play.at(calendar.PROMISE_BY - 2, "17:01"))
    for hour in range(2):
        lapse_overdue(at=play.at(calendar.LAPSE, "00:00") + timedelta(hours=hour))
    play.convening = close_(convening=play.convening, by="system", at=play.at(calendar.LAPSE, "09:00"))
