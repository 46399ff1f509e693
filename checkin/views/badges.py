"""The organizers' page of badges: issue, print, find somebody, replace a lost one."""

from pathlib import PurePath

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from checkin.domain import badges as domain
from checkin.domain.finding import find_people
from checkin.domain.formats import USUAL
from checkin.domain.printing import KIND, PrintedBefore, ask_sheet, changed_badges, sheet_file
from checkin.forms.badges import SheetForm
from checkin.models import Badge
from checkin.states import BadgeFormat
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
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
def badges(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page; for htmx its work in progress with what can be made now, or what was found."""
    wanted = request.GET.get("q", "").strip()[:100]
    context = {"convening": convening, "q": wanted}
    if request.htmx and "q" in request.GET:
        return render(request, f"{PAGE}#found", {**context, "found": find_people(convening, wanted)})
    if request.htmx:
        return render(request, f"{PAGE}#work", {**context, **progress_of(convening), "swapped": True})
    return show(request, convening, wanted)


def show(
    request: OrganizerRequest,
    convening: Convening,
    wanted: str = "",
    *,
    warned: PrintedBefore | None = None,
    asked: dict[str, object] | None = None,
) -> HttpResponse:
    """The whole page; warned: what was printed before, asked: what is printed again if they say so."""
    context = {
        "convening": convening, "q": wanted, "swapped": False, "found": find_people(convening, wanted),
        "printing": SheetForm(convening=convening, paper=str(asked["paper"]) if asked else usual_paper(convening)),
        "warned": warned, "asked": asked, **progress_of(convening),
    }  # fmt: skip
    return render(request, PAGE, context, status=409 if warned else 200)


@require_POST
@may_print
def issue(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Badges for everybody who comes and has none."""
    count = domain.issue_badges(convening=convening, by=request.actor, at=timezone.now())
    said = ngettext("%(count)d badge was issued.", "%(count)d badges were issued.", count) if count else ""
    messages.success(request, said % {"count": count} if count else _("Everybody who comes has a badge."))
    return redirect("checkin:badges", convening.slug)


@require_POST
@may_print
def sheet(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Asks for a PDF of some badges, or of one; who is on paper already is named, and printed when asked again."""
    form = SheetForm(request.POST, convening=convening)
    if not form.is_valid():
        raise Http404
    try:
        ask_sheet(convening=convening, by=request.actor, at=timezone.now(), **form.asked())
    except PrintedBefore as before:
        return show(request, convening, warned=before, asked=form.hidden())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:badges", convening.slug)


@require_POST
@may_print
def cancel_sheet(request: OrganizerRequest, convening: Convening, job_id: int) -> HttpResponse:
    """Stops a sheet that is being made."""
    try:
        work.cancel(job=sheet_job(convening, job_id), by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("checkin:badges", convening.slug)


@require_safe
@may_print
def download_sheet(request: OrganizerRequest, convening: Convening, job_id: int) -> FileResponse:
    """The PDF, for nobody else."""
    name = sheet_file(sheet_job(convening, job_id))
    if not name:
        raise Http404
    response = FileResponse(storages["private"].open(name), as_attachment=True, filename=PurePath(name).name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@may_print
def replace(request: OrganizerRequest, convening: Convening, badge_id: int) -> HttpResponse:
    """A new badge for who lost one; the old one is dead at once."""
    found = Badge.objects.of(convening).select_related("attendee__person")
    badge = get_object_or_404(found, pk=badge_id)
    try:
        domain.replace_badge(badge=badge, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s has a new badge. The old one opens nothing any more; print the new one below.")
        messages.success(request, said % {"name": badge})
    return redirect("checkin:badges", convening.slug)


def progress_of(convening: Convening) -> dict[str, object]:
    """How far the badges are, how many are out of date on paper, and the newest sheets."""
    counts = domain.counts(convening)
    jobs = list(Job.objects.filter(convening_id=convening.pk, kind=KIND).order_by("-pk")[:RECENT])
    sheets = [
        {"job": job, "on": job.state in ON, "file": bool(sheet_file(job)), "paper": paper_of(job)} for job in jobs
    ]
    on = counts.drawing or any(job.state in ON for job in jobs)
    return {"counts": counts, "changed": len(changed_badges(convening)), "sheets": sheets, "on": on}


def paper_of(job: Job) -> BadgeFormat:
    """The paper that a sheet was asked for on."""
    return BadgeFormat(job.args.get("paper", USUAL))


def usual_paper(convening: Convening) -> BadgeFormat:
    """The paper of the newest sheet: whoever prints again has the same in the printer."""
    newest = Job.objects.filter(convening_id=convening.pk, kind=KIND).order_by("-pk").first()
    return paper_of(newest) if newest else USUAL


def sheet_job(convening: Convening, job_id: int) -> Job:
    """A sheet of this convening; 404 for anybody else's work."""
    return get_object_or_404(Job, pk=job_id, convening_id=convening.pk, kind=KIND)
