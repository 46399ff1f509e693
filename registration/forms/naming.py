"""How a team is called and where it is from: typed at registration, and mended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agreements.states import Side
from registration.domain.us_states import US_STATES
from registration.models import Office, Team


class PlaceFields(forms.Form):
    """Name, town and state as the lists show them."""

    name = forms.CharField(
        label=gettext_lazy("Name of the team"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on the badge, such as your district’s name."),
        error_messages={"required": gettext_lazy("Please name the team.")},
    )
    place_name = forms.CharField(
        label=gettext_lazy("Town or county"),
        max_length=120,
        error_messages={"required": gettext_lazy("Please name the town or county.")},
    )
    us_state = forms.ChoiceField(
        label=gettext_lazy("State"), error_messages={"required": gettext_lazy("Please choose the state.")}
    )


class NameForm(PlaceFields):
    """The same of a team that there is. A state team's place is the state itself."""

    def __init__(self, data: Any = None, *, team: Team, with_state: bool) -> None:
        """with_state: it may be chosen, too. One query."""
        initial = {"name": team.name, "place_name": team.place_name, "us_state": team.us_state}
        super().__init__(data, initial=initial)
        self.team = team
        self.is_states = Office.objects.filter(team_type=team.type_id, side=Side.STATE).exists()
        if self.is_states:
            del self.fields["place_name"]
        if with_state:
            self.fields["us_state"].choices = list(US_STATES.items())  # type: ignore[attr-defined]
        else:
            del self.fields["us_state"]

    def told(self) -> dict[str, str]:
        """As registration.domain.naming takes it."""
        us_state = self.cleaned_data.get("us_state", self.team.us_state)
        place = US_STATES.get(us_state, us_state) if self.is_states else self.cleaned_data["place_name"]
        return {"name": self.cleaned_data["name"], "place_name": place, "us_state": us_state}
