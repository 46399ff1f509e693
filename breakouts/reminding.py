"""The occasions of this room that organizers steer by a reminder rule."""

from django.utils.translation import gettext_lazy as _

from breakouts.domain import call_reminders, choice_reminders
from convenings import reminder_occasions
from convenings.reminder_occasions import Audience, Occasion, RuleDraft

CHOICES_OPEN = Occasion(
    code="choices_open",
    mail="choices.open",
    title=_("breakouts are to be chosen"),
    explanation=_(
        "To everybody who comes and has not yet chosen in every round where breakouts are held beside each other. It "
        "counts from the last day to choose; nothing goes out before choosing begins or after it ends."
    ),
    anchors=("starts_at",),
    audiences={"attendees": Audience(_("everybody who has not chosen"), choice_reminders.undecided)},
    suggested=RuleDraft(who="attendees", anchor="starts_at", days=(5, 2)),
    own_dates=choice_reminders.last_day,
    own_anchor=_("the time to choose ends"),
)


CALL_CLOSES = Occasion(
    code="call_closes",
    mail="call.closing",
    title=_("the call for sessions closes"),
    explanation=_(
        "To everybody who has begun to write a proposal and not proposed it. It counts from the end of the call; "
        "nothing goes out before it begins or after it ends."
    ),
    anchors=("starts_at",),
    audiences={"proposers": Audience(_("who has not finished a proposal"), call_reminders.unfinished)},
    suggested=RuleDraft(who="proposers", anchor="starts_at", days=(7, 2)),
    own_dates=call_reminders.last_day,
    own_anchor=_("the call closes"),
)


def register_occasions() -> None:
    """Called once, when the house starts."""
    reminder_occasions.register(CHOICES_OPEN)
    reminder_occasions.register(CALL_CLOSES)
