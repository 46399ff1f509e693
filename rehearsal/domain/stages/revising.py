"""The text changes: a slip is mended and promises carry on; or one side alone is asked again, and one of its leaders
has not answered yet.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from agreements.models import Party
from agreements.states import Side
from convenings.domain.statements import revise_statement
from convenings.states import Admission
from registration.states import PlaceState
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until
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
AS_IT_WAS, MENDED = "say openly how it is going", "report openly on how it is going"
WHY_MENDED = "A slip in the third promise: “report openly on” instead of “say openly”. Nothing is promised anew."


def revise(play: "Play") -> None:
    """In the demonstration that selects one side is asked again, since all its teams are invented, and they keep how
    they stand meanwhile. In the one that is open a few words change.
    """
    if not play.plan.is_demo:
        return
    if play.plan.admission == Admission.SELECTION:
        _ask_boards_again(play)
    elif play.plan.until < Until.DOOR:
        _mend_a_slip(play)


def _mend_a_slip(play: "Play") -> None:
    play.convening.refresh_from_db()
    assert play.convening.statement is not None
    text = play.convening.statement.current
    assert text is not None  # founding
    promises = [{**promise, "text": promise["text"].replace(AS_IT_WAS, MENDED)} for promise in text.promises]
    revise_statement(
        convening=play.convening, based_on=text.pk, opening=text.opening, closing=text.closing, material=False,
        note=WHY_MENDED, promises=promises, by=BY, at=play.at(calendar.LAST_ANSWER, "18:20"),
    )  # fmt: skip


def _ask_boards_again(play: "Play") -> None:
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
