"""What people said of the sessions, for organizers: numbers and sentences, no names."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from breakouts.domain.feedback import Summary, summaries
from breakouts.domain.slots import spoken_slot
from breakouts.states import TakesHome, Useful
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from jobs.domain.tables import write_table


@may_schedule
@require_safe
def feedback(request: HttpRequest, convening: Convening) -> HttpResponse:
    """By session."""
    rows = summaries(convening)
    context = {"convening": convening, "rows": rows, "answers": sum(row.answers for row in rows)}
    return render(request, "breakouts/feedback.html", context)


@may_schedule
@require_safe
def feedback_csv(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The same as a table, a line for each session."""
    useful = [_("Useful: %(answer)s") % {"answer": answer.label} for answer in Useful]
    takes = [_("Takes something home: %(answer)s") % {"answer": answer.label} for answer in TakesHome]
    columns = [_("Session"), _("Time"), _("Room"), _("Answers"), *useful, *takes, _("Sentences")]
    response = HttpResponse(
        write_table(columns, _lines(summaries(convening), convening)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{convening.slug}-feedback.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(rows: list[Summary], convening: Convening) -> Iterator[list[object]]:
    """Cells stay empty below the number of answers from which they are broken down."""
    for row in rows:
        when = spoken_slot(row.session.slot, convening) if row.session.slot else ""
        numbers = [number for _label, number in (*row.useful, *row.takes_home)]
        cells: list[object] = list(numbers) or [""] * (len(Useful) + len(TakesHome))
        yield [row.session.title, when, str(row.session.room or ""), row.answers, *cells, "\n".join(row.words)]
