"""The form by which a coordinator registers a team: one page, no more than is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.states import Requirement, Side
from convenings.models import Convening, Element
from journal.refusals import Refusal
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft
from registration.domain.questions import AnswerDraft
from registration.domain.registering import Registration
from registration.domain.us_states import US_STATES
from registration.forms.fields import AddressField
from registration.forms.naming import PlaceFields
from registration.forms.profile import ProfileForm
from registration.forms.questions import add_questions, field_name
from registration.models import CustomQuestion, Office, TeamType

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 40
MEMBER_PARTS = ("name", "email", "job", "side")


@dataclass(frozen=True)
class LeaderRow:
    """The fields of one office; `none` only where an office need not exist, `shares` once an address stands twice."""

    office: Office
    name: BoundField
    email: BoundField
    organization: BoundField
    none: BoundField | None
    shares: BoundField | None


@dataclass(frozen=True)
class MemberRow:
    """The fields of one more member, numbered from 1."""

    number: int
    name: BoundField
    email: BoundField
    job: BoundField
    side: BoundField

    @property
    def bad(self) -> list[str]:
        return [str(words) for field in (self.name, self.email, self.job, self.side) for words in field.errors]


class RegisterForm(PlaceFields, ProfileForm):
    """Fields of the team, and for its type a set for each office. Rules are the domain's; here is what is missing."""

    field_order = ("team_type", "name", "place_name", "us_state")
    team_type = forms.ChoiceField(label=gettext_lazy("Kind of team"), widget=forms.RadioSelect)
    coordinator_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please give your name.")},
    )
    coordinator_email = AddressField(
        label=gettext_lazy("Your mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": gettext_lazy("Please give your mail address; your link goes there.")},
    )
    coordinator_side = forms.ChoiceField(
        label=gettext_lazy("Your side"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("You will see how your own side’s offices stand, and no other’s."),
        error_messages={"required": gettext_lazy("Please choose the side that you work for.")},
    )
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)  # only machines fill it in
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    directory = forms.CharField(widget=forms.HiddenInput, max_length=7, required=False)  # the place that was chosen

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        convening: Convening,
        types: Sequence[TeamType],
        offices: Sequence[Office],
        elements: Sequence[Element],
        chosen: TeamType,
        rows: int = FIRST_ROWS,
        questions: Sequence[CustomQuestion] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.convening, self.chosen = convening, chosen
        self.offices = [office for office in offices if office.team_type_id == chosen.pk]
        leaders = sum(office.requirement == Requirement.REQUIRED for office in self.offices)
        self.room = max(0, convening.members_by_themselves - leaders)  # as many as may still come
        self.row_count = min(rows, max(self.room, rows_filled(self.data)), MOST_ROWS)
        self.is_states = any(office.side == Side.STATE for office in self.offices)  # whose place is the state itself
        self.fields["place_name"].required = not self.is_states
        sides = [(side.value, side.label.capitalize()) for side in Side if side in {o.side for o in offices}]
        self._choices("team_type", [(kind.code, kind.name) for kind in types])
        self._choices("us_state", [("", _("Choose a state")), *US_STATES.items()])
        self.offer_focus(elements)
        self._choices("coordinator_side", sides)
        for office in self.offices:
            self._add_leader(office)
        for number in range(1, self.row_count + 1):
            self._add_member(number, [("", _("No side")), *sides])
        self.same_holder = ""  # the office of which is asked whether the same person holds it, too
        self.questions = questions
        add_questions(self, questions)

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _add_leader(self, office: Office) -> None:
        missing = {"required": _("Please name the %(office)s.") % {"office": office.label}}
        needed = office.requirement == Requirement.REQUIRED
        name, email = f"leader_{office.code}_name", f"leader_{office.code}_email"
        self.fields[name] = forms.CharField(label=_("Name"), max_length=200, required=needed, error_messages=missing)
        self.fields[email] = AddressField(
            label=_("Mail address"),
            required=needed,
            error_messages={"required": _("Please give the address of the %(office)s.") % {"office": office.label}},
        )
        self.fields[f"leader_{office.code}_organization"] = forms.CharField(
            label=_("Organization"), max_length=200, required=False
        )
        self.fields[f"leader_{office.code}_shares"] = forms.BooleanField(
            label=_("The same person holds both"),
            required=False,
            help_text=_("An organizer looks at it; the team is registered meanwhile."),
        )
        if office.requirement == Requirement.REQUIRED_IF_EXISTS:
            self.fields[f"leader_{office.code}_none"] = forms.BooleanField(
                label=_("We have none"),
                required=False,
                help_text=_("An organizer confirms it; all leaders see it then."),
            )

    def _add_member(self, number: int, sides: list[tuple[str, str]]) -> None:
        base = f"member_{number}"
        self.fields[f"{base}_name"] = forms.CharField(label=_("Name"), max_length=200, required=False)
        self.fields[f"{base}_email"] = AddressField(label=_("Mail address"), required=False)
        self.fields[f"{base}_job"] = forms.CharField(label=_("Work"), max_length=120, required=False)
        self.fields[f"{base}_side"] = forms.ChoiceField(label=_("Side"), choices=sides, required=False)

    def leader_rows(self) -> Iterator[LeaderRow]:
        """One row for each office of the chosen type, in their order."""
        for office in self.offices:
            base = f"leader_{office.code}"
            none = self[f"{base}_none"] if f"{base}_none" in self.fields else None
            shares = self[f"{base}_shares"]
            shown = shares if shares.value() or office.code == self.same_holder else None
            name, email, organization = (self[f"{base}_{part}"] for part in ("name", "email", "organization"))
            yield LeaderRow(office, name, email, organization, none, shown)

    def member_rows(self) -> Iterator[MemberRow]:
        for number in range(1, self.row_count + 1):
            yield MemberRow(number, *(self[f"member_{number}_{part}"] for part in MEMBER_PARTS))

    @property
    def has_more_rows(self) -> bool:
        """Whether as many as may still come have no row each."""
        return self.row_count < min(self.room, MOST_ROWS)

    def question_fields(self) -> list[BoundField]:
        """The organizers' own questions, in their order."""
        return [self[field_name(question)] for question in self.questions]

    def unjudged(self) -> "RegisterForm":
        """The form with what was typed and without a word about it: more rows, another type."""
        self._errors = ErrorDict()
        return self

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("This field stays empty: it stops machines. Please clear it."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.leader_rows():
            self._check_leader(row, data)
        for member in self.member_rows():
            self._check_member(member, data)
        return data

    def _check_member(self, row: MemberRow, data: dict[str, Any]) -> None:
        """A name and an address, or neither."""
        name, email = row.name.name, row.email.name
        if data.get(name) and not data.get(email) and email not in self.errors:
            self.add_error(email, _("Please give an address, too: the badge goes there."))
        if (data.get(email) or data.get(row.job.name)) and not data.get(name) and name not in self.errors:
            self.add_error(name, _("Please give a name, too."))

    def clean_coordinator_side(self) -> str:
        """The choices are those of all kinds of teams, so that they stay when another kind is chosen."""
        side = str(self.cleaned_data["coordinator_side"])
        if side not in {office.side for office in self.offices}:
            raise forms.ValidationError(_("This kind of team has no office on that side."))
        return side

    def _check_leader(self, row: LeaderRow, data: dict[str, Any]) -> None:
        """Where an office may be absent: a whole holder, or "we have none", and not both."""
        none = bool(row.none and data.get(row.none.name))
        name, email = data.get(row.name.name), data.get(row.email.name)
        office = {"office": row.office.label}
        if none and (name or email):
            self.add_error(row.none.name, _("You named somebody, and said that there is none. Please keep one."))  # type: ignore[union-attr]
        if row.office.requirement == Requirement.REQUIRED or none:
            return
        if row.none is not None and not name and not email and row.email.name not in self.errors:
            self.add_error(row.name.name, _("Please name the %(office)s, or say that you have none.") % office)
        elif name and not email and row.email.name not in self.errors:
            self.add_error(row.email.name, _("Please give the address of the %(office)s.") % office)
        elif email and not name:
            self.add_error(row.name.name, _("Please name the %(office)s.") % office)

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal's words beside the field it is about: "holders.superintendent", "members.0", "name"."""
        kind, _dot, which = (refusal.field or "").partition(".")
        part = "email" if refusal.code in ("same_address", "same_holder") else "name"
        self.same_holder = which if refusal.code == "same_holder" else ""
        target: str | None = refusal.field
        if kind == "holders":
            target = f"leader_{which}_{part}"
        elif kind == "members" and which.isdecimal():
            filled = [row for row in self.member_rows() if self.cleaned_data.get(row.name.name)]
            target = f"member_{filled[int(which)].number}_{part}"
        self.add_error(target if target in self.fields else None, str(refusal.words))

    def coordinator_alone(self) -> PersonDraft | None:
        """Who they are, while nothing else is judged; None where that is missing or wrong, and only that is said."""
        self.is_valid()
        about_them = ("coordinator_name", "coordinator_email", "website")
        own = {name: errors for name, errors in self.errors.items() if name in about_them}
        self._errors = ErrorDict(own)
        return None if own else self.coordinator()

    def refuse_coordinator(self, refusal: Refusal) -> None:
        """Put a refusal's words beside the coordinator's own fields."""
        target = f"coordinator_{refusal.field}"
        self.add_error(target if target in self.fields else None, str(refusal.words))

    # What the domain takes.
    def registration(self, answers: Sequence[AnswerDraft]) -> Registration:
        """answers: to the organizers' own questions."""
        data = self.cleaned_data
        return Registration(
            type_code=self.chosen.code,
            name=data["name"],
            place_name=US_STATES[data["us_state"]] if self.is_states else data["place_name"],
            us_state=data["us_state"],
            coordinator=self.coordinator(),
            coordinator_side=data["coordinator_side"],
            holders=self.holders(),
            profile=self.profile(),
            members=tuple(self.members()),
            focus=tuple(int(pk) for pk in data["focus"]),
            focus_text=data["focus_text"],
            intention=data["intention"],
            answers=tuple(answers),
            leaid=data["directory"],
        )

    def coordinator(self) -> PersonDraft:
        data = self.cleaned_data
        return PersonDraft(data["coordinator_name"], data["coordinator_email"], language=page_language())

    def holders(self) -> dict[str, HolderDraft]:
        """By office code; an office without a holder is left out."""
        data = self.cleaned_data
        return {
            row.office.code: HolderDraft(
                data[row.name.name], data[row.email.name], data[row.organization.name], language=page_language(),
                shares=bool(row.shares and data[row.shares.name]),
            )
            for row in self.leader_rows()
            if data[row.name.name]
        }

    def members(self) -> list[MemberDraft]:
        data = self.cleaned_data
        return [
            MemberDraft(
                name=data[row.name.name],
                email=data[row.email.name],
                job=data[row.job.name],
                side=data[row.side.name],
                language=page_language(),
            )
            for row in self.member_rows()
            if data[row.name.name]
        ]


def rows_filled(data: Any) -> int:
    """The last row for a member in which something stands; 0 for none."""
    numbers = range(1, MOST_ROWS + 1)
    filled = [n for n in numbers if any(data.get(f"member_{n}_{part}") for part in MEMBER_PARTS)]
    return max(filled, default=0)


def page_language() -> str:
    return (get_language() or "en").split("-")[0]
