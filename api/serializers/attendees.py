from rest_framework import serializers

from registration.models import Attendee


class AttendeeSerializer(serializers.ModelSerializer[Attendee]):
    """A person who comes. `team` is null for presenters, staff, partners and guests on no team."""

    name = serializers.CharField(source="person.name")
    email = serializers.CharField(source="person.email")
    team = serializers.IntegerField(source="team_id", allow_null=True)
    team_name = serializers.CharField(source="team.name", default=None, allow_null=True)

    class Meta:
        model = Attendee
        fields = (
            "id", "name", "email", "kind", "team", "team_name", "side", "office", "job", "organization", "cancelled_at",
        )
