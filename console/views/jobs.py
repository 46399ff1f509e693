"""Background work: how far it is, cancelling it, taking its result."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from console.domain.job_rows import JobRow, job_rows, jobs_of, kind_of
from console.views.outcome import tell
from convenings.domain.access import NotAllowed
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from jobs.domain import work
from jobs.domain.keeping import KEPT_FOR
from jobs.models import Job

ROWS = 30


@require_safe
@convening_required(Permission.VIEW_CONVENING)
def jobs(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All work of this convening, newest first."""
    page = Paginator(jobs_of(convening), ROWS).get_page(request.GET.get("page"))
    rows = job_rows(page, held(request))
    context = {"convening": convening, "page": page, "rows": rows, "days": KEPT_FOR.days, "speaks": False}
    return render(request, "console/jobs.html", context)


@require_safe
@vary_on_headers("HX-Request", "HX-Boosted")
@convening_required(Permission.VIEW_CONVENING)
def job(request: OrganizerRequest, convening: Convening, job_id: int) -> HttpResponseBase:
    """One job on a page; for htmx its row alone, asked for every few seconds while it goes on: 304 while the same."""
    found = get_object_or_404(Job, pk=job_id, convening_id=convening.pk)
    [row] = job_rows([found], held(request))
    if not request.htmx or request.htmx.boosted:
        context = {"convening": convening, "rows": [row], "one": row, "speaks": False}
        return render(request, "console/jobs.html", context)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=row.tag)
    if answer is None:
        seen = request.headers.get("If-None-Match", "")
        context = {"convening": convening, "row": row, "speaks": _has_news(row, seen)}
        answer = render(request, "console/jobs.html#row", context)
        answer["ETag"] = row.tag
        if context["speaks"] and not row.is_on:
            answer["HX-Trigger"] = "job-ended"  # pages that show what came of it look again
    else:
        answer["HX-Reswap"] = "none"  # htmx would put the empty answer in the row's place
    return answer


def _has_news(row: JobRow, seen: str) -> bool:
    """Whether it is worth reading aloud: another state, or another quarter. `seen` is the tag of the row before."""
    state, done, total, *__ = [*seen.strip('"').split("-"), "", "", ""]
    is_tag = done.isdecimal() and total.isdecimal() and len(done + total) < 20
    before = 4 * int(done) // int(total) if is_tag and int(total) else 0
    return bool(seen) and (state != row.job.state or before != row.quarter)


@require_POST
@convening_required(Permission.VIEW_CONVENING)
def cancel(request: OrganizerRequest, convening: Convening, job_id: int) -> HttpResponse:
    """Stop a job."""
    found = get_object_or_404(Job, pk=job_id, convening_id=convening.pk)
    require_for(found, request)
    tell(
        request, lambda: work.cancel(job=found, by=request.actor, at=timezone.now()),
        _("The work is cancelled. What it had finished stays."),
    )
    return redirect("console:jobs", convening.slug)


@require_safe
@convening_required(Permission.VIEW_CONVENING)
def download(request: OrganizerRequest, convening: Convening, job_id: int) -> FileResponse:
    """The file that a job made, for whoever may see what is in it."""
    found = get_object_or_404(Job, pk=job_id, convening_id=convening.pk)
    require_for(found, request)
    name = str(found.result.get("file") or "")
    if not name or not storages["private"].exists(name):
        raise Http404
    response = FileResponse(storages["private"].open(name), as_attachment=True, filename=PurePath(name).name)
    response["Cache-Control"] = "private, no-store"
    return response


def require_for(found: Job, request: OrganizerRequest) -> None:
    """Refuses whoever may not see what the work makes: they do not stop it either."""
    if kind_of(found).needs not in held(request):
        raise PermissionDenied(str(NotAllowed.words))


def held(request: OrganizerRequest) -> frozenset[Permission]:
    """What the organizer may do in this convening."""
    return request.permissions
