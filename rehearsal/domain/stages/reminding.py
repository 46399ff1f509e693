"""An organizer steers the reminders: more occasions, and one run that is held until a question is settled."""

from datetime import time, timedelta
from typing import TYPE_CHECKING

from convenings.domain.reminder_calendar import upcoming
from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_runs import hold_run
from convenings.reminder_occasions import RuleDraft
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

RULES = {
    "profile_incomplete": RuleDraft(who="coordinators", anchor="promise_by_at", days=(7, 3)),
    "plan_due": RuleDraft(who="coordinators", anchor="plan_due_at", days=(10, 3)),
    "details_missing": RuleDraft(who="attendees", anchor="promise_by_at", days=(6, 1)),
    "convening_begins": RuleDraft(who="everybody", anchor="starts_at", days=(7, 1)),
    "shift_soon": RuleDraft(who="members", anchor="starts_at", days=(0,), clock=time(8)),
}


def steer(play: "Play") -> None:
    """Fills the calendar of an open demonstration; other plays keep the rules they were founded with."""
    at = play.at(calendar.LAST_ANSWER, "17:30")
    for occasion, draft in RULES.items():
        set_rule(convening=play.convening, occasion=occasion, draft=draft, by="system", at=at)
    held = [run for run in upcoming(play.convening, at=at) if run.occasion.code == "details_missing"]
    for run in held[:1]:
        hold_run(
            convening=play.convening, occasion=run.occasion.code, on=run.due.due_on, by="system",
            at=at + timedelta(minutes=5),
        )  # fmt: skip
