from typing import Any

from django import forms

from checkin.models import Checkpoint
from checkin.states import RefusedKind
from convenings.models import Convening


class SeenForm(forms.Form):
    """Which refused scans somebody looked at, as the page shows them."""

    kind = forms.TypedChoiceField(choices=RefusedKind, coerce=RefusedKind)
    checkpoint = forms.ModelChoiceField(queryset=Checkpoint.objects.none())
    scanned_by = forms.CharField(max_length=60)
    until = forms.IntegerField(min_value=1, max_value=2**63 - 1)

    def __init__(self, data: Any, *, convening: Convening) -> None:
        super().__init__(data)
        self.fields["checkpoint"].queryset = Checkpoint.objects.filter(convening=convening)  # type: ignore[attr-defined]
