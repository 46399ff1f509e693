"""Background work as organizers see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from convenings.permissions import Permission
from jobs.models import Job
from jobs.states import JobState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class KindOfWork:
    """How a kind is called, and what it takes to see its file."""

    title: str | Promise
    needs: Permission = Permission.VIEW_TEAMS


KINDS = {
    "badges.sheet": KindOfWork(_("Badge sheet"), Permission.PRINT_BADGES),
    "import.apply": KindOfWork(_("Import"), Permission.CHANGE_CONVENING),
    "mail.bulk": KindOfWork(_("Bulk mail"), Permission.SEND_MAIL),
    "badges.render": KindOfWork(_("Codes of badges"), Permission.PRINT_BADGES),
}
OTHER = KindOfWork(_("Background work"))


@dataclass(frozen=True)
class JobRow:
    job: Job
    title: str | Promise
    is_on: bool
    has_file: bool


def kind_of(job: Job) -> KindOfWork:
    return KINDS.get(job.kind, OTHER)


def job_row(job: Job) -> JobRow:
    """One job with its words."""
    return JobRow(
        job=job, title=kind_of(job).title, is_on=job.state in {JobState.WAITING, JobState.RUNNING},
        has_file=job.state == JobState.DONE and bool(job.result.get("file")),
    )


def job_rows(jobs: "Iterable[Job]") -> list[JobRow]:
    return [job_row(job) for job in jobs]


def jobs_of(convening: Convening) -> "QuerySet[Job]":
    """The convening's work, newest first."""
    return Job.objects.filter(convening_id=convening.pk).order_by("-pk")
