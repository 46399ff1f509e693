"""Files that long work has made, and files that were sent to it: private, and kept for a while only."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from jobs.models import ImportUpload, Job

KEPT_FOR = timedelta(days=14)  # the files of jobs, and the files that were sent to be imported
AT_ONCE = 200


def keep_file(name: str, content: bytes) -> str:
    """Keep a job's file; the name in the private storage. Again, after a worker died, it replaces the first."""
    storage = storages["private"]
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def sweep_files(*, at: datetime) -> int:
    """Delete what was kept long enough; how many. Idempotent: a file goes first, then its row tells so."""
    return _sweep_jobs(at - KEPT_FOR) + _sweep_uploads(at - KEPT_FOR)


def _sweep_jobs(before: datetime) -> int:
    old = Job.objects.filter(ended_at__lt=before, result__has_key="file").order_by("pk")[:AT_ONCE]
    return sum(_sweep_job(job) for job in old)


def _sweep_job(job: Job) -> int:
    name = str(job.result["file"])
    storages["private"].delete(name)
    job.result = {key: value for key, value in job.result.items() if key != "file"} | {"swept": True}
    return Job.objects.filter(pk=job.pk).update(result=job.result)


def _sweep_uploads(before: datetime) -> int:
    """Those that no worker is about to apply."""
    old = ImportUpload.objects.filter(uploaded_at__lt=before).exclude(file="")
    done = old.exclude(job__isnull=False, job__ended_at__isnull=True).order_by("pk")[:AT_ONCE]
    return sum(_sweep_upload(upload) for upload in done)


def _sweep_upload(upload: ImportUpload) -> int:
    storages["private"].delete(upload.file)
    return ImportUpload.objects.filter(pk=upload.pk).update(file="")


