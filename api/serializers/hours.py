from typing import Any

from rest_framework import serializers

from checkin.domain.attendance import Why


class SessionHoursSerializer(serializers.Serializer[Any]):
    session = serializers.IntegerField()
    present = serializers.IntegerField(help_text="Minutes in the room.")
    minutes = serializers.IntegerField(help_text="Minutes that count.")
    why = serializers.ChoiceField(choices=[str(why) for why in Why])


class CertifiedSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    minutes = serializers.IntegerField()
    credit = serializers.DecimalField(max_digits=7, decimal_places=2)
    released_at = serializers.DateTimeField()
    url = serializers.URLField(help_text="Its public page.")


class HoursSerializer(serializers.Serializer[Any]):
    """One person's hours. `certificate` is the one that stands; it may say other hours."""

    attendee = serializers.IntegerField()
    name = serializers.CharField()
    educator_id = serializers.CharField(allow_blank=True)
    minutes = serializers.IntegerField()
    credit = serializers.DecimalField(max_digits=7, decimal_places=2)
    unit = serializers.CharField()
    sessions = SessionHoursSerializer(many=True)
    certificate = CertifiedSerializer(allow_null=True)
