"""A form whose domain call may be refused: the words stand at the field, and what was typed is kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from journal.refusals import Refusal

Made = TypeVar("Made")


class RefusableForm(forms.Form):
    refused: Refusal | None = None

    def accept(self, act: Callable[[dict[str, Any]], Made]) -> Made | None:
        """What the one domain call gave; None where the form or the domain refused."""
        if not self.is_valid():
            return None
        try:
            return act(self.cleaned_data)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            self.refused = refusal
            return None

    def retype(self, **values: object) -> None:
        """Replace what was sent in hidden fields, so that sending again is on purpose."""
        self.data = {**self.data.dict(), **{name: str(value) for name, value in values.items()}}  # type: ignore[attr-defined]
