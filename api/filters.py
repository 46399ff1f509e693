"""By what lists can be narrowed."""

from typing import Any

import django_filters as filters
from django import forms

from agreements.models import Commitment
from agreements.states import CommitmentState
from breakouts.models import Seat, WaitlistEntry
from checkin.models import Badge
from checkin.states import BadgeState
from mail.models import Message
from mail.states import MessageState
from registration.domain.lists import DECLINED, DEFERRED, REPORTED, attendee_named, team_named, with_office
from registration.models import Attendee, Team
from registration.states import AttendeeKind, PlaceState, TeamState


class IdFilter(filters.NumberFilter):
    """An id: a whole number that a database can hold."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, min_value=1, max_value=2**63 - 1, **kwargs)


class TeamFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=TeamState.choices)
    place = filters.MultipleChoiceFilter(choices=PlaceState.choices)
    type = filters.CharFilter(field_name="type__code", help_text="Code of the team type, such as district.")
    us_state = filters.CharFilter(lookup_expr="iexact", help_text="Two letters, such as NH.")
    search = filters.CharFilter(method="by_name", help_text="Part of the team’s name or its place’s.")
    answers = filters.ChoiceFilter(
        method="by_offices", choices=[(kind, kind) for kind in (DECLINED, DEFERRED, REPORTED)],
        help_text="Teams of which an office declined or withdrew, waits for a vote, or is said not to exist or to be"
        " held with another one.",
    )

    class Meta:
        model = Team
        fields: tuple[str, ...] = ()

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(team_named(value))

    def by_offices(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(with_office(value))


class AttendeeFilter(filters.FilterSet):
    team = IdFilter("team_id", help_text="Id of a team.")
    kind = filters.MultipleChoiceFilter(choices=AttendeeKind.choices)
    coming = filters.BooleanFilter("cancelled_at", lookup_expr="isnull", help_text="Whether they still come.")
    search = filters.CharFilter(method="by_name", help_text="Part of a name, an address or a team’s name.")

    class Meta:
        model = Attendee
        fields: tuple[str, ...] = ()

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(attendee_named(value))


class MessageFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=MessageState.choices)
    occasion = filters.CharFilter(help_text="Such as team.registered.")

    class Meta:
        model = Message
        fields: tuple[str, ...] = ()


class SeatFilter(filters.FilterSet):
    attendee = IdFilter("attendee_id", help_text="Id of an attendee.")
    session = IdFilter("session_id", help_text="Id of a session.")
    slot = IdFilter("slot_id", help_text="Id of a time slot.")

    class Meta:
        model = Seat
        fields: tuple[str, ...] = ()


class WaitFilter(filters.FilterSet):
    attendee = IdFilter("attendee_id", help_text="Id of an attendee.")
    session = IdFilter("session_id", help_text="Id of a session.")

    class Meta:
        model = WaitlistEntry
        fields: tuple[str, ...] = ()


class BadgeFilter(filters.FilterSet):
    attendee = IdFilter("attendee_id", help_text="Id of an attendee.")
    state = filters.ChoiceFilter(choices=BadgeState.choices)

    class Meta:
        model = Badge
        fields: tuple[str, ...] = ()


class CommitmentFilter(filters.FilterSet):
    team = IdFilter("party__agreement__team", help_text="Id of a team.")
    office = filters.CharFilter("party__office", help_text="Code of the office, such as superintendent.")
    state = filters.MultipleChoiceFilter(choices=CommitmentState.choices)

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()
