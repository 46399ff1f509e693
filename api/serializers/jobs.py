from rest_framework import serializers

from jobs.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    """Long work: `done` of `total` steps."""

    class Meta:
        model = Job
        fields = ("id", "kind", "state", "done", "total", "error", "asked_at", "ended_at")
