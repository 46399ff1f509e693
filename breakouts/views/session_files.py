"""Sessions by file: sent, shown what it would change, then applied by a worker."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breakouts.domain.session_import import NAME, SessionImport
from breakouts.forms.session_file import SessionFileForm
from breakouts.views.schedule import may_schedule
from breakouts.views.submissions import who
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from jobs.domain import imports
from jobs.domain.import_pages import part_named, parts_of, told_rows, uploads_of
from jobs.models import ImportUpload
from journal.refusals import Refusal

ROWS = 50


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A file to send, and those that were sent."""
    form = SessionFileForm(request.POST, request.FILES) if request.method == "POST" else SessionFileForm()
    kept = form.accept(lambda data: _keep(request, convening, form, data)) if form.is_bound else None
    if kept is not None:
        return redirect("breakouts:session_file", convening.slug, kept.pk)
    context = {"convening": convening, "form": form, "uploads": uploads_of(convening.pk, NAME)}
    return render(request, "breakouts/session_files.html", context, status=422 if form.errors else 200)


def _keep(request: OrganizerRequest, convening: Convening, form: SessionFileForm, data: dict[str, Any]) -> ImportUpload:
    options = {"convening": convening.pk}
    return imports.keep_upload(
        kind=SessionImport(options, ""), data=data["file"], name=form.file_name, options=options,
        convening_id=convening.pk, **who(request),
    )  # fmt: skip


def _found(convening: Convening, pk: int) -> ImportUpload:
    return get_object_or_404(ImportUpload.objects.select_related("job"), pk=pk, convening_id=convening.pk, kind=NAME)


@may_schedule
@require_safe
def report(request: OrganizerRequest, convening: Convening, upload: int) -> HttpResponse:
    """What the file would change, part by part. Writes nothing."""
    found = _found(convening, upload)
    try:
        plan = imports.plan_of(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("breakouts:session_files", convening.slug)
    part = part_named(plan, request.GET.get("show", ""))
    page = Paginator(part.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "convening": convening, "upload": found, "plan": plan, "parts": parts_of(plan), "part": part, "page": page,
        "rows": told_rows(found, part, list(page)),
    }  # fmt: skip
    return render(request, "breakouts/session_file.html", context)


@may_schedule
@require_POST
def apply(request: OrganizerRequest, convening: Convening, upload: int) -> HttpResponse:
    """Let a worker write what was shown."""
    try:
        imports.ask_to_apply(upload=_found(convening, upload), **who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The sessions are being written. Load the page again in a moment."))
    return redirect("breakouts:session_files", convening.slug)
