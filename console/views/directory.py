"""The directory of districts: a file is sent, what it would change is shown, and then it is applied."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.forms.importing import DirectoryFileForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from jobs.domain import imports
from jobs.domain.import_pages import part_named, parts_of, told_rows, uploads_of
from jobs.models import ImportUpload
from registration.domain.directory import DIRECTORY, DirectoryImport
from registration.models import DirectoryEntry

ROWS = 50
may_import = convening_required(Permission.CHANGE_CONVENING)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def directory(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """How many places are listed, a file for more, and the files that were sent."""
    form = DirectoryFileForm(request.POST, request.FILES) if request.method == "POST" else DirectoryFileForm()
    kept: list[ImportUpload] = []
    if form.is_bound and form.is_valid() and settle(form, lambda: kept.append(_keep(request, convening, form))):
        return redirect("console:import", convening.slug, kept[0].pk)
    context = {
        "convening": convening,
        "form": form,
        "listed": DirectoryEntry.objects.count(),
        "uploads": uploads_of(convening.pk, DIRECTORY.name),
    }
    return render(request, "console/directory.html", context, status=422 if form.errors else 200)


@require_safe
@may_import
def report(request: OrganizerRequest, convening: Convening, upload_id: int) -> HttpResponse:
    """What the file would change, part by part. Writes nothing."""
    upload = found(convening, upload_id)
    if not upload.file:
        return gone(request, convening)
    plan = imports.plan_of(upload)
    part = part_named(plan, request.GET.get("show", ""))
    page = Paginator(part.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "convening": convening, "upload": upload, "plan": plan, "parts": parts_of(plan), "part": part, "page": page,
        "rows": told_rows(upload, part, list(page)),
    }  # fmt: skip
    return render(request, "console/import.html", context)


@require_safe
@may_import
def report_file(request: OrganizerRequest, convening: Convening, upload_id: int) -> HttpResponse:
    """The whole report as CSV."""
    upload = found(convening, upload_id)
    if not upload.file:
        return gone(request, convening)
    data = imports.report(imports.kind_of(upload), imports.plan_of(upload))
    return csv_answer(data, f"import-{upload.pk}.csv")


@require_POST
@may_import
def apply(request: OrganizerRequest, convening: Convening, upload_id: int) -> HttpResponse:
    """Lets a worker write what was shown."""
    upload = found(convening, upload_id)
    words = _("The import has begun. You can leave this page.")
    tell(request, lambda: imports.ask_to_apply(upload=upload, by=request.actor, at=timezone.now()), words)
    return redirect("console:jobs", convening.slug)


def found(convening: Convening, upload_id: int) -> ImportUpload:
    uploads = ImportUpload.objects.select_related("job")
    return get_object_or_404(uploads, pk=upload_id, convening_id=convening.pk, kind=DIRECTORY.name)


def gone(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The file was deleted: back to where another is sent."""
    messages.error(request, str(imports.FileGone.words))
    return redirect("console:directory", convening.slug)


def csv_answer(data: bytes, name: str) -> HttpResponse:
    """A table to take away, for nobody else."""
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _keep(request: OrganizerRequest, convening: Convening, form: DirectoryFileForm) -> ImportUpload:
    data = form.cleaned_data
    return imports.keep_upload(
        kind=DirectoryImport(convening.pk), data=data["file"], name=form.file_name, convening_id=convening.pk,
        options={"source": data["source"], "year": data["year"], "convening": convening.pk}, by=request.actor,
        at=timezone.now(),
    )  # fmt: skip
