from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.models import Session
from breakouts.states import SessionKind
from checkin.models import HoursRule
from convenings.models import Convening
from registration.models import Attendee


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How hours count."""

    kinds = forms.MultipleChoiceField(
        label=_("Sessions that count"), choices=SessionKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = HoursRule
        fields = (
            "kinds", "unit", "credit_per_hour", "step_minutes", "grace_minutes", "least_percent",
            "stays_unless_scanned_out", "needs_feedback", "signed_by",
        )  # fmt: skip
        help_texts = {
            "unit": _("Such as: contact hours, clock hours, CEU."),
            "credit_per_hour": _("1 for hours; 0.1 for units of ten hours."),
            "step_minutes": _("Of all minutes together; what is over is dropped."),
            "grace_minutes": _("Who misses no more than these has the whole session."),
            "least_percent": _("Who was there for less has nothing of it."),
            "signed_by": _("Name and work, as they stand on the sheet."),
        }


class CorrectionForm(forms.Form):
    """Minutes set by hand. Left empty, what was scanned counts again."""

    session = forms.ModelChoiceField(label=_("Session"), queryset=Session.objects.none(), empty_label=None)
    minutes = forms.IntegerField(
        label=_("Minutes that count"), required=False, min_value=0, max_value=24 * 60,
        help_text=_("Leave it empty, and what was scanned counts again."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Stays with the correction, for organizers."))

    def __init__(self, *args: Any, attendee: Attendee, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
        self.attendee = attendee


class WithdrawForm(forms.Form):
    """Why a certificate does not stand any more."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


def rules_form(convening: Convening, rule: HoursRule, data: Any = None) -> RulesForm:
    """The form of a convening's rules, filled in with those that are kept or usual."""
    return RulesForm(data, instance=rule) if rule.pk else RulesForm(data, initial=forms.model_to_dict(rule))
