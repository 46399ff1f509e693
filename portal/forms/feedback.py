"""Feedback on one session: two taps and a sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.domain.feedback import LONGEST, FeedbackDraft
from breakouts.models import Feedback
from breakouts.states import TakesHome, Useful
from convenings.forms.refusable import RefusableForm

MISSING = {"required": _("Choose one, please.")}


class FeedbackForm(RefusableForm):
    useful = forms.ChoiceField(
        label=_("Was it useful?"), choices=Useful, widget=forms.RadioSelect, error_messages=MISSING
    )
    takes_home = forms.ChoiceField(
        label=_("Do you take something home that you will try?"), choices=TakesHome, widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    words = forms.CharField(
        label=_("In a sentence"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nobody sees that it is yours. Please name no students."),
    )

    def __init__(self, *args: Any, given: Feedback | None, **kwargs: Any) -> None:
        initial = {name: getattr(given, name) for name in ("useful", "takes_home", "words")} if given else {}
        super().__init__(*args, **{**kwargs, "initial": initial})

    def draft(self) -> FeedbackDraft:
        return FeedbackDraft(**self.cleaned_data)
