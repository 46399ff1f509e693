"""Answers with a table: the file itself, or, where it is long, the way to have it written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from console.domain.exports import EXPORTS, Chosen, ask_export, is_small, written
from convenings.models import Convening
from convenings.views_access import OrganizerRequest


def table_answer(request: OrganizerRequest, convening: Convening, name: str, chosen: Chosen) -> HttpResponse:
    """GET: the table, or a page that offers to write it. POST: a worker writes it; the Jobs page has it then."""
    export = EXPORTS[name]
    if request.method == "POST":
        ask_export(export, convening=convening, chosen=chosen, by=request.actor, at=timezone.now())
        messages.success(request, _("The table is being written. You can leave this page: it waits here for you."))
        return redirect("console:jobs", convening.slug)
    if not is_small(export, convening, chosen):
        context = {"convening": convening, "export": export, "rows": export.count(convening, chosen)}
        return render(request, "console/export.html", context)
    headers = {
        "Content-Disposition": f'attachment; filename="{export.file_name(convening, chosen)}.csv"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(written(export, convening, chosen), content_type="text/csv; charset=utf-8", headers=headers)
