"""What a coordinator fills in on the team's page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.states import Side
from registration.domain.drafts import PersonDraft
from registration.forms.fields import AddressField
from registration.forms.registering import page_language


class MemberForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on the badge."),
        error_messages={"required": gettext_lazy("Please give a name.")},
    )
    email = AddressField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The badge goes there."),
        error_messages={"required": gettext_lazy("Please give an address.")},
    )
    job = forms.CharField(label=gettext_lazy("Work"), max_length=120, required=False)
    side = forms.ChoiceField(label=gettext_lazy("Side"), required=False)

    def __init__(self, *args: Any, only: str = "", **kwargs: Any) -> None:
        """only: the one side that may be chosen; "": any, and none."""
        super().__init__(*args, **kwargs)
        sides = [(side.value, side.label.capitalize()) for side in Side if only in ("", side)]
        self.fields["side"].choices = sides if only else [("", _("No side")), *sides]  # type: ignore[attr-defined]

    def person(self) -> PersonDraft:
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"], language=page_language())


class HolderForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Please give a name.")}
    )
    email = AddressField(
        label=gettext_lazy("Mail address"), error_messages={"required": gettext_lazy("Please give an address.")}
    )
    organization = forms.CharField(label=gettext_lazy("Organization"), max_length=200, required=False)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only the organizers read it. You need not say."),
    )


class SuccessorForm(forms.Form):
    """Who coordinates the team, or a side of it, from now on."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Please give a name.")}
    )
    email = AddressField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The new link goes there."),
        error_messages={"required": gettext_lazy("Please give an address.")},
    )

    def person(self) -> PersonDraft:
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"], language=page_language())
