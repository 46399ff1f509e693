"""Organizers choose among the complete teams: what the rule suggests, but for one team by hand; the letters wait."""

from typing import TYPE_CHECKING

from convenings.states import Admission
from registration.domain.selecting import apply_selection, suggestion_for
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play


def select(play: "Play") -> None:
    """Nothing where places go to who is complete first."""
    if play.plan.admission != Admission.SELECTION:
        return
    found = suggestion_for(play.convening)
    chosen = [verdict.team for verdict in found.chosen]
    if chosen and found.waiting:
        chosen[-1] = found.waiting[0].team
    apply_selection(
        convening=play.convening, chosen=chosen, letters_at=play.on(calendar.LETTERS, "09:00"), by="system",
        at=play.at(calendar.LAST_ANSWER, "18:00"),
    )  # fmt: skip
