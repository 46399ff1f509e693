"""Organizers look office-holders up before they give places: some are found, and one check is taken back."""

from datetime import timedelta
from typing import TYPE_CHECKING

from convenings.domain.convenings import change_convening
from registration.domain.checking import check_holder, held_offices, uncheck_holder
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "user:0"  # nobody by name: whoever sat at the registrar's table
SOURCE = "State directory of districts, read by telephone with their office"
TAKEN_BACK = "Their page names an interim since Monday"
FOUND = 9  # offices of the teams that came first


def want_checks(play: "Play") -> None:
    """The organizers want it from now on; who has a place keeps it."""
    changes = {"holders_checked_first": True}
    at = play.at(calendar.LAST_ANSWER, "17:50")
    play.convening = change_convening(convening=play.convening, changes=changes, by="system", at=at)


def check(play: "Play") -> None:
    """The first teams' leaders are found, where organizers check at all."""
    if not play.plan.checks_holders:
        return
    at = play.at(calendar.LAST_ANSWER + 1, "18:30")
    came = held_offices(play.convening).filter(agreement__team__completion__isnull=False)
    found = list(came.order_by("agreement__team__completion", "position")[:FOUND])
    for party in found:
        check_holder(party=party, source=SOURCE, by=BY, at=at)
    uncheck_holder(party=found[0], reason=TAKEN_BACK, by=BY, at=at + timedelta(minutes=20))
