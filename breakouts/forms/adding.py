"""Forms with which organizers add a session, a room, a time."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from breakouts.domain.slots import days_of
from breakouts.models import TimeSlot
from breakouts.states import SessionKind
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening


class SessionForm(RefusableForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind, initial=SessionKind.BREAKOUT)
    abstract = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )


class RoomForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=100_000)


class SlotForm(RefusableForm):
    label = forms.CharField(label=_("Label"), max_length=100, help_text=_("Such as Breakouts A, or Lunch."))
    on = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    starts = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: object, convening: Convening, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        shown = pgettext("format of a day with its weekday", "l, F j")
        field = self.fields["on"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(on.isoformat(), date_format(on, shown)) for on in days_of(convening)]


class SlotDetailsForm(SlotForm):
    """The same of a time that is there; `seen_from` and `seen_until`: how it was when the page was made."""

    seen_from = forms.DateTimeField(widget=forms.HiddenInput)
    seen_until = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args: object, slot: TimeSlot, convening: Convening, **kwargs: Any) -> None:
        starts, ends = convening.local(slot.starts_at), convening.local(slot.ends_at)
        initial = {
            "label": slot.label, "on": starts.date().isoformat(), "starts": starts.time(), "ends": ends.time(),
            **seen_of(slot),
        }  # fmt: skip
        super().__init__(*args, convening=convening, **{"initial": initial, **kwargs})


def seen_of(slot: TimeSlot) -> dict[str, str]:
    """How a time is, for the hidden fields of its form."""
    return {"seen_from": slot.starts_at.isoformat(), "seen_until": slot.ends_at.isoformat()}
