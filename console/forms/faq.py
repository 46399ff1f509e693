"""Questions and answers of the public page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening

MORE = 3
MOST = 40


class QuestionsForm(forms.Form):
    """All of them in their order, and rows for a few more. An empty row is left out: so is one deleted."""

    def __init__(self, data: Any = None, *, convening: Convening) -> None:
        kept = convening.questions
        self.rows = min(len(kept) + MORE, MOST)
        initial = {f"{name}_{row}": one[name] for row, one in enumerate(kept) for name in ("question", "answer")}
        super().__init__(data, initial=initial)
        for row in range(self.rows):
            self.fields[f"question_{row}"] = forms.CharField(label=_("Question"), max_length=300, required=False)
            self.fields[f"answer_{row}"] = forms.CharField(
                label=_("Answer"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"question_{row}"], self[f"answer_{row}"]) for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in range(self.rows):
            question, answer = cleaned.get(f"question_{row}"), cleaned.get(f"answer_{row}")
            if bool(question) != bool(answer):
                missing = "answer" if question else "question"
                self.add_error(f"{missing}_{row}", _("A question wants an answer, and an answer its question."))
        return cleaned

    def questions(self) -> list[dict[str, str]]:
        data = self.cleaned_data
        rows = [(data[f"question_{row}"], data[f"answer_{row}"]) for row in range(self.rows)]
        return [{"question": question, "answer": answer} for question, answer in rows if question]
