"""What happened, by whom."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.domain.journal_rows import entries_of, journal_rows, kinds
from console.forms.filters import JournalFilter
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required

ROWS = 100


@require_safe
@convening_required(Permission.VIEW_JOURNAL)
def journal(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The convening's journal, newest first, by kind and subject."""
    form = JournalFilter(request.GET, kinds=kinds())
    page = Paginator(entries_of(convening, **form.chosen()), ROWS).get_page(request.GET.get("page"))
    rows = journal_rows(list(page))
    return render(request, "console/journal.html", {"convening": convening, "form": form, "page": page, "rows": rows})
