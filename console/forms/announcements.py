"""What everybody has to know at once."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.forms.moments import MomentField
from convenings.models import Convening
from registration.domain.announcements import LONGEST, end_of_day


class AnnouncementForm(forms.Form):
    text = forms.CharField(
        label=_("Announcement"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences: what, where, from when. It stands on top of every page."),
        error_messages={"required": _("Please write what everybody has to know.")},
    )
    ends_at = MomentField(
        label=_("It stands until"), help_text=_("You can end it earlier by hand."),
        error_messages={"required": _("Please give a time."), "invalid": _("Please give a day and a time.")},
    )
    with_mail = forms.BooleanField(
        label=_("Also by mail, to everybody who comes"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, convening: Convening, at: datetime, text: str = "") -> None:
        super().__init__(data, initial={"text": text, "ends_at": end_of_day(convening, at)})
        self.fields["ends_at"].zone = convening.zone  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """One line, however it was typed."""
        return " ".join(self.cleaned_data["text"].split())
