"""When a team's promises are taken: the one rule for the act, the page, the mail and the reminder."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from convenings.states import ConveningState
from journal.refusals import Refusal
from registration.models import Team
from registration.states import PlaceState

ASKED_AGAIN_AT = (PlaceState.HELD, PlaceState.WAITLISTED, PlaceState.NONE)  # none: it waits for the selection


class VoteTooLate(Refusal):
    code = "date_after_convening"
    status = 400
    words = _("The convening is over by then. Please give an earlier day, or decline: that can be opened again.")
    field = "until_on"


def takes_promises(team: Team) -> bool:
    """Whether the convening takes this team's promises now: while it is open; and when it is closed, from a team that
    was complete before, is asked again and has not let its place go.

    By the place as the team sees it: who is selected must not show in who may answer. Deadlines are asked apart.
    """
    if team.convening.state == ConveningState.CLOSED:
        return team.times_completed > 0 and team.shown_place in ASKED_AGAIN_AT
    return team.convening.state == ConveningState.OPEN


def check_vote(team: Team, on: date, *, field: str | None = None) -> None:
    """Refuses to wait for a vote that comes after the convening: date_after_convening, of `field` where it is named."""
    if on > team.convening.local(team.convening.ends_at).date():
        raise VoteTooLate(field=field)
