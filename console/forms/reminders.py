"""A reminder rule as an organizer says it, and the hours in which none goes out."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.domain.reminder_rules import anchor_in_words, draft_of
from convenings.models import Convening, ReminderRule
from convenings.reminder_occasions import Occasion, RuleDraft

BEFORE, AFTER = "before", "after"


class DaysField(forms.CharField):
    """A list of days, "10, 5, 2"."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[\s,;]+", str(super().clean(value))) if part]
        if not all(part.isdecimal() and len(part) < 5 for part in parts):
            raise forms.ValidationError(_("Write whole numbers of days, parted by commas, such as 10, 5, 2."))
        return tuple(int(part) for part in parts)


class RuleForm(forms.Form):
    """Reads as a sentence: 10, 5, 2 days before the last promise is due, at 09:00. The rules are the domain's."""

    enabled = forms.BooleanField(label=_("This reminder is on"), required=False)
    who = forms.ChoiceField(label=_("To whom"))
    days = DaysField(label=_("Days"), max_length=100, help_text=_("Such as 10, 5, 2. 0 is the day itself."))
    side = forms.ChoiceField(
        label=_("Before or after"), choices=[(BEFORE, _("days before")), (AFTER, _("days after"))]
    )
    anchor = forms.ChoiceField(label=_("The date"))
    clock = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("A time of day such as 09:00.")},
    )
    late = forms.BooleanField(
        label=_("What could not go in time may go after the date"), required=False,
    )

    def __init__(self, data: Any = None, *, rule: ReminderRule, occasion: Occasion) -> None:
        draft = draft_of(rule)
        initial = {name: getattr(draft, name) for name in ("enabled", "who", "days", "anchor", "clock", "late")}
        super().__init__(data, initial={**initial, "side": AFTER if draft.after else BEFORE})
        whom = [(code, audience.title) for code, audience in occasion.audiences.items()]
        self.fields["who"].choices = whom  # type: ignore[attr-defined]
        dates = [(code, anchor_in_words(occasion, code)) for code in occasion.anchors]
        self.fields["anchor"].choices = dates  # type: ignore[attr-defined]

    def draft(self) -> RuleDraft:
        """What was typed. Wants a valid form."""
        kept = {name: self.cleaned_data[name] for name in ("enabled", "who", "days", "anchor", "clock", "late")}
        return RuleDraft(**kept, after=self.cleaned_data["side"] == AFTER)


class QuietForm(forms.ModelForm):  # type: ignore[type-arg]
    """Hours, and how many reminders a person gets."""

    class Meta:
        model = Convening
        fields = ("quiet_from", "quiet_until", "most_reminders_a_week")
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")
        }
        help_texts = {
            "quiet_from": _("What falls into these hours waits until they end."),
            "quiet_until": _("The same time twice: no quiet hours."),
            "most_reminders_a_week": _("Over all occasions. What is over is left out, and the outbox says so."),
        }

    def _post_clean(self) -> None:
        """The row itself is left alone: the domain writes it under its lock."""
