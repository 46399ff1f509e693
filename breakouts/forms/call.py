"""The call for sessions and its proposals, for organizers."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.models import Call
from convenings.forms.days import DayField
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening


class DayInput(forms.DateInput):
    """A day as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CallForm(RefusableForm):
    from_on = DayField(label=_("From the morning of"), widget=DayInput)
    until_on = DayField(label=_("Until the end of"), widget=DayInput)
    text = forms.CharField(
        label=_("What you look for"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever may propose reads it above the form, and partners in their invitation."),
    )

    def __init__(self, *args: Any, convening: Convening, call: Call | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if call is not None:
            initial = {"text": call.text, "from_on": convening.local(call.opens_at).date()}
            initial["until_on"] = convening.local(call.closes_at).date()
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.convening = convening

    def span(self) -> tuple[datetime, datetime]:
        """The first and the last minute of these days, in the convening's time zone."""
        data = self.cleaned_data
        return self._at(data["from_on"], time()), self._at(data["until_on"], time(23, 59))

    def _at(self, on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, tzinfo=self.convening.zone)


class InviteForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.CharField(label=_("Mail address"), max_length=254)
    organization = forms.CharField(label=_("Organization"), max_length=200, required=False)


class WordsForm(RefusableForm):
    """A comment, a question, or the words of a letter that says no."""

    text = forms.CharField(max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
