"""The organizers' page of badges: issue, print, find somebody, replace a lost one."""

from pathlib import PurePath

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from checkin.domain import badges as domain
from checkin.domain.finding import find_people
from checkin.domain.printing import KIND, ask_sheet, sheet_file
from checkin.models import Badge
from checkin.views.desk import actor
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from journal.refusals import Refusal

PAGE = "checkin/badges.html"
ON = (JobState.WAITING, JobState.RUNNING)
RECENT = 5
may_print = convening_required(Permission.PRINT_BADGES)


@require_safe
@may_print
def badges(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The page; for htmx its work in progress with what can be made now, or what was found."""
    wanted = request.GET.get("q", "").strip()[:100]
    context = {"convening": convening, "q": wanted}
    if request.htmx and "q" in request.GET:  # type: ignore[attr-defined]
        return render(request, f"{PAGE}#found", {**context, "found": find_people(convening, wanted)})
    progress = progress_of(convening)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, f"{PAGE}#work", {**context, **progress, "swapped": True})
    return render(request, PAGE, {**context, **progress, "swapped": False, "found": find_people(convening, wanted)})


@require_POST
@may_print
def issue(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Badges for everybody who comes and has none."""
    count = domain.issue_badges(convening=convening, by=actor(request), at=timezone.now())
    said = ngettext("%(count)d badge was issued.", "%(count)d badges were issued.", count) if count else ""
    messages.success(request, said % {"count": count} if count else _("Everybody who comes has a badge."))
    return redirect("checkin:badges", convening.slug)


@require_POST
@may_print
def sheet(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Asks for a PDF of all badges, or of the new ones."""
    only = "all" if request.POST.get("only") == "all" else "new"
    try:
        ask_sheet(convening=convening, only=only, again=True, by=actor(request), at=timezone.now())  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:badges", convening.slug)


@require_POST
@may_print
def cancel_sheet(request: HttpRequest, convening: Convening, job_id: int) -> HttpResponse:
    """Stops a sheet that is being made."""
    try:
        work.cancel(job=sheet_job(convening, job_id), by=actor(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:badges", convening.slug)


@require_safe
@may_print
def download_sheet(request: HttpRequest, convening: Convening, job_id: int) -> FileResponse:
    """The PDF, for nobody else."""
    name = sheet_file(sheet_job(convening, job_id))
    if not name:
        raise Http404
    response = FileResponse(storages["private"].open(name), as_attachment=True, filename=PurePath(name).name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@may_print
def replace(request: HttpRequest, convening: Convening, badge_id: int) -> HttpResponse:
    """A new badge for who lost one; the old one is dead at once."""
    found = Badge.objects.of(convening).select_related("attendee__person")
    badge = get_object_or_404(found, pk=badge_id)
    try:
        domain.replace_badge(badge=badge, by=actor(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s has a new badge. The old one opens nothing any more; print the new one below.")
        messages.success(request, said % {"name": badge})
    return redirect("checkin:badges", convening.slug)


def progress_of(convening: Convening) -> dict[str, object]:
    """How far the badges are, and the newest sheets."""
    counts = domain.counts(convening)
    jobs = list(Job.objects.filter(convening_id=convening.pk, kind=KIND).order_by("-pk")[:RECENT])
    sheets = [{"job": job, "on": job.state in ON, "file": bool(sheet_file(job))} for job in jobs]
    return {"counts": counts, "sheets": sheets, "on": counts.drawing or any(job.state in ON for job in jobs)}


def sheet_job(convening: Convening, job_id: int) -> Job:
    """A sheet of this convening; 404 for anybody else's work."""
    return get_object_or_404(Job, pk=job_id, convening_id=convening.pk, kind=KIND)
