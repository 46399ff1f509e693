"""Signs for the doors of rooms: what is held there by the newest release, a Letter sheet a day and room."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from breakouts.domain.programme import SessionLine
from breakouts.domain.public_programme import PublicProgramme, public_programme
from convenings.models import Convening
from convenings.templatetags.times import clock, zone_name
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.models import Job
from journal.refusals import Refusal
from registration.domain.printable import replace_unprintable
from registration.domain.typesetting import SheetFailed, typeset

KIND = "breakouts.signs"
TEMPLATE = settings.BASE_DIR / "templates" / "breakouts" / "door_signs.typ"


class NothingOnDoors(Refusal):
    code = "nothing_on_doors"
    words = gettext_lazy("Nothing is released yet. Release the programme first; every room then gets its signs.")


def ask_signs(*, convening: Convening, by: str, at: datetime) -> Job:
    """Asks for the signs of all rooms, in the language of who asks. Refusal: nothing_on_doors."""
    _public(convening)
    args = {"language": translation.get_language() or "en"}
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=convening.pk)


def make_signs(job: Job, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The worker's part; of the newest release by then. Refusal: nothing_on_doors."""
    assert job.convening_id is not None
    convening = Convening.objects.get(pk=job.convening_id)
    public = _public(convening)
    with translation.override(job.args["language"]):
        pdf, signs, unprintable = draw_signs(public)
    name = keep_file(f"signs/{convening.pk}/{convening.slug}-room-signs-{job.pk}.pdf", pdf)
    return {"file": name, "signs": signs, "unprintable": unprintable}


def _public(convening: Convening) -> PublicProgramme:
    public = public_programme(convening)
    if public is None or not public.schedule.sessions:
        raise NothingOnDoors
    return public


def newest_signs(convening: Convening) -> Job | None:
    """The work that was asked for last, for the page to show."""
    return Job.objects.filter(kind=KIND, convening_id=convening.pk).order_by("-pk").first()


def draw_signs(public: PublicProgramme) -> tuple[bytes, int, int]:
    """The PDF, how many signs it has, and how many hold characters that no type file has. Equal releases make equal
    bytes."""
    convening, signs = public.convening, _signs(public)
    data = {
        "title": _("Room signs, %(convening)s") % {"convening": convening.name},
        "lang": (translation.get_language() or "en").split("-")[0], "convening": convening.name,
        "version": public.release.name,
        "zone": _("All times are %(zone)s.") % {"zone": zone_name(convening)}, "signs": signs,
    }  # fmt: skip
    stamp = int(public.release.released_at.timestamp())
    try:
        return typeset(TEMPLATE, data, stamp=stamp), len(signs), 0
    except SheetFailed:
        hurt = [replace_unprintable(data, ("title", "convening", "version"))]
        hurt += [replace_unprintable(line, ("title", "by")) for sign in signs for line in sign["lines"]]
        hurt += [replace_unprintable(sign, ("room",)) for sign in signs]
        if not any(hurt):
            raise
        return typeset(TEMPLATE, data, stamp=stamp), len(signs), sum(hurt)


def _signs(public: PublicProgramme) -> list[dict[str, Any]]:
    """By room, then by day."""
    shown = pgettext("format of a day with its weekday", "l, F j")
    signs = []
    for room in public.schedule.rooms:
        held = [line for line in public.schedule.sessions if line.room == room and line.slot]
        for on, lines in groupby(held, key=lambda line: line.slot.on if line.slot else None):
            day = date_format(on, shown) if on else ""
            signs.append(
                {"room": room.name, "day": day, "lines": [_line(line, public.convening) for line in lines]}
            )
    return signs


def _line(line: SessionLine, convening: Convening) -> dict[str, Any]:
    assert line.slot is not None
    ends = _("to %(ends)s") % {"ends": clock(line.slot.ends_at, convening)}
    return {"starts": clock(line.slot.starts_at, convening), "ends": ends, "title": line.title, "by": line.names}
