from typing import Any

from rest_framework import serializers

from checkin.states import Answer, RefusedKind


class DoubleSerializer(serializers.Serializer[Any]):
    """What a device let through alone and the rules refuse, such as the second of two entries."""

    scan_id = serializers.UUIDField()
    attendee = serializers.IntegerField(allow_null=True)
    checkpoint = serializers.IntegerField()
    scanned_at = serializers.DateTimeField()
    device_answer = serializers.ChoiceField(choices=Answer.choices)
    answer = serializers.ChoiceField(choices=Answer.choices)
    other_scan = serializers.UUIDField(allow_null=True, help_text="The way in that stands beside it.")


class RefusedScansSerializer(serializers.Serializer[Any]):
    """Scans of one kind by one scanner at one checkpoint that let nobody in."""

    kind = serializers.ChoiceField(choices=RefusedKind.choices)
    checkpoint = serializers.IntegerField()
    scanned_by = serializers.CharField(help_text="Such as `device:4`.")
    scans = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    until = serializers.IntegerField(help_text="For marking as seen: these, and none that come later.")
    words = serializers.CharField()
    to_do = serializers.CharField()


class ScansToLookAtSerializer(serializers.Serializer[Any]):
    doubles = DoubleSerializer(many=True)
    refused = RefusedScansSerializer(many=True)


class SeeRefusedSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RefusedKind.choices)
    checkpoint = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    scanned_by = serializers.CharField(max_length=60)
    until = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class SeenSerializer(serializers.Serializer[Any]):
    seen = serializers.IntegerField(help_text="How many nobody had seen before.")
