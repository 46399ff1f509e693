from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkin.models import Checkpoint
from checkin.states import CheckpointKind
from convenings.models import Convening


class CheckpointForm(forms.Form):
    """A place where badges are scanned."""

    name = forms.CharField(label=_("Name of the place"), max_length=100, help_text=_("Such as: North door."))
    kind = forms.ChoiceField(label=_("What it is"), choices=CheckpointKind, initial=CheckpointKind.DOOR)


class DeviceForm(forms.Form):
    """A scanner for somebody who stands at a checkpoint."""

    label = forms.CharField(label=_("Who or what"), max_length=100, help_text=_("To find it again: Ben's phone."))
    checkpoint = forms.ModelChoiceField(label=_("Where it scans"), queryset=Checkpoint.objects.none(), empty_label=None)

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checkpoint"].queryset = convening.checkpoints.order_by("name")  # type: ignore[attr-defined]
