"""Forms with which organizers add a hall and its booths."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from breakouts.domain.slots import days_of
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from expo.models import Feature

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


class GridForm(RefusableForm):
    rows = forms.IntegerField(label=_("Rows"), min_value=1, max_value=60, initial=4)
    columns = forms.IntegerField(label=_("Booths in a row"), min_value=1, max_value=60, initial=5)
    first_number = forms.IntegerField(label=_("First number"), min_value=1, max_value=99_999, initial=101)
    x = forms.IntegerField(label=_("Feet from the left wall"), min_value=0, max_value=MOST, initial=10)
    y = forms.IntegerField(label=_("Feet from the top wall"), min_value=0, max_value=MOST, initial=10)
    width = forms.IntegerField(label=_("Width of a booth, feet"), min_value=1, max_value=100, initial=10)
    depth = forms.IntegerField(label=_("Depth of a booth, feet"), min_value=1, max_value=100, initial=10)
    aisle = forms.IntegerField(label=_("Width of the aisles, feet"), min_value=0, max_value=100, initial=12)
    features = forms.MultipleChoiceField(
        label=_("All of them offer"),
        required=False,
        choices=[choice for choice in Feature.choices if choice[0] != Feature.CORNER.value],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The ends of a row become corners by themselves."),
    )
    zone = forms.CharField(
        label=_("Zone"), max_length=40, required=False,
        help_text=_("What teams may wish for, such as “By the stage”. Leave it empty where there are no zones."),
    )
