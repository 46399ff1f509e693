from rest_framework import serializers

from registration.domain.details import may_be_listed, shows_no_photo
from registration.models import Attendee


class AttendeeSerializer(serializers.ModelSerializer[Attendee]):
    """A person who comes. `team` is null for presenters, staff, partners and guests on no team.

    `no_photo`: their badge says so. `may_be_listed`: they said that they may; nobody under 18 is. Needs are not here.
    """

    name = serializers.CharField(source="person.name")
    email = serializers.CharField(source="person.email")
    team = serializers.IntegerField(source="team_id", allow_null=True)
    team_name = serializers.CharField(source="team.name", default=None, allow_null=True)
    no_photo = serializers.SerializerMethodField()
    may_be_listed = serializers.SerializerMethodField()

    def get_no_photo(self, attendee: Attendee) -> bool:
        return shows_no_photo(attendee)

    def get_may_be_listed(self, attendee: Attendee) -> bool:
        return may_be_listed(attendee)

    class Meta:
        model = Attendee
        fields = (
            "id", "name", "email", "kind", "team", "team_name", "side", "office", "job", "organization", "no_photo",
            "may_be_listed", "cancelled_at",
        )
