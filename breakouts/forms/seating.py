"""How freely seats are proposed; and where one person shall sit."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.seat_sheet import Filled, FilledRound
from breakouts.states import SeatingMode
from convenings.forms.refusable import RefusableForm

NO_SEAT = 0


class SeatingForm(RefusableForm):
    mode = forms.ChoiceField(
        label=gettext_lazy("How freely"), widget=forms.RadioSelect, initial=SeatingMode.LEAST,
        choices=[(mode.value, capfirst(mode.label)) for mode in SeatingMode],
    )


class SeatForm(RefusableForm):
    """One round of one person: a session with room, and whether the seat is pinned."""

    session = forms.TypedChoiceField(label=gettext_lazy("Session"), coerce=int)
    pinned = forms.BooleanField(
        label=gettext_lazy("Pinned: no proposal moves it"), required=False, initial=False
    )

    def __init__(self, *args: Any, round_: FilledRound, **kwargs: Any) -> None:
        seat = round_.seat
        pinned = bool(seat and seat.mine and seat.mine.is_pinned)
        initial = {"session": seat.session.pk if seat else NO_SEAT, "pinned": pinned}
        kwargs.setdefault("prefix", f"r{round_.slot.pk}")
        super().__init__(*args, **{**kwargs, "initial": initial})
        field = self.fields["session"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(NO_SEAT, _("No seat"))] + [
            (one.session.pk, _said(one)) for one in round_.sessions
        ]


def _said(one: Filled) -> str:
    """A session with how much room it has; and that its room may have steps, for who states a need of access."""
    facts = {"session": one.session.title, "free": one.free}
    if one.steps:
        return _("%(session)s (%(free)s free; not marked as having no steps)") % facts
    return _("%(session)s (%(free)s free)") % facts
