"""Who coordinates a team, or a side of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.domain.drafts import PersonDraft
from registration.forms.fields import AddressField


class SuccessorForm(forms.Form):
    """Who coordinates a team, or a side of it, from now on."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Please give a name.")})
    email = AddressField(
        label=_("Mail address"), help_text=_("The new link goes there."),
        error_messages={"required": _("Please give an address.")},
    )

    def person(self) -> PersonDraft:
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"])
