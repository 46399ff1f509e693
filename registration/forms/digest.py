"""How often somebody wants their digest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.states import Rhythm


class DigestForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("A summary by mail"), choices=Rhythm.choices, widget=forms.RadioSelect,
        help_text=_("In the morning, and only when something happened since the last one."),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
