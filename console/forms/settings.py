"""The facts of a convening that its owners may change."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening

LOCAL = "%Y-%m-%dT%H:%M"
INSTANTS = ("starts_at", "ends_at", "opens_at", "promise_by_at", "plan_due_at", "badges_from_at")


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Times are typed and shown in the convening's own zone; the rules are the domain's."""

    asks_again = forms.ChoiceField(
        label=_("If you move the day or the venue"), required=False,
        choices=[
            ("yes", _("Ask everybody again who has promised: it is a material change")),
            ("no", _("Ask nobody again: what was promised stays the same")),
        ],
        help_text=_("Complete teams keep their places while they are asked again."),
    )

    class Meta:
        model = Convening
        fields = (
            "name", "tagline", "about", "contact_email", *INSTANTS, "capacity_teams", "capacity_people",
            "members_least", "members_most", "places_included", "member_per_side", "certifies_hours", "grace_days",
            "keeps_after_grace", "code_before_promise", "public_records_duty",
        )
        widgets = {
            **{name: forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}) for name in INSTANTS},
            "about": forms.Textarea(attrs={"rows": 4}),
            "public_records_duty": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with timezone.override(self.instance.zone):
            for name in INSTANTS:
                if at := getattr(self.instance, name):
                    self.initial[name] = timezone.localtime(at).replace(tzinfo=None)

    def _post_clean(self) -> None:
        """The row itself is left alone: what may follow what, the domain checks under its lock."""

    def full_clean(self) -> None:
        with timezone.override(self.instance.zone):
            super().full_clean()


class ReasonForm(forms.Form):
    """Why, where everybody will read it."""

    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the public page and in the mail."),
        error_messages={"required": _("Please say why, in a line that everybody may read.")},
    )
