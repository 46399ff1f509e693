from datetime import datetime
from typing import ClassVar

from django.db import models

from jobs.states import JobState


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> "JobQuerySet":
        """What nobody has begun, oldest first."""
        return self.filter(state=JobState.WAITING).order_by("asked_at", "id")

    def silent(self, since: datetime) -> "JobQuerySet":
        """What runs and has not been heard of since then."""
        return self.filter(state=JobState.RUNNING, claimed_at__lt=since)


class Job(models.Model):
    """Long work with progress: a badge sheet, an export. Higher rooms register what runs for a kind."""

    convening_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=60)  # "badges.sheet"
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)  # names a stored file, or figures
    error = models.TextField(blank=True)  # in words
    started_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # also the heartbeat of a running job
    attempts = models.PositiveIntegerField(default=0)  # also tells one claim from the next
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state_known"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
