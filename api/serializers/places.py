"""Places: what is offered, kept and waited for."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from registration.models import Team


class OfferSerializer(serializers.ModelSerializer[Team]):
    """A place that a team is offered: taken until `until_at`, when it goes to the next in line."""

    team = serializers.IntegerField(source="pk")
    people = serializers.IntegerField()
    until_at = serializers.DateTimeField(source="place_held_until_at")

    class Meta:
        model = Team
        fields = ("team", "name", "us_state", "completion", "people", "until_at")


class HoldSerializer(OfferSerializer):
    """A place that is kept to a date. `reason`: an organizer's, for an impasse at home; empty where it keeps itself."""

    reason = serializers.CharField(source="held_reason")

    class Meta:
        model = Team
        fields = ("team", "name", "us_state", "state", "completion", "people", "until_at", "reason")


class WaitingSerializer(serializers.ModelSerializer[Team]):
    """A team in line; `position` 1 is the first, `completion` the number by which they stand."""

    team = serializers.IntegerField(source="pk")
    position = serializers.IntegerField()
    people = serializers.IntegerField()

    class Meta:
        model = Team
        fields = ("position", "team", "name", "us_state", "completion", "completed_at", "people")


@extend_schema_serializer(examples=[OpenApiExample("The team takes it", {"answer": "accept"}, request_only=True)])
class OfferAnswerSerializer(serializers.Serializer[Any]):
    """An organizer's answer on behalf of the team: `decline` also takes the offer back."""

    answer = serializers.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")])


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "To a date", {"until_at": "2027-04-20T21:00:00Z", "reason": "The board is split."}, request_only=True
        )
    ]
)
class HoldAskedSerializer(serializers.Serializer[Any]):
    """Until when a team's place is kept, and why: the reason is for organizers alone."""

    until_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


@extend_schema_serializer(
    examples=[OpenApiExample("A week more", {"promise_by_at": "2027-04-10T03:59:00Z"}, request_only=True)]
)
class DeadlineSerializer(serializers.Serializer[Any]):
    """The team's own last day for promises; null: the convening's again."""

    promise_by_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("It does not come", {"reason": "They told us by phone."})])
class ReasonSerializer(serializers.Serializer[Any]):
    """Why: for organizers alone."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")
