"""A bulk mail: its words, and who of a narrowed list it is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.forms.filters import AttendeeFilter, Filter, TeamFilter
from convenings.models import Convening
from registration.domain.bulk_mail import BulkDraft
from registration.domain.bulk_text import VARIABLES
from registration.models import BulkMail
from registration.states import Audience

TEAMS, ATTENDEES = "teams", "attendees"
OF_TEAMS = (Audience.COORDINATORS, Audience.SIGNATORIES, Audience.MEMBERS)
KNOWN = ", ".join(f"{{{{ {name} }}}}" for name in VARIABLES)


def list_named(of: str, data: Any, *, convening: Convening) -> Filter:
    """The filter of the list of teams, or of attendees."""
    return TeamFilter(data, convening=convening) if of == TEAMS else AttendeeFilter(data)


def list_behind(bulk: BulkMail) -> str:
    """Which list it was narrowed from."""
    return TEAMS if bulk.audience in OF_TEAMS else ATTENDEES


class BulkForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("To"), widget=forms.RadioSelect, error_messages={"required": _("Please choose who gets it.")}
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=150, error_messages={"required": _("Please write a subject.")}
    )
    body = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("These are filled in for each reader: %(names)s.") % {"names": KNOWN},
        error_messages={"required": _("Please write the text.")},
    )
    with_link = forms.BooleanField(label=_("With a button that opens the reader’s own page"), required=False)

    def __init__(self, data: Any = None, *, of: str, bulk: BulkMail | None = None) -> None:
        facts = ("audience", "subject", "body", "with_link")
        super().__init__(data, initial={name: getattr(bulk, name) for name in facts} if bulk else {})
        choices = [(who.value, who.label) for who in (OF_TEAMS if of == TEAMS else (Audience.ATTENDEES,))]
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]
        if of == ATTENDEES:
            self.fields["audience"].initial, self.fields["audience"].widget = choices[0][0], forms.HiddenInput()

    def draft(self, narrowed: dict[str, str]) -> BulkDraft:
        """What the domain takes."""
        return BulkDraft(narrowed=narrowed, **self.cleaned_data)
