"""Who holds an office, who coordinates a team, and what a hand-over does."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from agreements.models import Party
from registration.domain.consequences import Effect

ANN = {"name": "Ann O’Brien-Nuñez", "email": "ann@example.org"}


class OfficeHolderSerializer(serializers.Serializer[Any]):
    """Who holds the office; `on_hand_over` is what another holder would do to the team now, `until_at` to what date."""

    office = serializers.CharField(source="party.office")
    label = serializers.CharField(source="party.label")  # type: ignore[assignment]
    name = serializers.CharField(source="party.signatory.name", default=None, allow_null=True)
    email = serializers.CharField(source="party.signatory.email", default=None, allow_null=True)
    organization = serializers.CharField(source="party.organization")
    checked_at = serializers.DateTimeField(source="party.checked_at", allow_null=True)
    checked_source = serializers.CharField(source="party.checked_source")
    unchecked_because = serializers.CharField(source="party.unchecked_because")
    handed_over_at = serializers.DateTimeField(source="party.handed_over_at", allow_null=True)
    on_hand_over = serializers.ChoiceField(
        source="effect.effect", choices=[(effect.value, effect.value) for effect in Effect]
    )
    until_at = serializers.DateTimeField(source="effect.until_at", allow_null=True)


class PersonAskedSerializer(serializers.Serializer[Any]):
    """A person and the address that mail goes to."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254)


@extend_schema_serializer(
    examples=[OpenApiExample("A successor", {**ANN, "organization": "Mesa Board of Education"}, request_only=True)]
)
class NewHolderSerializer(PersonAskedSerializer):
    """Who holds the office from now on."""

    organization = serializers.CharField(max_length=200, allow_blank=True, default="")


@extend_schema_serializer(examples=[OpenApiExample("A slip mended", ANN, request_only=True)])
class AddressSerializer(PersonAskedSerializer):
    """The same holder, spelled or reached otherwise."""


@extend_schema_serializer(examples=[OpenApiExample("A successor", {**ANN, "language": "es"}, request_only=True)])
class CoordinatorSerializer(PersonAskedSerializer):
    """Who coordinates the team from now on."""

    language = serializers.ChoiceField(choices=["en", "es"], default="en")


@extend_schema_serializer(
    examples=[OpenApiExample("A merger", {"reason": "The two affiliates have merged."}, request_only=True)]
)
class SharedSerializer(serializers.Serializer[Any]):
    """Why one person may hold both offices; for organizers alone."""

    reason = serializers.CharField(max_length=2000)


@extend_schema_serializer(
    examples=[OpenApiExample("A web page", {"source": "mesa.example.org/board, 3 March"}, request_only=True)]
)
class HolderSourceSerializer(serializers.Serializer[Any]):
    """Where the holder was found."""

    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


@extend_schema_serializer(
    examples=[OpenApiExample("A new name", {"reason": "The page names an interim superintendent."}, request_only=True)]
)
class UncheckSerializer(serializers.Serializer[Any]):
    """Why the check does not hold; for organizers alone."""

    reason = serializers.CharField(max_length=300)


class CheckedHolderSerializer(serializers.ModelSerializer[Party]):
    """An office with a holder, and whether they were found in a source; `unchecked_because`: a check was taken back."""

    team = serializers.IntegerField(source="agreement.team.pk")
    team_name = serializers.CharField(source="agreement.team.name")
    name = serializers.CharField(source="signatory.name")

    class Meta:
        model = Party
        fields = (
            "team", "team_name", "office", "label", "organization", "name", "checked_at", "checked_source",
            "unchecked_because",
        )  # fmt: skip


class HoldersAskedSerializer(serializers.Serializer[Any]):
    """What narrows the list."""

    checked = serializers.BooleanField(required=False, help_text="Only those checked, or only those who are not.")
