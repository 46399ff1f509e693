"""What is sent on the expo's day: decisions about highlights, and what attendees write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from expo.domain import highlights, notes
from expo.states import HighlightState


class DecideForm(forms.Form):
    to = forms.ChoiceField(choices=HighlightState.choices)
    seen = forms.ChoiceField(choices=HighlightState.choices)
    name = forms.CharField(required=False, strip=False, empty_value=None)  # its author's, as it was read


class HighlightForm(RefusableForm):
    highlight_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("In one sentence"), max_length=highlights.LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("140 characters. An organizer reads it first; your name stands there only if you may be listed."),
    )  # fmt: skip


class VisitForm(RefusableForm):
    """One tap at a booth, with what may come along."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    bookmark = forms.BooleanField(label=_("Bookmark this team"), required=False, initial=True)
    note = forms.CharField(
        label=_("A note, if you like"), required=False, max_length=notes.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Both teams see it, and the organizers."),
    )  # fmt: skip
