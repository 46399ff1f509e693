"""A convening's text in its parts, and whether a change of it is editorial or material."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.statements import SidesUnknown
from agreements.models import StatementVersion
from agreements.states import Side

PROMISES = 3  # of a text that is not written yet
AREA = {"rows": 4}


class StatementForm(forms.Form):
    """As many promises as the version in force has."""

    opening = forms.CharField(label=_("Opening"), max_length=20_000, widget=forms.Textarea(attrs=AREA))
    closing = forms.CharField(
        label=_("Closing"), max_length=20_000, widget=forms.Textarea(attrs=AREA),
        help_text=_("That it is a pledge and no contract, and that who signs holds the office."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of change is it?"),
        choices=[
            (
                "editorial",
                _(
                    "Editorial: a few words; what is promised stays the same. Promises carry on, and all who gave one"
                    " are told."
                ),
            ),
            ("material", _("Material: what is promised changes. Who has promised is asked again.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say whether what is promised stays the same, or changes.")},
    )
    sides = forms.MultipleChoiceField(
        label=_("Whose promise does a material change touch?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these sides are asked again. The promises of the others carry on."),
    )
    note = forms.CharField(
        label=_("Why it changes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who are asked again read it above the difference, and those whose promise carries on."),
    )
    based_on = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, current: StatementVersion | None, sides: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        parts = current.promises if current else [{"title": "", "text": ""}] * PROMISES
        for number, part in enumerate(parts, start=1):
            name = {"number": number}
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Promise %(number)d, in a few words") % name, max_length=200, initial=part["title"]
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Promise %(number)d in full") % name, max_length=5000, initial=part["text"],
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.count = len(parts)
        promises = [name for n in range(1, self.count + 1) for name in (f"title_{n}", f"text_{n}")]
        self.order_fields(["opening", *promises, "closing", "kind", "sides", "note", "based_on"])
        if current is None:
            del self.fields["kind"], self.fields["sides"], self.fields["note"]
        else:
            asked = [side for side in Side if side in sides]
            self.fields["sides"].choices = [(side.value, side.label.capitalize()) for side in asked]  # type: ignore[attr-defined]
            self.initial["sides"] = [side.value for side in asked]
            self.initial.update(opening=current.opening, closing=current.closing, based_on=current.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "sides" in self.fields and cleaned.get("kind") == "material" and not cleaned.get("sides"):
            self.add_error("sides", SidesUnknown.words)
        return cleaned

    @property
    def opening_typed(self) -> str:
        return _one_kind_of_line(self.cleaned_data["opening"])

    @property
    def closing_typed(self) -> str:
        return _one_kind_of_line(self.cleaned_data["closing"])

    @property
    def promises_typed(self) -> list[dict[str, str]]:
        data = self.cleaned_data
        numbers = range(1, self.count + 1)
        return [{"title": data[f"title_{n}"], "text": _one_kind_of_line(data[f"text_{n}"])} for n in numbers]

    @property
    def sides_typed(self) -> list[str] | None:
        """Whom a material change touches; None: all sides, or nobody."""
        if not self.is_material:
            return None
        chosen: list[str] = self.cleaned_data["sides"]
        return None if len(chosen) == len(self.initial["sides"]) else chosen

    @property
    def is_material(self) -> bool:
        return bool(self.cleaned_data.get("kind") == "material")


def _one_kind_of_line(text: str) -> str:
    """Browsers end lines with two characters: no word changed by that."""
    return text.replace("\r\n", "\n")
