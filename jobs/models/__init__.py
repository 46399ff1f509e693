from jobs.models.import_upload import ImportUpload
from jobs.models.job import Job
from jobs.models.proposal import Proposal

__all__ = ["ImportUpload", "Job", "Proposal"]
