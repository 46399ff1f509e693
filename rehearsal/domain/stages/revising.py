"""The text changes for one side alone: its leaders are asked again, and one of them has not answered yet."""

from datetime import timedelta
from typing import TYPE_CHECKING

from agreements.models import Party
from agreements.states import Side
from convenings.domain.statements import revise_statement
from convenings.states import Admission
from registration.states import PlaceState
from rehearsal.domain import calendar
from rehearsal.domain.stages.promises import promise

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
WHAT_IT_NEEDS = (
    "At home we will carry the plan out together, keep time free for it, and say openly how it is going. The board will"
    " hear a report on it in public once a year."
)
WHY = (
    "Two boards asked for a report in public each year. Nothing else changes, so only presidents of boards are asked"
    " again."
)


def revise(play: "Play") -> None:
    """In the demonstration that selects, since all its teams are invented. They keep how they stand meanwhile."""
    if not play.plan.is_demo or play.plan.admission != Admission.SELECTION:
        return
    play.convening.refresh_from_db()
    assert play.convening.statement is not None
    text, at = play.convening.statement.current, play.at(calendar.LAST_ANSWER, "18:20")
    assert text is not None  # founding
    *others, last = text.promises
    revise_statement(
        convening=play.convening, based_on=text.pk, opening=text.opening, closing=text.closing, material=True, note=WHY,
        promises=[*others, {**last, "text": WHAT_IT_NEEDS}], sides=[Side.BOARD], by=BY, at=at,
    )  # fmt: skip
    asked = Party.objects.missing().filter(agreement__convening_id=play.convening.pk, side=Side.BOARD)
    again = asked.filter(answer__number__gt=1).select_related("signatory")
    stays_open = again.filter(agreement__team__place=PlaceState.SELECTED).order_by("pk").first()
    answering = [party for party in again.order_by("pk") if party != stays_open]
    for number, party in enumerate(answering, start=1):
        promise(play, party, at=at + timedelta(minutes=3 * number))
