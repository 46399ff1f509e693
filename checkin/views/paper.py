"""The organizers' page of lists on paper: asked for, fetched when they are ready."""

from pathlib import PurePath

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from checkin.domain.rosters import KIND, ask_roster, roster_file
from checkin.forms.paper import RosterForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from journal.refusals import Refusal

PAGE = "checkin/paper.html"
ON = (JobState.WAITING, JobState.RUNNING)
RECENT = 8
may_print = convening_required(Permission.PRINT_BADGES)


@require_safe
@may_print
def paper(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page; for htmx the newest lists and how far they are."""
    if request.htmx:
        return render(request, f"{PAGE}#made", {"convening": convening, **_newest(convening)})
    return _show(request, convening, RosterForm(convening=convening))


@require_POST
@may_print
def ask(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Asks for a list."""
    form = RosterForm(request.POST, convening=convening)
    if not form.is_valid():
        return _show(request, convening, form, status=422)
    try:
        ask_roster(convening=convening, **form.cleaned_data, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:paper", convening.slug)


@require_POST
@may_print
def cancel(request: OrganizerRequest, convening: Convening, job_id: int) -> HttpResponse:
    """Stops a list that is being made."""
    try:
        work.cancel(job=_job(convening, job_id), by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:paper", convening.slug)


@require_safe
@may_print
def download(request: OrganizerRequest, convening: Convening, job_id: int) -> FileResponse:
    """The PDF, for nobody else."""
    name = roster_file(_job(convening, job_id))
    if not name:
        raise Http404
    return FileResponse(storages["private"].open(name), as_attachment=True, filename=PurePath(name).name)


def _show(request: OrganizerRequest, convening: Convening, form: RosterForm, status: int = 200) -> HttpResponse:
    context = {"convening": convening, "form": form, **_newest(convening)}
    return render(request, PAGE, context, status=status)


def _newest(convening: Convening) -> dict[str, object]:
    jobs = list(Job.objects.filter(convening_id=convening.pk, kind=KIND).order_by("-pk")[:RECENT])
    lists = [{"job": job, "on": job.state in ON, "file": bool(roster_file(job))} for job in jobs]
    return {"lists": lists, "on": any(job.state in ON for job in jobs)}


def _job(convening: Convening, job_id: int) -> Job:
    return get_object_or_404(Job, pk=job_id, convening_id=convening.pk, kind=KIND)
