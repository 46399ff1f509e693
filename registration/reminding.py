"""The occasions of this room that organizers steer by reminder rules."""

from django.utils.translation import gettext_lazy as _

from convenings import reminder_occasions
from convenings.reminder_occasions import Audience, Occasion, RuleDraft
from convenings.states import ConveningState
from registration.domain import reminder_audiences

COMMITMENT_OPEN = Occasion(
    code="commitment_open",
    mail="commitment.reminder",
    title=_("a promise is open"),
    explanation=_(
        "To leaders who have not answered. Who has declined, or waits for a vote, is left alone; nothing goes out "
        "after the team’s last day."
    ),
    anchors=("promise_by_at", "starts_at"),
    audiences={"leaders": Audience(_("each leader whose answer is missing"), reminder_audiences.open_commitments)},
    suggested=RuleDraft(who="leaders", anchor="promise_by_at", days=(10, 5, 2)),
    by_default=True,
    states=frozenset({ConveningState.OPEN}),
    own_dates=reminder_audiences.own_deadlines,
    noted=reminder_audiences.note_reminded,
)


def register_occasions() -> None:
    """Called once, when the house starts."""
    reminder_occasions.register(COMMITMENT_OPEN)
