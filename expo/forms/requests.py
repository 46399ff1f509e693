"""What a team asks of its booth: the coordinator's form, and the organizers'."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.days import DayField
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from expo.domain.requests import MOST_NEIGHBOURS, RequestDraft, others_of, request_of, zones_of
from expo.models import Feature
from registration.models import Team

ZONES = (
    ("zone_1", _("Zone, first choice")), ("zone_2", _("Zone, second choice")), ("zone_3", _("Zone, third choice")),
)  # fmt: skip



class RequestForm(RefusableForm):
    shows = forms.CharField(
        label=_("What you show"), max_length=200, required=False,
        help_text=_("In a line, such as “Two posters and a short film”. Organizers see it."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What the booth must have"), required=False, choices=Feature, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Mark only what you cannot do without: fewer booths are then possible for you. Extra space is a booth half "
            "as large again as the usual ten by ten feet."
        ),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        draft = request_of(team)
        super().__init__(*args, **{**kwargs, "initial": _initial(draft)})
        zones = sorted({*zones_of(team.convening), *draft.zones})
        named = draft.near | draft.apart
        others = others_of(team)
        others += Team.objects.filter(pk__in=named - {other.pk for other in others})
        if zones:
            for name, label in ZONES:
                self.fields[name] = _choice(label, [(zone, zone) for zone in zones])
        for kind, label in (("near", _("Near this team")), ("apart", _("Not beside this team"))):
            for number in range(MOST_NEIGHBOURS):
                self.fields[f"{kind}_{number + 1}"] = _choice(
                    label, [(str(other.pk), f"{other.name}, {other.us_state}") for other in others]
                )

    def draft(self) -> RequestDraft:
        """What the domain takes."""
        data = self.cleaned_data
        zones = tuple(dict.fromkeys(data[name] for name, _label in ZONES if data.get(name)))
        near, apart = (
            frozenset(int(data[name]) for name in self.fields if name.startswith(f"{kind}_") and data[name])
            for kind in ("near", "apart")
        )
        return RequestDraft(frozenset(data["needs"]), zones, near, apart, data["shows"].strip())


def _choice(label: Any, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("No wish")), *choices])


def _initial(draft: RequestDraft) -> dict[str, Any]:
    zones = {name: zone for (name, _label), zone in zip(ZONES, draft.zones, strict=False)}
    near = {f"near_{number + 1}": str(pk) for number, pk in enumerate(sorted(draft.near))}
    apart = {f"apart_{number + 1}": str(pk) for number, pk in enumerate(sorted(draft.apart))}
    return {"shows": draft.shows, "needs": sorted(draft.needs), **zones, **near, **apart}


class DeadlineForm(RefusableForm):
    on = DayField(
        label=_("Teams may write until the end of this day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, they may write until the expo begins."),
    )

    def until(self, convening: Convening) -> datetime | None:
        """The last minute of that day, in the convening's time zone."""
        on: date | None = self.cleaned_data["on"]
        return datetime.combine(on, time(23, 59), tzinfo=convening.zone) if on else None
