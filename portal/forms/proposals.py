"""A session as a team, or somebody who was invited, proposes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.states import Side
from breakouts.domain.submissions import MOST_SPEAKERS, SubmissionDraft, draft_of
from breakouts.models import Call, Submission
from breakouts.states import Feature
from convenings.forms.refusable import RefusableForm
from registration.models import Team

LENGTHS = (30, 45, 60, 75, 90, 120)
OTHERS_OF_TEAM = 2  # people besides its members


class ProposalForm(RefusableForm):
    """Nothing is required here: a draft is saved as it is, and what is missing is said when it is proposed."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    abstract = forms.CharField(
        label=_("What it is about"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("As people should read it when they choose: what you did, what it cost, what they take home."),
    )
    elements = forms.TypedMultipleChoiceField(
        label=_("Themes"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.MultipleChoiceField(
        label=_("For whom it is above all"), required=False, choices=Side, widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark none if it is for everybody."),
    )
    minutes = forms.TypedChoiceField(label=_("How long"), required=False, coerce=int, empty_value=None)
    features = forms.MultipleChoiceField(
        label=_("What the room has to have"), required=False, choices=Feature, widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark only what you cannot do without."),
    )
    needs = forms.CharField(label=_("What else you need"), max_length=500, required=False)

    def __init__(
        self, *args: Any, call: Call, team: Team | None, submission: Submission | None, **kwargs: Any
    ) -> None:
        draft = draft_of(submission) if submission is not None else SubmissionDraft()
        super().__init__(*args, **{**kwargs, "initial": _initial(draft)})
        self.others = OTHERS_OF_TEAM if team is not None else MOST_SPEAKERS
        elements = [(element.pk, element.name) for element in call.convening.elements.all()]
        _choices(self.fields["elements"], elements)
        if not elements:
            del self.fields["elements"]
        lengths = [(n, ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}) for n in LENGTHS]
        _choices(self.fields["minutes"], [("", _("As it fits")), *lengths])
        if team is not None:
            members = team.members.coming().select_related("person").order_by("person__name", "pk")
            self.fields["members"] = forms.TypedMultipleChoiceField(
                label=_("Who presents it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(member.pk, member.person.name) for member in members],
            )
        for number in range(1, self.others + 1):
            self.fields[f"name_{number}"] = forms.CharField(label=_("Name"), max_length=200, required=False)
            self.fields[f"email_{number}"] = forms.CharField(label=_("Mail address"), max_length=254, required=False)

    def other_rows(self) -> list[tuple[Any, Any]]:
        """The rows of people by name and address."""
        return [(self[f"name_{number}"], self[f"email_{number}"]) for number in range(1, self.others + 1)]

    def draft(self) -> SubmissionDraft:
        """What the domain takes; rows that are empty stand for nobody."""
        data = self.cleaned_data
        rows = [(data[f"name_{number}"], data[f"email_{number}"]) for number in range(1, self.others + 1)]
        return SubmissionDraft(
            data["title"].strip(), data["abstract"].strip(), frozenset(data.get("elements", ())), data["minutes"],
            frozenset(data["features"]), data["needs"].strip(), frozenset(data["audience"]),
            frozenset(data.get("members", ())), tuple((name, email) for name, email in rows if name or email),
        )  # fmt: skip


class AnswerForm(RefusableForm):
    text = forms.CharField(label=_("Your answer"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))


def _initial(draft: SubmissionDraft) -> dict[str, Any]:
    people: dict[str, str] = {}
    for number, (name, email) in enumerate(draft.others, 1):
        people |= {f"name_{number}": name, f"email_{number}": email}
    facts = {name: getattr(draft, name) for name in ("title", "abstract", "minutes", "needs")}
    several = {name: list(getattr(draft, name)) for name in ("elements", "features", "audience", "members")}
    return {**facts, **several, **people}


def _choices(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
