"""Badges for everybody who has a place; a few are replaced."""

from typing import TYPE_CHECKING

from checkin.domain.badges import issue_badges, render_waiting, replace_badge
from checkin.models import Badge
from checkin.states import BadgeState
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

REPLACED_EVERY = 60  # one badge in so many is lost at home


def issue(play: "Play") -> None:
    """Issues and renders; a worker would render in the background."""
    at = play.at(calendar.BADGES, "10:00")
    issue_badges(convening=play.convening, by="system", at=at)
    badges = Badge.objects.filter(attendee__convening=play.convening, state=BadgeState.ACTIVE).order_by("pk")
    for badge in list(badges)[::REPLACED_EVERY]:
        replace_badge(badge=badge, by="system", at=play.at(calendar.BADGES + 2, "11:00"))
    while render_waiting(at=at):
        pass
