"""A question that organizers ask besides ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.domain.questions import QuestionDraft
from registration.models import CustomQuestion
from registration.states import AskedOf, QuestionKind


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Question"), max_length=300, error_messages={"required": _("Please write the question.")}
    )
    hint = forms.CharField(label=_("Help below it"), max_length=300, required=False)
    asked_of = forms.ChoiceField(label=_("Asked of"), choices=AskedOf.choices, widget=forms.RadioSelect, initial="team")
    kind = forms.ChoiceField(
        label=_("Answered with"), choices=QuestionKind.choices, widget=forms.RadioSelect, initial="text"
    )
    choices = forms.CharField(
        label=_("Answers to choose from"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each on a line; for “one of several” alone."),
    )
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)

    def __init__(self, data: Any = None, *, question: CustomQuestion | None = None) -> None:
        facts = ("text", "hint", "asked_of", "kind", "is_required")
        initial = {name: getattr(question, name) for name in facts} if question else {}
        if question:
            initial["choices"] = "\n".join(question.choices)
        super().__init__(data, initial=initial)
        if question:  # answers of one kind stand already
            self.fields["asked_of"].disabled = self.fields["kind"].disabled = True

    def draft(self) -> QuestionDraft:
        """What the domain takes."""
        data = {**self.cleaned_data, "choices": tuple(self.cleaned_data["choices"].splitlines())}
        return QuestionDraft(**data)
