"""One person in two offices: which other one, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Party


class ShareForm(forms.Form):
    with_party = forms.ChoiceField(
        label=_("The same person as"), widget=forms.RadioSelect, error_messages={"required": _("Please choose.")}
    )
    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: the two affiliates have merged. Organizers alone read it."),
        error_messages={"required": _("Please say why, in a few lines at most.")},
    )

    def __init__(self, *args: Any, others: Sequence[Party], only: Party | None, **kwargs: Any) -> None:
        """only: the one that the coordinator named, so that nothing is asked but why."""
        super().__init__(*args, **kwargs)
        choices = [(str(party.pk), f"{party.signatory}, {party.label}") for party in others]
        if only is not None:
            del self.fields["with_party"]
            return
        self.fields["with_party"].choices = choices  # type: ignore[attr-defined]
