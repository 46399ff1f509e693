"""The selection among complete teams, as organizers see it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from console.domain.selection_page import SelectionPage
from registration.models import Selection


class SelectionReasonSerializer(serializers.Serializer[Any]):
    """Why, for machines: floor, balance, order; why not yet: ceiling, no_room_teams, no_room_people."""

    code = serializers.CharField()
    dimension = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField()


class CandidateSerializer(serializers.Serializer[Any]):
    """One complete team: whether the rule suggests it, whether it is chosen, and why."""

    team = serializers.IntegerField(source="team.pk")
    name = serializers.CharField(source="team.name")
    completion = serializers.IntegerField(source="team.completion")
    people = serializers.IntegerField(source="team.people")
    suggested = serializers.BooleanField()
    chosen = serializers.BooleanField()
    why = serializers.CharField(allow_blank=True)
    reasons = SelectionReasonSerializer(many=True)


class FigureSerializer(serializers.Serializer[Any]):
    """Of one kind of team: how many have a place, how many are complete, how many have a place afterwards."""

    kind = serializers.CharField(source="words")
    placed = serializers.IntegerField()
    complete = serializers.IntegerField()
    after = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer[Any]):
    dimension = serializers.CharField()
    kinds = FigureSerializer(many=True)


class StandingSerializer(serializers.ModelSerializer[Selection]):
    """A selection that was applied. `sent_at`: null until the letters are out."""

    class Meta:
        model = Selection
        fields = ("number", "letters_at", "applied_at", "applied_by", "sent_at")


class SelectionSerializer(serializers.Serializer[Any]):
    """The suggestion, or the record of the selection that stands. `room` is what is left for those who are chosen."""

    rule = serializers.ListField(child=serializers.CharField())
    standing = StandingSerializer(allow_null=True)
    room_teams = serializers.IntegerField(source="room.teams")
    room_people = serializers.IntegerField(source="room.people")
    chosen_teams = serializers.IntegerField(source="teams")
    chosen_people = serializers.IntegerField(source="people")
    fits = serializers.BooleanField()
    unmet = serializers.ListField(child=serializers.CharField(), help_text="Floors that no complete team meets.")
    candidates = CandidateSerializer(source="rows", many=True)
    figures = serializers.SerializerMethodField()

    @extend_schema_field(FiguresSerializer(many=True))
    def get_figures(self, page: SelectionPage) -> Any:
        rows = [{"dimension": str(title), "kinds": figures} for title, figures in page.figures]
        return FiguresSerializer(rows, many=True).data


@extend_schema_serializer(
    examples=[
        OpenApiExample("Two teams", {"teams": [12, 15], "letters_at": "2027-04-20T13:00:00Z"}, request_only=True)
    ]
)
class SelectSerializer(serializers.Serializer[Any]):
    """Ids of the chosen among the candidates, and the moment at which the letters to all go out."""

    teams = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=5000)
    letters_at = serializers.DateTimeField()
