"""From when and until when attendees may choose, by the day."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.domain.choosing_time import ChoosingTime
from convenings.forms.days import DayField
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening


class ChoosingTimeForm(RefusableForm):
    from_on = DayField(
        label=_("From the morning of"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, people may choose at once."),
    )
    until_on = DayField(
        label=_("Until the end of"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, nobody is asked to choose."),
    )

    def __init__(self, *args: Any, convening: Convening, choosing: ChoosingTime, **kwargs: Any) -> None:
        instants = {"from_on": choosing.from_at, "until_on": choosing.until_at}
        initial = {name: convening.local(at).date() if at else None for name, at in instants.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.convening = convening

    def span(self) -> ChoosingTime:
        """The first and the last minute of these days, in the convening's time zone."""
        data = self.cleaned_data
        return ChoosingTime(self._at(data["from_on"], time()), self._at(data["until_on"], time(23, 59)))

    def _at(self, on: date | None, clock: time) -> datetime | None:
        return datetime.combine(on, clock, tzinfo=self.convening.zone) if on else None
