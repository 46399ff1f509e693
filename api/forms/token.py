from django import forms
from django.utils.translation import gettext_lazy as _

from api.scopes import Scope


class TokenForm(forms.Form):
    """What a new token is for, what it may do and how long."""

    label = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("Such as “Registration export”."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    expires_on = forms.DateField(
        label=_("Good until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
