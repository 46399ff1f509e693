"""What organizers type about the holder of an office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import StatementVersion
from agreements.states import Channel
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.forms.fields import AddressField


class NewHolderForm(forms.Form):
    """Who holds the office from now on."""

    name = forms.CharField(label=_("Name of the new holder"), max_length=200)
    email = AddressField(label=_("Mail address"))
    organization = forms.CharField(label=_("Organization"), max_length=200, required=False)

    def holder(self, language: str) -> HolderDraft:
        data = self.cleaned_data
        return HolderDraft(data["name"], data["email"], data["organization"], language=language)


class AddressForm(forms.Form):
    """The same holder, spelled or reached otherwise."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = AddressField(label=_("Mail address"))

    @property
    def draft(self) -> PersonDraft:
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"])


class CheckForm(forms.Form):
    """Where the holder was found."""

    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Such as the district’s web page, and the day you looked.")
    )


class UncheckForm(forms.Form):
    """Why a check does not hold."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Organizers read it beside the office until it is checked anew.")
    )


class RecordForm(forms.Form):
    """A promise that came on paper or by phone."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(c.value, c.label.capitalize()) for c in (Channel.PAPER, Channel.PHONE)],
        widget=forms.RadioSelect, error_messages={"required": _("Please choose how the promise came.")},
    )
    typed_name = forms.CharField(
        label=_("Name as signed or said"), max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please type the name as it stands on the sheet, or as it was said.")},
    )
    file = forms.FileField(
        label=_("Scan of the sheet"),
        help_text=_("PDF, PNG or JPEG, up to 10 MB. By phone there is none. Nothing about single students, please."),
        error_messages={"required": _("Please choose the scan of the signed sheet; on paper it is needed.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, text: StatementVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = text.pk if text else None
        for number, promise in enumerate(text.promises if text else [], start=1):
            self.fields[f"promise_{number}"] = forms.BooleanField(label=promise["title"], required=False)
        ticks = [name for name in self.fields if name.startswith("promise_")]
        self.fields["file"].required = self["channel"].value() != Channel.PHONE
        self.order_fields(["channel", *ticks, "typed_name", "file", "version", "seen"])

    @property
    def ticked(self) -> tuple[int, ...]:
        names = [name for name in self.fields if name.startswith("promise_") and self.cleaned_data.get(name)]
        return tuple(int(name.removeprefix("promise_")) for name in names)
