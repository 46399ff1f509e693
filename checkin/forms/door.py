from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from breakouts.models import Room
from checkin.domain.checkpoints import PassingRules
from checkin.domain.formats import LABELS
from checkin.forms.badges import capitalized
from checkin.models import Checkpoint
from checkin.states import BadgeFormat, CheckpointKind
from convenings.forms.moments import MomentField
from convenings.models import Convening
from registration.states import KEPT_PLACES, AttendeeKind


def printers() -> list[tuple[str, Any]]:
    """What a device's own printer may hold; none first."""
    papers = [choice for choice in BadgeFormat.choices if choice[0] in LABELS]
    return [("", _("It has no printer")), *capitalized(papers)]


class CheckpointForm(forms.Form):
    """A place where badges are scanned."""

    name = forms.CharField(label=_("Name of the place"), max_length=100, help_text=_("Such as: North door."))
    kind = forms.ChoiceField(label=_("What it is"), choices=CheckpointKind, initial=CheckpointKind.DOOR)


class RulesForm(forms.Form):
    """Who may pass at a checkpoint. What is left open lets everybody pass."""

    name = forms.CharField(label=_("Name of the place"), max_length=100)
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room of the programme")
    )
    needs_seat = forms.BooleanField(
        label=_("While a breakout is held here, only with a seat in it"), required=False,
        help_text=_("From 20 minutes before it begins. Presenters and staff may always pass."),
    )
    both_ways = forms.BooleanField(
        label=_("People are scanned out here, too"), required=False,
        help_text=_("So it counts who is inside, and who comes back is welcome again."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Who may pass"), choices=AttendeeKind, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody."),
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Only these teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all teams, and who is on none."),
    )
    opens_at = MomentField(label=_("Opens"), required=False)
    closes_at = MomentField(label=_("Closes"), required=False)

    def __init__(self, data: Any, *, place: Checkpoint, convening: Convening) -> None:
        super().__init__(data, initial={name: getattr(place, name) for name in self.base_fields})
        teams = convening.teams.filter(place__in=KEPT_PLACES).order_by("folded_name", "pk").values_list("pk", "name")
        self.fields["teams"].choices = list(teams)  # type: ignore[attr-defined]
        for moment in ("opens_at", "closes_at"):
            self.fields[moment].zone = convening.zone  # type: ignore[attr-defined]
        if place.kind == CheckpointKind.ROOM:
            self.fields["room"].queryset = Room.objects.filter(convening=convening)  # type: ignore[attr-defined]
        else:
            del self.fields["room"], self.fields["needs_seat"]

    def rules(self) -> PassingRules:
        """What was asked for."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "name"}
        return PassingRules(**{**asked, "kinds": tuple(asked["kinds"]), "teams": tuple(asked["teams"])})


class CheckpointsField(forms.ModelMultipleChoiceField):
    """Several checkpoints; a number that no database holds is none of them."""

    def clean(self, value: Any) -> Any:
        return super().clean([number if len(str(number)) < 19 else 0 for number in value or ()])


class DeviceForm(forms.Form):
    """A scanner for somebody who stands at a checkpoint."""

    label = forms.CharField(label=_("Who or what"), max_length=100, help_text=_("To find it again: Ben's phone."))
    checkpoint = forms.ModelChoiceField(label=_("Where it scans"), queryset=Checkpoint.objects.none(), empty_label=None)
    also = CheckpointsField(
        label=_("It may be switched to"), queryset=Checkpoint.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    registers_walk_ups = forms.BooleanField(
        label=_("It may register people who were not expected"), required=False,
        help_text=_("Guests while there is room, and substitutes for members of teams who stayed home."),
    )
    paper = forms.ChoiceField(
        label=_("What its printer holds"), required=False, choices=printers,
        help_text=_("For the badges of those whom it registers, each printed once."),
    )

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("checkpoint", "also"):
            self.fields[name].queryset = doors_first(convening)  # type: ignore[attr-defined]


class KioskForm(forms.Form):
    """A tablet that stands alone, for whoever comes."""

    label = forms.CharField(label=_("Which one"), max_length=100, help_text=_("To find it again: tablet at the door."))
    checkpoint = forms.ModelChoiceField(
        label=_("Where people check in with it"), queryset=Checkpoint.objects.none(), empty_label=None
    )
    paper = forms.ChoiceField(
        label=_("What its printer holds"), required=False, choices=printers,
        help_text=_("A badge is printed once for each person; whoever needs another is sent to the desk."),
    )

    def __init__(self, data: Any = None, *, convening: Convening) -> None:
        super().__init__(data, auto_id="kiosk_%s")
        self.fields["checkpoint"].queryset = doors_first(convening)  # type: ignore[attr-defined]


def doors_first(convening: Convening) -> "QuerySet[Checkpoint]":
    """The places of a convening, as they are offered: only who is in by a door has arrived."""
    return convening.checkpoints.order_by(Case(When(kind=CheckpointKind.DOOR, then=0), default=1), "name")
