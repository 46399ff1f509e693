"""What a signatory fills in. What may be said when is ruled by the domain, not here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import StatementVersion


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

    def __init__(self, *args: Any, text: StatementVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = text.pk if text else None
        for number, promise in enumerate(text.promises if text else [], start=1):
            self.fields[f"promise_{number}"] = forms.BooleanField(label=promise["title"], required=False)

    def untick(self) -> None:
        """Empty boxes: what was ticked belonged to another text."""
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
