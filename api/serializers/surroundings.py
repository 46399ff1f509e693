from typing import Any

from rest_framework import serializers

from api.serializers.drawing import FARTHEST
from expo.models import Area, PartnerStand
from expo.states import AreaKind


class AreaSerializer(serializers.ModelSerializer[Area]):
    """An aisle or a place of a hall, in feet."""

    hall = serializers.IntegerField(source="hall_id", read_only=True)

    class Meta:
        model = Area
        fields = ("id", "hall", "kind", "name", "x", "y", "width", "depth")


class AreaDraftSerializer(serializers.Serializer[Any]):
    """An aisle or a place to be drawn; an aisle needs no name."""

    kind = serializers.ChoiceField(choices=AreaKind.choices)
    name = serializers.CharField(max_length=40, allow_blank=True, default="")
    x = serializers.IntegerField(min_value=0, max_value=FARTHEST)
    y = serializers.IntegerField(min_value=0, max_value=FARTHEST)
    width = serializers.IntegerField(min_value=1, max_value=FARTHEST)
    depth = serializers.IntegerField(min_value=1, max_value=FARTHEST)


class PartnerSerializer(serializers.ModelSerializer[PartnerStand]):
    """A partner of the resource marketplace at a booth on a day of the convening."""

    booth = serializers.IntegerField(source="booth_id")
    hall = serializers.IntegerField(source="booth.hall_id")
    number = serializers.IntegerField(source="booth.number")

    class Meta:
        model = PartnerStand
        fields = ("id", "hall", "booth", "number", "on", "name", "offers")


class PartnerDraftSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    offers = serializers.CharField(max_length=200, allow_blank=True, default="")


class NeighbourSerializer(serializers.Serializer[Any]):
    """A booth next to another one. `is_added`: an organizer says so, the drawing does not."""

    booth = serializers.IntegerField(source="booth.pk")
    number = serializers.IntegerField(source="booth.number")
    is_added = serializers.BooleanField()


class NeighbourCorrectionSerializer(serializers.Serializer[Any]):
    are_neighbours = serializers.BooleanField()
