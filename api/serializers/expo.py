from typing import Any

from rest_framework import serializers

from expo.models import Booth, Hall, Shift, Wave


class HallSerializer(serializers.ModelSerializer[Hall]):
    """A hall; widths and depths are in feet."""

    class Meta:
        model = Hall
        fields = ("id", "name", "width", "depth", "opens_at", "closes_at", "version")


class BoothSerializer(serializers.ModelSerializer[Booth]):
    """A booth and the team that stands at it; `team` is null while it is free. Send `version` back to change it."""

    hall = serializers.IntegerField(source="hall_id")
    team = serializers.IntegerField(source="placement.team_id", default=None, allow_null=True)
    team_name = serializers.CharField(source="placement.team.name", default=None, allow_null=True)
    is_pinned = serializers.BooleanField(source="placement.is_pinned", default=False)

    class Meta:
        model = Booth
        fields = (
            "id", "hall", "number", "x", "y", "width", "depth", "features", "zone", "use", "version", "team",
            "team_name", "is_pinned",
        )  # fmt: skip


class UnplacedSerializer(serializers.Serializer[Any]):
    team = serializers.IntegerField()
    reason = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """What an assignment did: how many teams it placed, how many it moved, and why the others have no booth."""

    placed = serializers.IntegerField()
    moved = serializers.IntegerField()
    unplaced = UnplacedSerializer(many=True)


class WaveSerializer(serializers.ModelSerializer[Wave]):
    """A part of the expo's time in a hall."""

    hall = serializers.IntegerField(source="hall_id")

    class Meta:
        model = Wave
        fields = ("id", "hall", "number", "begins_at", "ends_at")


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    """Somebody of a team at its booth in a wave. `offered`: they offer it to their team; `swaps`: also for another."""

    wave = serializers.IntegerField(source="wave_id")
    begins_at = serializers.DateTimeField(source="wave.begins_at")
    ends_at = serializers.DateTimeField(source="wave.ends_at")
    attendee = serializers.IntegerField(source="attendee_id")
    team = serializers.IntegerField(source="attendee.team_id")
    booth = serializers.IntegerField(source="attendee.team.placement.booth_id")
    offered = serializers.SerializerMethodField()

    class Meta:
        model = Shift
        fields = ("id", "wave", "begins_at", "ends_at", "attendee", "team", "booth", "is_pinned", "offered", "swaps")

    def get_offered(self, shift: Shift) -> bool:
        return shift.offered_at is not None


class LateArrivalSerializer(serializers.Serializer[Any]):
    """From when somebody is at the expo; null: from its beginning."""

    from_at = serializers.DateTimeField(allow_null=True)
