"""Sheets of badges as long work: asked for here, drawn by a worker, kept as a private file."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from django.core.files.storage import storages
from django.utils.translation import gettext_lazy as _

from checkin.domain.badges import draw_missing, mark_printed
from checkin.domain.sheets import draw_sheet
from checkin.models import Badge
from convenings.models import Convening
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.models import Job
from journal.refusals import Refusal

KIND = "badges.sheet"
CHUNK = 50


class NothingToPrint(Refusal):
    code = "nothing_to_print"
    words = _("There is no badge to print. Issue badges first; the printed ones are left out of “the new ones”.")


def ask_sheet(*, convening: Convening, only: Literal["all", "new"], by: str, at: datetime) -> Job:
    """Asks for a PDF of all active badges, or of those never printed, in the order of the tables."""
    badges = Badge.objects.active().of(convening)
    if only == "new":
        badges = badges.filter(printed_at__isnull=True)
    ids = list(badges.for_tables().values_list("pk", flat=True))
    if not ids:
        raise NothingToPrint
    return work.ask(kind=KIND, args={"badges": ids, "only": only}, by=by, at=at, convening_id=convening.pk)


def make_sheet(*, job: Job, progress: Callable[[int, int], None], at: datetime) -> dict[str, Any]:
    """Draws the codes that are missing, sets the sheet, keeps it. Run again it comes to the same file.

    Badges that were replaced since they were asked for are left out.
    """
    assert job.convening_id is not None
    asked = Badge.objects.active().filter(attendee__convening_id=job.convening_id, pk__in=job.args["badges"])
    badges = list(asked.with_people().for_tables())
    if not badges:
        raise NothingToPrint
    progress(0, len(badges))
    for start in range(0, len(badges), CHUNK):
        draw_missing(badges[start : start + CHUNK], at=at)
        progress(min(start + CHUNK, len(badges) - 1), len(badges))
    sheet = draw_sheet(badges)
    name = keep_file(f"badges/{job.convening_id}/badges-{job.pk}.pdf", sheet.pdf)
    mark_printed(badges, at=at)
    return {"file": name, "badges": len(badges), "unprintable": list(sheet.unprintable)}


def sheet_file(job: Job) -> str:
    """The name of the finished sheet in the private storage, empty while there is none."""
    result: Mapping[str, Any] = job.result if job.kind == KIND else {}
    name = str(result.get("file", ""))
    return name if name and storages["private"].exists(name) else ""
