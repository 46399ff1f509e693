"""The occasion of this room that organizers steer by a reminder rule."""

from django.utils.translation import gettext_lazy as _

from checkin.domain import certificate_reminders
from checkin.domain.hours_certificates import REMINDER
from convenings import reminder_occasions
from convenings.reminder_occasions import RUNNING, Audience, Occasion, RuleDraft
from convenings.states import ConveningState

CERTIFICATE_READY = Occasion(
    code="certificate_ready",
    mail=REMINDER,
    title=_("a certificate of attendance is ready"),
    explanation=_(
        "To everybody whose certificate was released and who has neither read nor downloaded it. It counts from the "
        "release of each person’s own; who has opened it is left alone, and so is who had it withdrawn."
    ),
    anchors=("ends_at",),
    audiences={"attendees": Audience(_("everybody who has not opened the certificate"), certificate_reminders.unread)},
    suggested=RuleDraft(who="attendees", anchor="ends_at", days=(21, 7), after=True),
    states=RUNNING | {ConveningState.CONCLUDED},
    own_dates=certificate_reminders.releases,
    own_anchor=_("each person’s certificate is released"),
)


def register_occasions() -> None:
    """Called once, when the house starts."""
    reminder_occasions.register(CERTIFICATE_READY)
