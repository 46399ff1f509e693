"""Forms about one team: its booth, and what it needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from expo.domain.plan import FloorPlan, Stand
from expo.models import Booth, Feature


def _label(stand: Stand) -> str:
    return f"{stand.number}, {stand.offers}" if stand.features else str(stand.number)


class PlaceForm(RefusableForm):
    """The choice shows free booths; any booth is understood, so that a refusal can say who took it."""

    booth = forms.ModelChoiceField(label=_("Booth"), queryset=Booth.objects.none(), empty_label=None)
    stood_at = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    pin = forms.BooleanField(
        label=_("Pin it there"), required=False, help_text=_("An assignment then leaves the team where it is.")
    )

    def __init__(self, *args: Any, convening: Convening, plan: FloorPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["booth"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Booth.objects.filter(hall__convening=convening).select_related("hall")
        choices = [("", str(_("Choose a free booth"))), *((str(stand.id), _label(stand)) for stand in plan.free)]
        typed = self.data.get("booth") if self.is_bound else None
        asked = next((stand for stand in plan.taken if str(stand.id) == typed), None)
        if asked is not None:
            choices.append((str(asked.id), f"{_label(asked)}, {asked.team}"))
        field.widget.choices = choices  # type: ignore[attr-defined]


class NeedsForm(RefusableForm):
    needs = forms.MultipleChoiceField(
        label=_("The team needs"), required=False, choices=Feature, widget=forms.CheckboxSelectMultiple
    )
