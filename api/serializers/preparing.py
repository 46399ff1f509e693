"""Who prepares a promise for the holder of an office."""


from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from api.serializers.offices import ANN, PersonAskedSerializer
from registration.models import Preparation


@extend_schema_serializer(examples=[OpenApiExample("An assistant", {**ANN, "language": "es"}, request_only=True)])
class AssistantAskedSerializer(PersonAskedSerializer):
    """Who shall prepare."""

    language = serializers.ChoiceField(choices=["en", "es"], default="en")


class PreparationSerializer(serializers.ModelSerializer[Preparation]):
    """Who prepares, and since when something is prepared. What it is, the holder of the office alone reads.

    `right_email`: an address that the assistant holds for the holder’s right one; empty where they say nothing.
    """

    office = serializers.CharField(source="party.office")
    holder = serializers.CharField(source="principal.name")
    assistant = serializers.CharField(source="assistant.name")
    assistant_email = serializers.CharField(source="assistant.email")
    right_email = serializers.CharField(source="email")

    class Meta:
        model = Preparation
        fields = ("office", "holder", "assistant", "assistant_email", "asked_at", "prepared_at", "right_email")
