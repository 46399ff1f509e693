from typing import Any

from rest_framework import serializers

from checkin.models import Checkpoint
from checkin.states import Answer, ArrivalState, CheckpointKind, Direction
from registration.states import AttendeeKind


class CheckpointSerializer(serializers.ModelSerializer[Checkpoint]):
    """A place where badges are scanned, and who may pass. Empty kinds and teams: everybody."""

    kinds = serializers.ListField(child=serializers.ChoiceField(choices=AttendeeKind.choices))
    teams = serializers.ListField(child=serializers.IntegerField())

    class Meta:
        model = Checkpoint
        fields = (
            "id", "name", "kind", "room", "both_ways", "kinds", "teams", "needs_seat", "opens_at", "closes_at",
        )  # fmt: skip


class ScanSerializer(serializers.Serializer[Any]):
    """One reading of one badge. `scan_id` is yours and makes sending it again harmless."""

    scan_id = serializers.UUIDField()
    code = serializers.CharField(max_length=40)
    scanned_at = serializers.DateTimeField()
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.IN)


class KeptScanSerializer(ScanSerializer):
    """One that a device kept while it was alone; `device_answer` is what it answered by itself."""

    device_answer = serializers.ChoiceField(choices=Answer.choices, required=False)


class ScanBatchSerializer(serializers.Serializer[Any]):
    """At most 500, in any order: they are recorded in the order of their instants."""

    scans = KeptScanSerializer(many=True)


class AnnulSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class AnnulledSerializer(serializers.Serializer[Any]):
    scan_id = serializers.UUIDField()
    annulled_at = serializers.DateTimeField()


class HolderSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=AttendeeKind.choices)
    side = serializers.CharField(allow_blank=True, help_text="Of signatories only.")
    side_label = serializers.CharField(allow_blank=True)
    job = serializers.CharField(allow_blank=True)


class FirstScanSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    checkpoint = serializers.CharField()
    clock = serializers.CharField()


class MissingOfficeSerializer(serializers.Serializer[Any]):
    office = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    side = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class TeamArrivalSerializer(serializers.Serializer[Any]):
    """How much of the team is here; it has arrived when every required office is."""

    team_id = serializers.IntegerField()
    team = serializers.CharField()
    state = serializers.ChoiceField(choices=ArrivalState.choices)
    here = serializers.IntegerField()
    total = serializers.IntegerField()
    missing = MissingOfficeSerializer(many=True)
    words = serializers.CharField()


class ScanResultSerializer(serializers.Serializer[Any]):
    """`answer` is stable and meant for machines, `word` and `sentences` are for people."""

    scan_id = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=Answer.choices)
    word = serializers.CharField()
    reason = serializers.CharField(allow_blank=True, help_text="Why not, where nobody is let in.")
    sentences = serializers.ListField(child=serializers.CharField())
    replayed = serializers.BooleanField(help_text="Whether this scan_id was sent before.")
    attendee = HolderSerializer(allow_null=True)
    first_scan = FirstScanSerializer(allow_null=True)
    team = TeamArrivalSerializer(allow_null=True)


class CurvePointSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    people_in = serializers.IntegerField()


class GateFiguresSerializer(serializers.Serializer[Any]):
    checkpoint = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=CheckpointKind.choices)
    people = serializers.IntegerField(help_text="Let in, each once.")
    refused = serializers.IntegerField(help_text="Readings that let nobody in.")
    per_minute = serializers.ListField(child=serializers.IntegerField(), help_text="Of each of `minutes`.")


class RoomFiguresSerializer(serializers.Serializer[Any]):
    room = serializers.IntegerField()
    name = serializers.CharField()
    inside = serializers.IntegerField(help_text="Scanned in today and not out again.")
    seats = serializers.IntegerField(help_text="What the room holds, or its session admits.")
    session = serializers.CharField(allow_blank=True, help_text="What is held there now, or within 20 minutes.")


class TeamFiguresSerializer(serializers.Serializer[Any]):
    team = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=ArrivalState.choices)
    here = serializers.IntegerField()
    total = serializers.IntegerField()
    offices_here = serializers.IntegerField()
    offices = serializers.IntegerField()


class ArrivalsSerializer(serializers.Serializer[Any]):
    """The day so far, in figures: nobody's name and no telephone."""

    at = serializers.DateTimeField(help_text="The minute that it is of.")
    people_in = serializers.IntegerField()
    came_today = serializers.IntegerField(allow_null=True, help_text="Of them; null on the first day, and afterwards.")
    people_expected = serializers.IntegerField()
    curve = CurvePointSerializer(many=True)
    minutes = serializers.ListField(child=serializers.DateTimeField(), help_text="The last ten whole ones.")
    gates = GateFiguresSerializer(many=True)
    rooms = RoomFiguresSerializer(many=True)
    teams = TeamFiguresSerializer(many=True)


class ScanToldSerializer(ScanResultSerializer):
    """What became of one. Where `code` is set it was refused and recorded nowhere, and `words` say why."""

    annulled = serializers.BooleanField(required=False)
    code = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)


class ScansToldSerializer(serializers.Serializer[Any]):
    results = ScanToldSerializer(many=True)
