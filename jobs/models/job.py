from django.db import models

from jobs.states import JobState


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
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state_known"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"])]
