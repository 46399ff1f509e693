"""How teams come to their places: the way, what happens in line, and the rule of a selection."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.forms.moments import MomentField
from convenings.models import Convening
from convenings.states import Admission, Promotion
from registration.domain.selection import EACH, Bound, Rule
from registration.domain.selection_rule import DIMENSIONS, rule_of, with_names

BOUNDS = 6
FACTS = ("admission", "promotion", "offer_days", "holders_checked_first")


class AdmissionForm(forms.Form):
    """Facts of the convening; a bound is one row of three fields."""

    admission = forms.ChoiceField(label=_("How teams are admitted"), choices=Admission, widget=forms.RadioSelect)
    promotion = forms.ChoiceField(
        label=_("When a place becomes free, the first team in line"), choices=Promotion, widget=forms.RadioSelect
    )
    offer_days = forms.IntegerField(label=_("Days to accept an offered place"), min_value=1, max_value=60)
    holders_checked_first = forms.BooleanField(
        label=_("A place is confirmed only when its office-holders have been checked"), required=False,
        help_text=_("Until you have found the last of them in a source that you name, the place is kept for the team."),
    )
    balance = forms.MultipleChoiceField(
        label=_("Balance over"), required=False, choices=list(DIMENSIONS.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each next place goes to the kind of team with the fewest so far."),
    )

    def __init__(
        self, data: Any = None, *, convening: Convening, values: Mapping[str, Mapping[str, str]]
    ) -> None:
        rule = rule_of(convening)
        self.values = values
        initial: dict[str, Any] = {name: getattr(convening, name) for name in FACTS}
        initial["balance"] = list(rule.balance)
        for row, bound in enumerate(rule.bounds[:BOUNDS]):
            initial |= {f"what_{row}": f"{bound.dimension}:{bound.value}", f"least_{row}": bound.least}
            initial |= {f"most_{row}": bound.most}
        super().__init__(data, initial=initial)
        choices = [("", "–"), *((DIMENSIONS[name], _choices(name, values[name])) for name in DIMENSIONS)]
        for row in range(BOUNDS):
            self.fields[f"what_{row}"] = forms.ChoiceField(label=_("Teams from"), required=False, choices=choices)
            self.fields[f"least_{row}"] = forms.IntegerField(label=_("At least"), required=False, min_value=0)
            self.fields[f"most_{row}"] = forms.IntegerField(label=_("At most"), required=False, min_value=0)

    @property
    def bounds(self) -> list[tuple[forms.BoundField, ...]]:
        """The rows of fields."""
        return [tuple(self[f"{name}_{row}"] for name in ("what", "least", "most")) for row in range(BOUNDS)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in range(BOUNDS):
            least, most = cleaned.get(f"least_{row}"), cleaned.get(f"most_{row}")
            if least is not None and most is not None and least > most:
                self.add_error(f"most_{row}", _("The most is less than the least."))
            if least is not None and (cleaned.get(f"what_{row}") or "").endswith(f":{EACH}"):
                self.add_error(f"least_{row}", _("A least is for one kind of team, not for each."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """For `change_convening`."""
        data = self.cleaned_data
        bounds = []
        for row in range(BOUNDS):
            dimension, __, value = data[f"what_{row}"].partition(":")
            least, most = data[f"least_{row}"], data[f"most_{row}"]
            if dimension and (least is not None or most is not None):
                bounds.append(Bound(dimension, value, least=least, most=most))
        facts = {name: data[name] for name in FACTS}
        return {**facts, "selection_rule": with_names(Rule(tuple(data["balance"]), tuple(bounds)), self.values)}


class LettersForm(forms.Form):
    """When the letters go out."""

    letters_at = MomentField(
        label=_("Letters to all teams on"), help_text=_("Until then nobody but organizers sees who is selected."),
    )

    def __init__(self, data: Any = None, *, convening: Convening) -> None:
        super().__init__(data, initial={"letters_at": convening.selection_letters_at})
        self.fields["letters_at"].zone = convening.zone  # type: ignore[attr-defined]


def _choices(name: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{name}:{value}", words) for value, words in values.items()]
