"""What organizers say about badges: what stands on them, how they look on which paper, and what is printed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkin.domain.designs import LONGEST_RIBBON, SWITCHES
from checkin.domain.formats import USUAL
from checkin.models import Badge, BadgeDesign
from checkin.states import BadgeFormat, RibbonColour
from convenings.models import Convening
from registration.models import Attendee


def capitalized(choices: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, f"{str(label)[:1].upper()}{str(label)[1:]}") for value, label in choices]


class DesignForm(forms.Form):
    """What stands on the badges of one kind of person."""

    ribbon = forms.CharField(
        label=_("Words on the ribbon"), required=False, max_length=LONGEST_RIBBON,
        help_text=_("A band in the colour, such as “Presenter”. Left empty, there is none."),
    )
    colour = forms.ChoiceField(label=_("Colour of the head and the ribbon"), widget=forms.RadioSelect)
    shows_pronunciation = forms.BooleanField(label=_("How the name is said"), required=False)
    shows_job = forms.BooleanField(label=_("Work and organization"), required=False)
    shows_team = forms.BooleanField(label=_("Team"), required=False)
    shows_side = forms.BooleanField(label=_("The side’s mark, for those who promised for a side"), required=False)
    shows_booth = forms.BooleanField(label=_("The team’s booth at the expo, once booths are told"), required=False)
    shows_logos = forms.BooleanField(label=_("Logos of the sponsors"), required=False)
    shows_agenda = forms.BooleanField(label=_("Own agenda, on the back"), required=False)

    def __init__(self, data: Any = None, *, design: BadgeDesign) -> None:
        held = {name: getattr(design, name) for name in ("ribbon", "colour", *SWITCHES)}
        super().__init__(data, initial=held)
        self.fields["colour"].choices = capitalized(RibbonColour.choices)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """Whose badge is looked at, and on which paper."""

    person = forms.TypedChoiceField(label=_("Show the badge of"), coerce=int)
    paper = forms.ChoiceField(label=_("On"))

    def __init__(self, data: Any = None, *, people: Sequence[Attendee]) -> None:
        super().__init__(data)
        self.fields["paper"].choices = capitalized(BadgeFormat.choices)  # type: ignore[attr-defined]
        self.fields["person"].choices = [(each.pk, each.person.name) for each in people]  # type: ignore[attr-defined]
        if not people:
            del self.fields["person"]


class SheetForm(forms.Form):
    """Which badges are printed on which paper: some of all, or one. again: although they are on paper already."""

    only = forms.ChoiceField(choices=[(which, which) for which in ("new", "changed", "all")], required=False)
    badge = forms.ModelChoiceField(queryset=Badge.objects.none(), required=False)
    paper = forms.ChoiceField(label=_("Paper"))
    again = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, convening: Convening, paper: str = USUAL) -> None:
        super().__init__(data, initial={"paper": paper})
        self.fields["paper"].choices = capitalized(BadgeFormat.choices)  # type: ignore[attr-defined]
        self.fields["badge"].queryset = Badge.objects.of(convening)  # type: ignore[attr-defined]

    def clean_paper(self) -> BadgeFormat:
        return BadgeFormat(self.cleaned_data["paper"])

    def asked(self) -> dict[str, Any]:
        """What the domain takes."""
        data = self.cleaned_data
        return {**data, "only": "one" if data["badge"] else data["only"] or "new"}

    def hidden(self) -> dict[str, object]:
        """What a form sends that asks for the same again."""
        data = self.cleaned_data
        return {"only": data["only"], "badge": data["badge"].pk if data["badge"] else "", "paper": data["paper"].value}
