"""What a team tells about itself: its figures, and what it works on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from convenings.models import Element
from registration.domain.drafts import Profile
from registration.forms.fields import FigureField, PercentField
from registration.models import Team
from registration.states import Locale


class ProfileForm(forms.Form):
    """The fields as they are told at registration and corrected afterwards."""

    enrollment = FigureField(
        label=gettext_lazy("Students"),
        min_value=0,
        max_value=100_000_000,
        decimal_places=0,
        error_messages={"max_decimal_places": gettext_lazy("Please give whole students.")},
    )
    locale = forms.ChoiceField(
        label=gettext_lazy("Most of its schools are in"),
        choices=[
            ("", gettext_lazy("not stated")),
            (Locale.CITY, gettext_lazy("a city")),
            (Locale.SUBURB, gettext_lazy("a suburb")),
            (Locale.TOWN, gettext_lazy("a town")),
            (Locale.RURAL, gettext_lazy("a rural area")),
        ],
        required=False,
    )
    poverty_percent = PercentField(label=gettext_lazy("Student poverty, %"))
    diversity_percent = PercentField(label=gettext_lazy("Diversity, %"))
    figures_source = forms.CharField(label=gettext_lazy("Source"), max_length=200, required=False)
    figures_year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=1900,
        max_value=2100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Please give a year, such as 2026.")},
    )
    focus = forms.MultipleChoiceField(
        label=gettext_lazy("What you want to work on"), widget=forms.CheckboxSelectMultiple, required=False
    )
    focus_text = forms.CharField(label=gettext_lazy("In your own words"), max_length=300, required=False)
    intention = forms.CharField(
        label=gettext_lazy("What you hope to bring home"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def offer_focus(self, elements: Sequence[Element]) -> None:
        """The elements of the convening that may be chosen."""
        choices = [(str(element.pk), element.name) for element in elements]
        self.fields["focus"].choices = choices  # type: ignore[attr-defined]

    def profile(self) -> Profile:
        data = self.cleaned_data
        return Profile(
            enrollment=int(data["enrollment"]) if data["enrollment"] is not None else None,
            locale=data["locale"],
            poverty_percent=data["poverty_percent"],
            diversity_percent=data["diversity_percent"],
            source=data["figures_source"],
            year=data["figures_year"],
        )


def told_by(team: Team) -> dict[str, Any]:
    """What the form shows of a team at first, figures as people write them: 8,642 and 21.4."""
    facts = ("locale", "figures_source", "figures_year", "focus_text", "intention")
    told = {name: getattr(team, name) for name in facts}
    for name in ("enrollment", "poverty_percent", "diversity_percent"):
        figure = getattr(team, name)
        told[name] = "" if figure is None else f"{Decimal(figure).normalize():,f}"
    return told | {"focus": [str(element.pk) for element in team.focus.all()]}
