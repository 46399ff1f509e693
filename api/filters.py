"""By what lists can be narrowed."""

from typing import Any

import django_filters as filters

from accounts.domain.folding import fold
from checkin.models import Badge
from checkin.states import BadgeState
from registration.models import Attendee, Team
from registration.states import AttendeeKind, PlaceState, TeamState


class TeamFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=TeamState.choices)
    place = filters.MultipleChoiceFilter(choices=PlaceState.choices)
    type = filters.CharFilter(field_name="type__code", help_text="Code of the team type, such as district.")
    us_state = filters.CharFilter(lookup_expr="iexact", help_text="Two letters, such as NH.")
    search = filters.CharFilter(method="by_name", help_text="Part of the name; accents and capitals do not matter.")

    class Meta:
        model = Team
        fields: tuple[str, ...] = ()

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(folded_name__contains=fold(value))


class AttendeeFilter(filters.FilterSet):
    team = filters.NumberFilter(field_name="team_id", help_text="Id of a team.")
    kind = filters.MultipleChoiceFilter(choices=AttendeeKind.choices)
    coming = filters.BooleanFilter("cancelled_at", lookup_expr="isnull", help_text="Whether they still come.")
    search = filters.CharFilter(method="by_name", help_text="Part of the name; accents and capitals do not matter.")

    class Meta:
        model = Attendee
        fields: tuple[str, ...] = ()

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(person__folded_name__contains=fold(value))


class BadgeFilter(filters.FilterSet):
    attendee = filters.NumberFilter(field_name="attendee_id", help_text="Id of an attendee.")
    state = filters.ChoiceFilter(choices=BadgeState.choices)

    class Meta:
        model = Badge
        fields: tuple[str, ...] = ()
