"""Somebody more who comes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.states import Side
from registration.domain.drafts import MemberDraft, PersonDraft
from registration.forms.fields import AddressField
from registration.models import Attendee
from registration.states import AttendeeKind

LANGUAGES = [("en", "English"), ("es", "Español")]


class PersonForm(forms.Form):
    """A person as the badge names them."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it should stand on the badge."),
        error_messages={"required": _("Please give a name.")},
    )
    email = AddressField(
        label=_("Mail address"), help_text=_("The badge goes there."),
        error_messages={"required": _("Please give an address.")},
    )
    job = forms.CharField(label=_("Work"), max_length=120, required=False)
    organization = forms.CharField(label=_("Organization"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES, initial="en")

    def person(self) -> PersonDraft:
        data = self.cleaned_data
        return PersonDraft(data["name"], data["email"], language=data["language"])


class AttendeeForm(PersonForm):
    """Somebody who is on no team."""

    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label.capitalize()) for kind in AttendeeKind if kind != AttendeeKind.MEMBER]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class MemberForm(PersonForm):
    """Somebody more on a team."""

    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [(side.value, side.label.capitalize()) for side in Side]
        self.fields["side"].choices = [("", _("No side")), *sides]  # type: ignore[attr-defined]


class CorrectForm(MemberForm):
    """What stands about somebody who comes. Whoever had no address need not have one now."""

    def __init__(self, *args: Any, attendee: Attendee, **kwargs: Any) -> None:
        told = {"name": attendee.person.name, "email": attendee.person.email}
        told |= {name: getattr(attendee, name) for name in ("job", "organization", "side")}
        super().__init__(*args, initial=told, **kwargs)
        self.fields["email"].required = bool(attendee.person.email)
        del self.fields["language"]
        if attendee.team is None:
            del self.fields["side"]

    def draft(self) -> MemberDraft:
        return MemberDraft(**self.cleaned_data)
