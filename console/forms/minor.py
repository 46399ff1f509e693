"""Somebody under 18, as an organizer enters them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from registration.forms.fields import AddressField
from registration.models import Team


class MinorForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it should stand on the badge."),
        error_messages={"required": _("Please give a name.")},
    )
    email = AddressField(
        label=_("Mail address"), help_text=_("The guardian’s, if they have none: the badge goes there."),
        error_messages={"required": _("Please give an address.")},
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("On no team, a guest")
    )
    guardian_name = forms.CharField(
        label=_("Guardian"), max_length=200, error_messages={"required": _("Please name the guardian.")}
    )
    guardian_consent_on = forms.DateField(
        label=_("They gave their consent on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please give the day."), "invalid": _("Please give the day like 2027-03-31.")},
    )
    may_photograph = forms.BooleanField(label=_("The guardian allows photographs"), required=False)

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(convening=convening).order_by("folded_name")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
