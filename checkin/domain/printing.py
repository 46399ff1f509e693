"""Badges put on paper, as long work: asked for here, drawn by a worker, kept as a private file. Each print is noted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.core.files.storage import storages
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.domain.actors import actor_name
from checkin.domain.badges import draw_missing, mark_printed
from checkin.domain.designs import designs_of
from checkin.domain.faces import digests_of
from checkin.domain.formats import USUAL
from checkin.domain.sheets import draw_sheet
from checkin.models import Badge, BadgePrint
from checkin.models.badge import BadgeQuerySet
from checkin.states import BadgeFormat
from convenings.models import Convening
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.models import Job
from journal.domain import entries
from journal.refusals import Refusal

KIND = "badges.sheet"
CHUNK = 50
ROWS = 500  # of prints, written at once
Which = Literal["all", "new", "changed", "one"]


class NothingToPrint(Refusal):
    code = "nothing_to_print"
    words = gettext_lazy(
        "There is no badge to print. Issue badges first; “new” and “changed” leave out what is on paper as it is."
    )


class PrintedBefore(Refusal):
    """Some of these badges are on paper already: the words say whose, since when and by whom."""

    code = "printed_before"


def ask_sheet(
    *,
    convening: Convening,
    only: Which,
    by: str,
    at: datetime,
    badge: Badge | None = None,
    paper: BadgeFormat = USUAL,
    again: bool = False,
) -> Job:
    """Asks for a PDF of badges in the order of the tables.

    only: all of those who come, of them those never printed, or those whose front changed since; or the one given.
    again: although some of them are on paper as they are. Refuses: nothing_to_print, printed_before.
    """
    ids = list(_chosen(convening, only, badge).for_tables().values_list("pk", flat=True))
    if not ids:
        raise NothingToPrint
    if not again and only in {"all", "one"}:
        _warn(convening, ids)
    args = {"badges": ids, "only": only, "paper": paper}
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=convening.pk)


def changed_badges(convening: Convening) -> list[int]:
    """Ids of the active badges whose newest print shows something else than their person and design do now."""
    printed = dict(BadgePrint.objects.newest_of(convening).values_list("badge", "face"))
    if not printed:
        return []
    badges = Badge.objects.expected(convening).filter(printed_at__isnull=False).with_people()
    now = digests_of((badge.attendee for badge in badges), designs_of(convening))
    return [badge.pk for badge in badges if printed.get(badge.pk, "") not in now[badge.attendee_id]]


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
    faces = digests_of((badge.attendee for badge in badges), designs_of(badges[0].attendee.convening))
    sheet = draw_sheet(badges, paper=BadgeFormat(job.args.get("paper", USUAL)))
    progress(len(badges) - 1, len(badges))
    name = keep_file(f"badges/{job.convening_id}/badges-{job.pk}.pdf", sheet.pdf)
    _note(badges, faces, job=job, at=at)
    return {"file": name, "badges": len(badges), "unprintable": list(sheet.unprintable)}


def note_alone(badge: Badge, *, by: str, at: datetime) -> None:
    """One badge that stands on no sheet of ours: a kiosk or a scanner prints it. Its attendee is locked."""
    faces = digests_of([badge.attendee], designs_of(badge.attendee.convening))
    BadgePrint.objects.create(badge=badge, at=at, by=by, face=faces[badge.attendee_id][0])
    mark_printed([badge], at=at)
    entries.record(
        kind="badge.printed", by=by, at=at, subject=f"attendee:{badge.attendee_id}",
        convening_id=badge.attendee.convening_id, data={"badge": badge.pk},
    )  # fmt: skip


def printed_words(badge: Badge, *, first: BadgePrint) -> str:
    """Who printed the first badge of this person, and when."""
    convening = badge.attendee.convening
    day = pgettext("format of a day with its weekday, and a time", "l, F j, g:i a")
    told = {"who": actor_name(first.by), "when": date_format(convening.local(first.at), day), "name": badge}
    return _("%(who)s printed one on %(when)s, the first for %(name)s.") % told


def first_print(badge: Badge) -> BadgePrint | None:
    """The first time that a badge of this person was printed, be it one that was replaced since."""
    return BadgePrint.objects.filter(badge__attendee=badge.attendee_id).order_by("pk").first()


def _chosen(convening: Convening, only: Which, badge: Badge | None) -> BadgeQuerySet:
    if only == "one":
        assert badge is not None
        return Badge.objects.active().of(convening).filter(pk=badge.pk)
    badges = Badge.objects.expected(convening)
    if only == "new":
        return badges.filter(printed_at__isnull=True)
    if only == "changed":
        return badges.filter(pk__in=changed_badges(convening))
    return badges


def _warn(convening: Convening, ids: Sequence[int]) -> None:
    """Refuses where one of these people holds a printed badge; the one that was printed first is named."""
    people = Badge.objects.of(convening).filter(pk__in=ids) if len(ids) == 1 else Badge.objects.of(convening)
    before = BadgePrint.objects.filter(badge__attendee__in=people.values("attendee")).order_by("pk")
    first = before.select_related("badge__attendee__person", "badge__attendee__convening").first()
    if first is None:
        return
    said = printed_words(first.badge, first=first)
    if len(ids) > 1:
        count = before.order_by().values("badge__attendee").distinct().count()
        many = ngettext("%(count)d of them is on paper already.", "%(count)d of them are on paper already.", count)
        said = f"{many % {'count': count}} {said}"
    raise PrintedBefore(said)


def _note(badges: Sequence[Badge], faces: Mapping[int, tuple[str, ...]], *, job: Job, at: datetime) -> None:
    """One row a badge; a sheet that is made twice because its worker died counts once."""
    mark_printed(badges, at=at)
    rows = [
        BadgePrint(badge=badge, at=at, by=job.started_by, face=faces[badge.attendee_id][0], job=job.pk)
        for badge in badges
    ]
    for start in range(0, len(rows), ROWS):
        BadgePrint.objects.bulk_create(rows[start : start + ROWS], ignore_conflicts=True)


def sheet_file(job: Job) -> str:
    """The name of the finished sheet in the private storage, empty while there is none."""
    result: Mapping[str, Any] = job.result if job.kind == KIND else {}
    name = str(result.get("file", ""))
    return name if name and storages["private"].exists(name) else ""
