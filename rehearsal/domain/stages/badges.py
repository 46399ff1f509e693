"""The doors of the building, and badges for everybody who has a place; a few are replaced."""

from typing import TYPE_CHECKING

from checkin.domain.badges import issue_badges, render_waiting, replace_badge
from checkin.domain.checkpoints import make_checkpoint
from checkin.models import Badge
from checkin.states import BadgeState, CheckpointKind
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

DOORS = (
    ("North door", CheckpointKind.DOOR),
    ("South door", CheckpointKind.DOOR),
    ("Expo hall", CheckpointKind.EXPO),
)
REPLACED_EVERY = 60  # one badge in so many is lost at home


def issue(play: "Play") -> None:
    """Makes the doors, issues and renders; a worker would render in the background."""
    at = play.at(calendar.BADGES, "10:00")
    for name, kind in DOORS:
        make_checkpoint(convening=play.convening, name=name, kind=kind, by="system", at=at)
    issue_badges(convening=play.convening, by="system", at=at)
    badges = Badge.objects.filter(attendee__convening=play.convening, state=BadgeState.ACTIVE).order_by("pk")
    for badge in list(badges)[::REPLACED_EVERY]:
        replace_badge(badge=badge, by="system", at=play.at(calendar.BADGES + 2, "11:00"))
    while render_waiting(at=at):
        pass
