from typing import Any

from rest_framework import serializers

from agreements.states import Side
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import Feature


class RoomSerializer(serializers.ModelSerializer[Room]):
    features = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices))

    class Meta:
        model = Room
        fields = ("id", "name", "capacity", "features", "set_up")


class SlotSerializer(serializers.ModelSerializer[TimeSlot]):
    class Meta:
        model = TimeSlot
        fields = ("id", "label", "starts_at", "ends_at")


class SlotChangeSerializer(serializers.Serializer[Any]):
    """When a time shall begin and end; without `label` it keeps its name. `seen_starts_at` and `seen_ends_at`: as you
    read it; another's change since refuses yours."""

    label = serializers.CharField(max_length=100, required=False)  # type: ignore[assignment]
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    seen_starts_at = serializers.DateTimeField()
    seen_ends_at = serializers.DateTimeField()


class PresenterSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="presenter_id")
    name = serializers.CharField(source="presenter.person.name")


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A session; placed when it has a room and a slot. `version` goes back with the next change of its place.
    `may_move`: proposals may move it though it is public where it stands."""

    room = serializers.IntegerField(source="room_id", allow_null=True)
    slot = serializers.IntegerField(source="slot_id", allow_null=True)
    needs = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices))
    audience = serializers.ListField(child=serializers.ChoiceField(choices=Side.choices))
    comes_after = serializers.IntegerField(source="comes_after_id", allow_null=True)
    presenters = PresenterSerializer(source="spelt_presentations", many=True)
    elements = serializers.ListField(source="element_names", child=serializers.CharField())

    class Meta:
        model = Session
        fields = (
            "id", "kind", "title", "abstract", "room", "slot", "version", "is_pinned", "may_move", "presenters",
            "elements", "needs", "set_up", "audience", "track", "topic", "demand", "least", "most", "comes_after",
        )  # fmt: skip


class PlaceSessionSerializer(serializers.Serializer[Any]):
    """Where a session shall go. `version` is the session's when you read it: another's change refuses yours."""

    room = serializers.IntegerField(min_value=1)
    slot = serializers.IntegerField(min_value=1)
    version = serializers.IntegerField(min_value=0)


class MayMoveSerializer(serializers.Serializer[Any]):
    may_move = serializers.BooleanField()


class VersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=0)
