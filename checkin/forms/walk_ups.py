from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.domain.drafts import PersonDraft


class WalkUpForm(forms.Form):
    """Somebody who was not expected."""

    name = forms.CharField(label=_("Name, as it should stand on the badge"), max_length=200)
    email = forms.CharField(label=_("Mail address"), max_length=254)
    job = forms.CharField(label=_("Work"), max_length=120, required=False)

    def draft(self) -> PersonDraft:
        """The person, before anything is written."""
        return PersonDraft(name=self.cleaned_data["name"], email=self.cleaned_data["email"])


class GuestForm(WalkUpForm):
    """A guest."""

    email = forms.CharField(
        label=_("Mail address"), max_length=254, required=False,
        help_text=_("Without one they get no mail: print their badge here."),
    )
    organization = forms.CharField(label=_("Organization"), max_length=200, required=False)


class SubstituteForm(WalkUpForm):
    """Who comes instead of a member who stayed home."""

    absent = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**53)

    def __init__(self, data: Any = None, *, absent: int | None = None) -> None:
        super().__init__(data, initial={"absent": absent}, auto_id=f"instead{absent or ''}_%s")
