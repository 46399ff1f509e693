from django.db import models

from jobs.models.job import Job


class ImportUpload(models.Model):
    """A file that somebody sent to be imported, kept privately, with what it would have changed when it came."""

    kind = models.CharField(max_length=40)  # "directory"
    convening_id = models.BigIntegerField(db_index=True)
    file = models.CharField(max_length=200)  # its name in the private storage
    name = models.CharField(max_length=200)  # as it was called where it came from
    sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)  # {"new": 12, "changed": 3, ...}
    uploaded_by = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField()
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name
