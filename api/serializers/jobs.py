from typing import Any

from rest_framework import serializers

from jobs.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    """Long work: `done` of `total` steps. `result` holds figures once it is done; `has_file` tells that organizers can
    fetch its file, which is deleted after two weeks. `cancel_asked_at`: since when it is to stop."""

    result = serializers.SerializerMethodField()
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = (
            "id", "kind", "state", "done", "total", "result", "has_file", "error", "started_by", "asked_at", "ended_at",
            "cancel_asked_at",
        )  # fmt: skip

    def get_result(self, job: Job) -> dict[str, Any]:
        """Figures only: names of files are the house's own."""
        return {name: value for name, value in job.result.items() if type(value) is int}

    def get_has_file(self, job: Job) -> bool:
        return bool(job.result.get("file"))
