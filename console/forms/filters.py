"""How lists are narrowed: forms sent by GET, every field optional, what does not fit is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.states import Side
from convenings.models import Convening
from mail.states import MessageState
from registration.domain.lists import CANCELLED, CERTAIN, COMING, DECLINED, DEFERRED, OTHERS, REPORTED
from registration.domain.us_states import US_STATES
from registration.states import AttendeeKind, PlaceState, TeamState


class Filter(forms.Form):
    """A form that always has an answer."""

    template_name = "console/filter.html"

    def chosen(self) -> dict[str, Any]:
        """What was chosen, by field; empty where nothing was or where it does not fit."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def told(self) -> list[tuple[str, str]]:
        """What was chosen, in words: label and value."""
        chosen = ((bound, self.chosen()[bound.name]) for bound in self)
        return [
            (str(bound.label), str(dict(getattr(bound.field, "choices", ())).get(value, value)))
            for bound, value in chosen
            if value
        ]


def any_of(choices: Any, words: Any) -> list[tuple[str, Any]]:
    return [("", words), *choices]


class TeamFilter(Filter):
    search = forms.CharField(label=_("Name or place"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("Promise"), required=False, choices=any_of(TeamState.choices, _("any")))
    answers = forms.ChoiceField(
        label=_("Offices"), required=False,
        choices=[
            ("", _("any")), (DECLINED, _("one declined, or withdrew")), (DEFERRED, _("one waits for a vote")),
            (REPORTED, _("one is said not to exist, or to be held with another")),
        ],
    )
    place = forms.ChoiceField(label=_("Place"), required=False, choices=any_of(PlaceState.choices, _("any")))
    kind = forms.ChoiceField(label=_("Kind of team"), required=False)
    us_state = forms.ChoiceField(label=_("State"), required=False, choices=any_of(US_STATES.items(), _("any")))
    focus = forms.ChoiceField(label=_("Focus"), required=False)

    def __init__(self, data: Any, *, convening: Convening) -> None:
        super().__init__(data)
        kinds = convening.team_types.order_by("position").values_list("code", "name")
        themes = [(str(pk), name) for pk, name in convening.elements.values_list("pk", "name")]
        self.fields["kind"].choices = any_of(kinds, _("any"))  # type: ignore[attr-defined]
        self.fields["focus"].choices = any_of(themes, _("any"))  # type: ignore[attr-defined]


class AttendeeFilter(Filter):
    search = forms.CharField(label=_("Name, address or team"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=any_of([*AttendeeKind.choices, (OTHERS, _("everybody but members"))], _("any")),
    )
    coming = forms.ChoiceField(
        label=_("Comes"), required=False,
        choices=[
            ("", _("any")), (CERTAIN, _("for certain: with a place, or on no team")), (COMING, _("comes")),
            (CANCELLED, _("does not come")),
        ],
    )
    side = forms.ChoiceField(label=_("Side"), required=False, choices=any_of(Side.choices, _("any")))
    us_state = forms.ChoiceField(label=_("State"), required=False, choices=any_of(US_STATES.items(), _("any")))
    arrived = forms.ChoiceField(
        label=_("Here"), required=False,
        choices=[("", _("any")), ("yes", _("has arrived")), ("no", _("not here yet"))],
    )


class MailFilter(Filter):
    state = forms.ChoiceField(label=_("State"), required=False, choices=any_of(MessageState.choices, _("any")))
    occasion = forms.ChoiceField(label=_("Occasion"), required=False)
    address = forms.CharField(label=_("To"), required=False, max_length=254)

    def __init__(self, data: Any, *, occasions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["occasion"].choices = any_of(occasions, _("any"))  # type: ignore[attr-defined]


class JournalFilter(Filter):
    kind = forms.ChoiceField(label=_("What"), required=False)
    team = forms.CharField(label=_("Team"), required=False, max_length=200)

    def __init__(self, data: Any, *, kinds: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = any_of(kinds, _("anything"))  # type: ignore[attr-defined]
