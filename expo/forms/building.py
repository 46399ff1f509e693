"""The form with which organizers add a hall."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from breakouts.domain.slots import days_of
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening

MOST = 2_000  # feet: no hall is longer


class HallForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    width = forms.IntegerField(label=_("Width, feet"), min_value=1, max_value=MOST)
    depth = forms.IntegerField(label=_("Depth, feet"), min_value=1, max_value=MOST)
    on = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    opens = forms.TimeField(label=_("Expo begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label=_("Expo ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = pgettext("format of a day with its weekday", "l, F j")
        field = self.fields["on"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(on.isoformat(), date_format(on, shown)) for on in days_of(convening)]
