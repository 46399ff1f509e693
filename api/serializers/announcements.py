from typing import Any

from rest_framework import serializers

from registration.domain.announcements import LONGEST
from registration.models import Announcement, BulkMail


class AnnouncementSerializer(serializers.ModelSerializer[Announcement]):
    """`ended_at` is null while it stands, and where it ran to its end."""

    class Meta:
        model = Announcement
        fields = ("id", "text", "begins_at", "ends_at", "ended_at", "replaces", "mail")


class AnnounceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LONGEST)
    ends_at = serializers.DateTimeField(
        required=False, help_text="Without it, the end of the day where the convening is."
    )
    with_mail = serializers.BooleanField(default=True, help_text="Also by mail, to everybody who comes.")


class BulkMailSerializer(serializers.ModelSerializer[BulkMail]):
    """`total` counts the people on its list, once that is fixed."""

    class Meta:
        model = BulkMail
        fields = (
            "id", "audience", "narrowed", "subject", "body", "state", "total", "written_at", "held_at", "confirmed_at",
            "ended_at", "job",
        )
