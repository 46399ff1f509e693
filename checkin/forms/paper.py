from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.models import Session
from checkin.domain.rosters import Where
from checkin.states import RosterOrder, RosterStyle
from convenings.models import Convening


class RosterForm(forms.Form):
    """Which list to print."""

    where = forms.ChoiceField(label=_("For which gate or session"))
    style = forms.ChoiceField(
        label=_("What it is"), choices=RosterStyle, initial=RosterStyle.ROSTER, widget=forms.RadioSelect
    )
    order = forms.ChoiceField(
        label=_("Sorted"), choices=RosterOrder, initial=RosterOrder.NAME, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placed = Session.objects.filter(convening=convening, slot__isnull=False).select_related("room", "slot")
        sessions = placed.order_by("slot__starts_at", "room__position", "room")
        self._places: dict[str, tuple[str, Where]] = {
            f"gate-{gate.pk}": (gate.name, Where(checkpoint=gate)) for gate in convening.checkpoints.order_by("name")
        }
        self._places |= {
            f"session-{one.pk}": (f"{one.slot}, {one.room}: {one}", Where(session=one)) for one in sessions
        }
        self.fields["where"].choices = [(key, words) for key, (words, _where) in self._places.items()]  # type: ignore[attr-defined]

    @property
    def has_places(self) -> bool:
        return bool(self._places)

    def clean_where(self) -> Where:
        return self._places[self.cleaned_data["where"]][1]
