"""Letting an assistant prepare, and what an assistant fills in."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registration.domain.drafts import PersonDraft
from registration.domain.preparing import Prepared
from registration.forms.fields import AddressField


class AssistantForm(forms.Form):
    """Who prepares."""

    name = forms.CharField(
        label=_("Who prepares?"), max_length=200, error_messages={"required": _("Please give a name.")}
    )
    email = AddressField(
        label=_("Their mail address"),
        help_text=_("A private link of their own goes there. It opens no answer."),
        error_messages={"required": _("Please give an address.")},
    )

    @property
    def draft(self) -> PersonDraft:
        """As the domain takes it."""
        language = (get_language() or "en").split("-")[0]
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"], language=language)


class PrepareForm(forms.Form):
    """What may be prepared; what is promised is not here."""

    typed_name = forms.CharField(
        label=_("Full name, as it will be signed"), max_length=400,
        error_messages={"required": _("Please give the name as it stands under a letter.")},
    )
    organization = forms.CharField(
        label=_("Organization"), max_length=200, required=False, help_text=_("As it should stand on the certificate.")
    )
    votes_on = forms.DateField(
        label=_("A body votes first, on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Please give the day like 2027-03-31.")},
        help_text=_("Leave it empty if no vote is needed."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the person you prepare for reads them."),
    )
    email = AddressField(
        label=_("Is the mail address wrong? Then the right one"), required=False,
        help_text=_("The coordinator of your side or an organizer looks at it, and changes it."),
    )

    @property
    def prepared(self) -> Prepared:
        """As the domain takes it."""
        return Prepared(**self.cleaned_data)
