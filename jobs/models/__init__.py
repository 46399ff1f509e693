from jobs.models.import_upload import ImportUpload
from jobs.models.job import Job

__all__ = ["ImportUpload", "Job"]
