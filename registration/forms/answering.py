"""What a signatory fills in. What may be said when is ruled by the domain, not here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.models import StatementVersion
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.forms.fields import AddressField


class PromiseForm(forms.Form):
    """The promises of a text, to be ticked apart, and the name below them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    typed_name = forms.CharField(
        label=_("Sign with your full name"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Please type your full name; it is your signature.")},
        help_text=_("With it you say that you hold this office and may promise for it."),
    )

    organization = forms.CharField(
        label=_("Your organization, as it stands on the certificate"), max_length=200, required=False
    )
    code = forms.CharField(
        label=_("The six digits that we mailed you"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    also = forms.MultipleChoiceField(
        label=_("You hold another office of this team, too. Promise for it in the same act?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Each office keeps its own promise on record. You can also answer for it apart, by its own link."),
        error_messages={"invalid_choice": _("This office has another holder by now. Please look again.")},
    )

    def __init__(
        self, *args: Any, text: StatementVersion | None, also: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        """also: the other offices that the same person holds, as choices."""
        super().__init__(*args, **kwargs)
        self.offer(also)
        self.initial["version"] = text.pk if text else None
        for number, promise in enumerate(text.promises if text else [], start=1):
            self.fields[f"promise_{number}"] = forms.BooleanField(label=promise["title"], required=False)

    def offer(self, also: Sequence[tuple[str, str]]) -> None:
        """The other offices to choose from."""
        self.fields["also"].choices = list(also)  # type: ignore[attr-defined]

    def untick(self) -> None:
        """Empty boxes: what was ticked belonged to another text, or to an answer of before."""
        kept = {name: value for name, value in self.data.items() if not name.startswith("promise_")}
        self.data = kept  # type: ignore[assignment]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """One box for each promise, in their order."""
        return [bound for bound in self if bound.name.startswith("promise_")]

    @property
    def ticked(self) -> tuple[int, ...]:
        """The numbers of the promises that were ticked."""
        names = [name for name in self.fields if name.startswith("promise_") and self.cleaned_data.get(name)]
        return tuple(int(name.removeprefix("promise_")) for name in names)


class HandOverForm(forms.Form):
    """Who holds the office."""

    name = forms.CharField(
        label=_("Who holds this office?"),
        max_length=200,
        help_text=_("The full name, as it stands under a letter."),
        error_messages={"required": _("Please give a name.")},
    )
    email = AddressField(
        label=_("Their mail address"),
        help_text=_("Their own: the promise is personal. They get a link and, before they promise, a code."),
        error_messages={"required": _("Please give an address.")},
    )
    organization = forms.CharField(label=_("Organization"), max_length=200, required=False)

    @property
    def holder(self) -> HolderDraft:
        """As the domain takes it."""
        data = self.cleaned_data
        return HolderDraft(data["name"], data["email"], data["organization"], language=get_language() or "en")


class CoordinatorForm(forms.Form):
    """Who coordinates for the side of an office."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Please give a name.")}
    )
    email = AddressField(
        label=_("Mail address"), help_text=_("The new link goes there."),
        error_messages={"required": _("Please give an address.")},
    )

    @property
    def draft(self) -> PersonDraft:
        """As the domain takes it."""
        return PersonDraft(self.cleaned_data["name"], self.cleaned_data["email"], language=get_language() or "en")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say why, in a line.")},
        help_text=_(
            "Only the organizers read it here, and it goes into no mail; where you answer for a public body, it may be"
            " a public record."
        ),
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
