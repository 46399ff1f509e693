"""What an attendee fills in on the own page. The rules are the domain's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.domain.details import CONSENTS, LONGEST, Details
from registration.forms.questions import add_questions
from registration.models import Attendee, AttendeeDetails, CustomAnswer, CustomQuestion

ANSWERS = [("yes", _("Yes")), ("no", _("No"))]
SAID = {"yes": True, "no": False}


class DetailsForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("As you want it on the badge."),
        error_messages={"required": _("Please give a name.")}, widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    pronunciation = forms.CharField(
        label=_("How it is said"), required=False, max_length=LONGEST["pronunciation"],
        help_text=_("For whoever introduces or greets you, such as “shih-VAWN”. It may stand on the badge."),
    )
    access_needs = forms.CharField(
        label=_("What you need to take part"), required=False, max_length=LONGEST["access_needs"],
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("A step-free way, an interpreter, a seat in front."),
    )
    diet = forms.CharField(
        label=_("What you eat, or do not"), required=False, max_length=LONGEST["diet"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mobile = forms.CharField(
        label=_("Mobile number"), required=False, max_length=LONGEST["mobile"],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("For organizers, on the days of the convening."),
    )
    educator_id = forms.CharField(
        label=_("Educator id"), required=False, max_length=LONGEST["educator_id"],
        help_text=_("Your state’s number, under which your hours are certified."),
    )
    may_list = forms.ChoiceField(
        label=_("May your name stand in lists of who comes?"), choices=ANSWERS, widget=forms.RadioSelect, required=False
    )
    may_photograph = forms.ChoiceField(
        label=_("May you be photographed?"), choices=ANSWERS, widget=forms.RadioSelect, required=False,
        help_text=_("If not, your badge says “No photo”."),
    )
    may_show_access = forms.ChoiceField(
        label=_("May your badge bear the access sign?"), choices=ANSWERS, widget=forms.RadioSelect, required=False,
        help_text=_("Helpers at the doors then see it without asking. Nothing else of your needs is printed."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        attendee: Attendee,
        details: AttendeeDetails,
        questions: Sequence[CustomQuestion] = (),
        answers: Mapping[int, CustomAnswer] | None = None,
    ) -> None:
        said = {name: {True: "yes", False: "no", None: ""}[getattr(details, name)] for name in CONSENTS}
        told = {name: getattr(details, name) for name in LONGEST}
        super().__init__(data, files, initial={"name": attendee.person.name, **told, **said})
        if not attendee.convening.certifies_hours:
            del self.fields["educator_id"]
        if details.is_minor:
            del self.fields["may_list"]
        self.questions = questions
        add_questions(self, questions, answers)

    def details(self) -> Details:
        """What the domain takes."""
        data = self.cleaned_data
        told: dict[str, Any] = {name: data.get(name, "") for name in LONGEST}
        consents: dict[str, Any] = {name: SAID.get(data.get(name, "")) for name in CONSENTS}
        return Details(name=data["name"], **consents, **told)
