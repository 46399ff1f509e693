"""What is corrected of a team and of who comes."""

from typing import Any

from rest_framework import serializers

from agreements.states import Side


class TeamNameSerializer(serializers.Serializer[Any]):
    """How the team is called, and where it is from."""

    name = serializers.CharField(max_length=200)
    place_name = serializers.CharField(max_length=120)
    us_state = serializers.CharField(max_length=2, help_text="Two letters, such as NH.")


class CorrectedAttendeeSerializer(serializers.Serializer[Any]):
    """What stands about somebody who comes; what is left out stays."""

    name = serializers.CharField(max_length=200, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    job = serializers.CharField(max_length=120, allow_blank=True, required=False)
    side = serializers.ChoiceField(choices=Side.choices, allow_blank=True, required=False)
    organization = serializers.CharField(max_length=200, allow_blank=True, required=False)
