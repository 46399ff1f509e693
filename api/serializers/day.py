from typing import Any

from rest_framework import serializers

from expo.domain.guide import row_of
from expo.domain.highlights import author_of
from expo.domain.visits import MOST_AT_ONCE
from expo.models import Highlight, Placement, Visit
from expo.states import HighlightState
from registration.domain.selection_rule import NOT_STATED


class GuideSerializer(serializers.ModelSerializer[Placement]):
    """A team at its booth, as the guide on phones shows it. `code`: what the booth's QR code leads to."""

    booth = serializers.IntegerField(source="booth_id")
    number = serializers.IntegerField(source="booth.number")
    hall = serializers.IntegerField(source="booth.hall_id")
    code = serializers.CharField(source="booth.code")
    team = serializers.IntegerField(source="team_id")
    name = serializers.CharField(source="team.name")
    us_state = serializers.CharField(source="team.us_state")
    focus = serializers.SerializerMethodField()
    enrollment = serializers.SerializerMethodField(help_text="A band; empty: not stated.")
    poverty = serializers.SerializerMethodField(help_text="A band of student poverty; empty: not stated.")

    class Meta:
        model = Placement
        fields = ("booth", "number", "hall", "code", "team", "name", "us_state", "focus", "enrollment", "poverty")

    def get_focus(self, placement: Placement) -> str:
        return row_of(placement).focus

    def get_enrollment(self, placement: Placement) -> str:
        return _band(placement, "enrollment")

    def get_poverty(self, placement: Placement) -> str:
        return _band(placement, "poverty")


def _band(placement: Placement, dimension: str) -> str:
    (value,) = row_of(placement).traits[dimension]
    return "" if value == NOT_STATED else value


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """An attendee was at another team's booth; one row for each of both, the first visit."""

    attendee = serializers.IntegerField(source="attendee_id")
    attendee_team = serializers.IntegerField(source="attendee.team_id", allow_null=True)
    team = serializers.IntegerField(source="team_id")
    booth = serializers.IntegerField(source="booth_id", allow_null=True)

    class Meta:
        model = Visit
        fields = ("id", "visit_id", "attendee", "attendee_team", "team", "booth", "visited_at", "received_at")


class VisitDraftSerializer(serializers.Serializer[Any]):
    """One visit. `visit_id` is yours and makes sending it again harmless."""

    visit_id = serializers.UUIDField()
    attendee = serializers.IntegerField(min_value=1, max_value=2**62)
    code = serializers.CharField(max_length=40, help_text="Of the booth, as in the guide.")
    visited_at = serializers.DateTimeField()
    bookmark = serializers.BooleanField(default=False)


class VisitBatchSerializer(serializers.Serializer[Any]):
    visits = VisitDraftSerializer(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]


class VisitOutcomeSerializer(serializers.Serializer[Any]):
    """`code` is "kept", or why not: stable, and `words` for people."""

    visit_id = serializers.UUIDField()
    code = serializers.CharField()
    words = serializers.CharField(allow_blank=True)


class VisitOutcomesSerializer(serializers.Serializer[Any]):
    results = VisitOutcomeSerializer(many=True)


class HighlightSerializer(serializers.ModelSerializer[Highlight]):
    """A short note for the big screen. `author` names somebody only with consent to be listed."""

    author = serializers.SerializerMethodField()

    class Meta:
        model = Highlight
        fields = ("id", "text", "author", "state", "written_at", "decided_at")

    def get_author(self, row: Highlight) -> str:
        return author_of(row)


class DecisionSerializer(serializers.Serializer[Any]):
    """`seen` is the state in which it was read: whoever decided meanwhile is not overruled by mistake."""

    to = serializers.ChoiceField(choices=HighlightState.choices)
    seen = serializers.ChoiceField(choices=HighlightState.choices)
