"""The occasion of this room that organizers steer by a reminder rule."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from convenings import reminder_occasions
from convenings.reminder_occasions import Audience, Occasion, RuleDraft
from expo.domain import shift_reminders

SHIFT_SOON = Occasion(
    code="shift_soon",
    mail="shift.soon",
    title=_("a shift at the booth comes"),
    explanation=_(
        "To everybody who has a shift at the team’s booth: when, and where. It counts from each person’s own first "
        "shift: 0 days, at 08:00, is the morning of that day."
    ),
    anchors=("starts_at",),
    audiences={"members": Audience(_("everybody who has a shift"), shift_reminders.standing_members)},
    suggested=RuleDraft(who="members", anchor="starts_at", days=(0,), clock=time(8)),
    own_dates=shift_reminders.first_beginnings,
    own_anchor=_("each person’s first shift begins"),
)


def register_occasions() -> None:
    """Called once, when the house starts."""
    reminder_occasions.register(SHIFT_SOON)
