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

PROFILE_INCOMPLETE = Occasion(
    code="profile_incomplete",
    mail="team.profile_reminder",
    title=_("a team’s profile is incomplete"),
    explanation=_(
        "To coordinators of teams that come and have told no number of students, no source of their figures, or no "
        "focus. The team’s page asks for them."
    ),
    anchors=("promise_by_at", "plan_due_at", "starts_at"),
    audiences={"coordinators": Audience(_("each coordinator"), reminder_audiences.incomplete_profiles)},
    suggested=RuleDraft(who="coordinators", anchor="promise_by_at", days=(14, 4)),
)
PLAN_DUE = Occasion(
    code="plan_due",
    mail="team.plan_reminder",
    title=_("a team’s plan is due"),
    explanation=_(
        "To coordinators of teams that have a place and have not told what they want to work on, or what they hope to"
        " bring home. The team’s page asks for both."
    ),
    anchors=("plan_due_at", "starts_at"),
    audiences={"coordinators": Audience(_("each coordinator"), reminder_audiences.open_plans)},
    suggested=RuleDraft(who="coordinators", anchor="plan_due_at", days=(10, 3)),
)
DETAILS_MISSING = Occasion(
    code="details_missing",
    mail="attendee.details_reminder",
    title=_("somebody’s own details are missing"),
    explanation=_(
        "To those who come and have not said whether they may be listed and photographed. The same page asks for diet "
        "and access."
    ),
    anchors=("starts_at", "promise_by_at"),
    audiences={"attendees": Audience(_("each person who comes"), reminder_audiences.silent_attendees)},
    suggested=RuleDraft(who="attendees", anchor="starts_at", days=(21, 10)),
)
CONVENING_BEGINS = Occasion(
    code="convening_begins",
    mail="convening.begins",
    title=_("the convening begins"),
    explanation=_("To those who come: when and where, and the page with their badge."),
    anchors=("starts_at",),
    audiences={
        "everybody": Audience(_("everybody who comes"), reminder_audiences.everybody),
        "teams": Audience(_("everybody who comes with a team"), reminder_audiences.members_of_teams),
        "others": Audience(_("presenters, staff, partners and guests"), reminder_audiences.not_on_teams),
    },
    suggested=RuleDraft(who="everybody", anchor="starts_at", days=(7, 1)),
)


def register_occasions() -> None:
    """Called once, when the house starts."""
    for occasion in (COMMITMENT_OPEN, PROFILE_INCOMPLETE, PLAN_DUE, DETAILS_MISSING, CONVENING_BEGINS):
        reminder_occasions.register(occasion)
