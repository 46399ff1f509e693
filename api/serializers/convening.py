from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from convenings.models import Convening, Venue


class VenueSerializer(serializers.ModelSerializer[Venue]):
    class Meta:
        model = Venue
        fields = ("name", "street", "city", "state")


class ConveningSerializer(serializers.ModelSerializer[Convening]):
    """Instants are UTC; `time_zone` is the zone in which the convening shows them."""

    venue = VenueSerializer()

    class Meta:
        model = Convening
        fields = (
            "id", "slug", "name", "tagline", "time_zone", "venue", "state", "state_reason", "starts_at", "ends_at",
            "opens_at", "promise_by_at", "plan_due_at", "badges_from_at", "capacity_teams", "capacity_people",
            "members_least", "members_most", "places_included", "contact_email", "is_demo",
        )


class OpenSerializer(serializers.Serializer[Any]):
    """Of how many places how many are open."""

    open = serializers.IntegerField()
    capacity = serializers.IntegerField()


class PlacesSerializer(serializers.Serializer[Any]):
    teams = OpenSerializer()
    people = OpenSerializer()


class FunnelSerializer(serializers.Serializer[Any]):
    """How many teams got how far; each number is part of the one before it."""

    started = serializers.IntegerField()
    first_promise = serializers.IntegerField()
    committed = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    arrived = serializers.IntegerField()


class QuestionSerializer(serializers.Serializer[Any]):
    """One question of the public page, and its answer."""

    question = serializers.CharField(max_length=300)
    answer = serializers.CharField(max_length=3000)


FAQ = {"questions": [{"question": "May the deputy promise?", "answer": "No. The promise belongs to the office."}]}


@extend_schema_serializer(examples=[OpenApiExample("One question", FAQ)])
class QuestionsSerializer(serializers.Serializer[Any]):
    """All questions and answers, in their order."""

    questions = QuestionSerializer(many=True, max_length=40)  # type: ignore[call-arg]
