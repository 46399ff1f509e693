"""How a floor shall be arranged."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from expo.states import Emphasis, Mode, Reason


class ArrangeForm(RefusableForm):
    mode = forms.ChoiceField(
        label=_("How freely"), widget=forms.RadioSelect,
        choices=[(mode.value, capfirst(mode.label)) for mode in Mode],
    )
    leave_out = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason in Reason:
            self.fields[reason.value] = forms.ChoiceField(
                label=capfirst(reason.label), choices=Emphasis.choices, initial=Emphasis.CLEARLY
            )

    def weights(self) -> dict[str, str]:
        """A word for each reason."""
        return {reason.value: self.cleaned_data[reason.value] for reason in Reason}
