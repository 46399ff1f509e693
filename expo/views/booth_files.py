"""Booths by CSV file: sent, shown what it would change, then applied by a worker."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from expo.domain.booth_import import NAME, BoothImport
from expo.domain.drawing import newest_step
from expo.forms.booth_file import BoothFileForm
from expo.models import Hall
from expo.views.drawing import hall_named, may_change, who
from expo.views.lists import csv_answer
from jobs.domain import imports
from jobs.domain.import_pages import part_named, parts_of, told_rows, uploads_of
from jobs.models import ImportUpload
from journal.refusals import Refusal

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def files(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """The table to take away, a file to send, and those that were sent."""
    where = hall_named(convening, hall)
    form = BoothFileForm(request.POST, request.FILES) if request.method == "POST" else BoothFileForm()
    kept = form.accept(lambda data: _keep(request, where, form, data)) if form.is_bound else None
    if kept is not None:
        return redirect("expo:booth_file", convening.slug, hall, kept.pk)
    sent = [upload for upload in uploads_of(convening.pk, NAME) if upload.options["hall"] == hall]
    context = {"convening": convening, "hall": where, "form": form, "uploads": sent}
    return render(request, "expo/booth_files.html", context, status=422 if form.errors else 200)


def _keep(request: OrganizerRequest, hall: Hall, form: BoothFileForm, data: dict[str, Any]) -> ImportUpload:
    options = {"hall": hall.pk, "seen": newest_step(hall)}
    return imports.keep_upload(
        kind=BoothImport(options, ""), data=data["file"], name=form.file_name, options=options,
        convening_id=hall.convening_id, **who(request),
    )  # fmt: skip


def _found(convening: Convening, hall: int, pk: int) -> ImportUpload:
    uploads = ImportUpload.objects.select_related("job").filter(options__hall=hall)
    return get_object_or_404(uploads, pk=pk, convening_id=convening.pk, kind=NAME)


@require_safe
@may_change
def report(request: OrganizerRequest, convening: Convening, hall: int, upload: int) -> HttpResponse:
    """What the file would change, part by part. Writes nothing."""
    where, found = hall_named(convening, hall), _found(convening, hall, upload)
    try:
        plan = imports.plan_of(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("expo:booth_files", convening.slug, hall)
    part = part_named(plan, request.GET.get("show", ""))
    page = Paginator(part.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "convening": convening, "hall": where, "upload": found, "plan": plan, "parts": parts_of(plan), "part": part,
        "page": page, "rows": told_rows(found, part, list(page)),
    }  # fmt: skip
    return render(request, "expo/booth_file.html", context)


@require_safe
@may_change
def report_csv(request: OrganizerRequest, convening: Convening, hall: int, upload: int) -> HttpResponse:
    """The whole report as CSV."""
    found = _found(convening, hall, upload)
    try:
        data = imports.report(imports.kind_of(found), imports.plan_of(found))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("expo:booth_files", convening.slug, hall)
    return csv_answer(data, f"import-{found.pk}.csv")


@require_POST
@may_change
def apply(request: OrganizerRequest, convening: Convening, hall: int, upload: int) -> HttpResponse:
    """Let a worker write what was shown."""
    try:
        imports.ask_to_apply(upload=_found(convening, hall, upload), **who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The booths are being drawn. Load the page again in a moment."))
    return redirect("expo:draw", convening.slug, hall)
