"""What a signatory fills in. What may be said when is ruled by the domain, not here."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PromiseForm(forms.Form):
    typed_name = forms.CharField(
        label=_("Sign with your full name"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Please type your full name; it is your signature.")},
        help_text=_("With it you say that you hold this office and may promise for it."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say why, in a line.")},
        help_text=_("Only the organizers read this. It goes into no mail and no journal."),
    )


class LaterForm(forms.Form):
    until_on = forms.DateField(
        label=_("On which day does your body vote?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Please give the day."),
            "invalid": _("Please give the day like 2027-03-31."),
        },
        help_text=_("Until then we do not remind you. It is no promise and counts as none."),
    )
