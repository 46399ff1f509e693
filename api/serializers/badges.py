from typing import Any

from rest_framework import serializers

from checkin.models import Badge, BadgeDesign
from checkin.states import BadgeFormat


class BadgeSerializer(serializers.ModelSerializer[Badge]):
    """A badge and how far it is: `prints` counts how often it was put on paper. Its code is on the badge alone."""

    attendee = serializers.IntegerField(source="attendee_id")
    name = serializers.CharField(source="attendee.person.name")
    prints = serializers.IntegerField(source="times_printed")
    last_printed_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Badge
        fields = (
            "id", "attendee", "name", "state", "issued_at", "printed_at", "prints", "last_printed_at", "replaced_at",
        )  # fmt: skip


class DesignSerializer(serializers.ModelSerializer[BadgeDesign]):
    """What stands on the badges of one kind of person."""

    class Meta:
        model = BadgeDesign
        fields = (
            "kind", "ribbon", "colour", "shows_pronunciation", "shows_job", "shows_team", "shows_side", "shows_booth",
            "shows_logos", "shows_agenda",
        )  # fmt: skip


class SheetSerializer(serializers.Serializer[Any]):
    """Which badges on which paper. `badge` is needed for `one`. `again`: although some are on paper already."""

    only = serializers.ChoiceField(choices=("all", "new", "changed", "one"))
    badge = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    paper = serializers.ChoiceField(choices=BadgeFormat.choices, default=BadgeFormat.LETTER_6)
    again = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["only"] == "one") != ("badge" in attrs):
            raise serializers.ValidationError({"badge": "Give the id of a badge with “one”, and with nothing else."})
        return attrs
