"""A name for the next release, and the answers to what stops it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.domain.releases import LONGEST_NAME, Blocker
from convenings.forms.refusable import RefusableForm


class ReleaseForm(RefusableForm):
    name = forms.CharField(
        label=_("Name of this release"), max_length=LONGEST_NAME, strip=True,
        help_text=_("Organizers know it by this name, such as “For the board” or “With the new rooms”."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    answers = forms.MultipleChoiceField(
        label=_("Release all the same"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, blockers: Sequence[Blocker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(blocker.answer, blocker.answer_words) for blocker in blockers if blocker.answer]
        if choices:
            self.fields["answers"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["answers"]
