from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.forms.moments import MomentField
from convenings.domain.zones import spoken_zone
from convenings.models import Convening


class TeamStepForm(forms.Form):
    """What a step of a team asks for; the fields that it does not ask for are not there."""

    promise_by_at = MomentField(label=_("Deadline"), required=False)
    until_at = MomentField(label=_("Until"))
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only organizers read it."),
    )

    def __init__(self, *args: Any, convening: Convening, asks: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in asks]:
            del self.fields[name]
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone, field.help_text = convening.zone, spoken_zone(convening.time_zone)
