"""Badges on paper: six on a Letter sheet, set by typst as tagged PDF that prints every script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from agreements.domain.side_mark import SIDE_MARKS
from agreements.states import Side
from checkin.domain.codes import spaced
from checkin.domain.qr import draw_png, modules_of
from checkin.models import Badge, QrImage
from convenings.models import Convening
from registration.domain.details import shows_no_photo
from registration.domain.printable import replace_unprintable
from registration.domain.qr_paths import path_of
from registration.domain.typesetting import SheetFailed, typeset
from registration.models import Attendee
from registration.states import AttendeeKind

TEMPLATE = settings.BASE_DIR / "templates" / "checkin" / "badge_sheet.typ"
RING = (
    "M13 0.44A11.6 11.6 0 0 1 22.51 16.91L17.8 14.19A6.2 6.2 0 0 0 13 5.88Z"
    "M21.51 18.64A11.6 11.6 0 0 1 2.49 18.64L7.2 15.93A6.2 6.2 0 0 0 16.8 15.93Z"
    "M1.49 16.91A11.6 11.6 0 0 1 11 0.44L11 5.88A6.2 6.2 0 0 0 6.2 14.19Z"
)

UNBROKEN = 22  # letters of one word that fit a line in a size that reads


@dataclass(frozen=True)
class Sheet:
    """A PDF of badges. `unprintable` are attendees whose name holds characters that no type file here has."""

    pdf: bytes
    unprintable: tuple[int, ...] = ()


def badge_sheet(badges: Sequence[Badge]) -> bytes:
    """The PDF of these badges of one convening, in the order given. Equal badges make equal bytes."""
    return draw_sheet(badges).pdf


def draw_sheet(badges: Sequence[Badge]) -> Sheet:
    """As `badge_sheet`, and whose name could not be printed whole. The badges bring their people (`with_people`)."""
    data = _data_of(badges)
    stamp = int(max(badge.issued_at for badge in badges).timestamp())
    try:
        return Sheet(typeset(TEMPLATE, data, stamp=stamp))
    except SheetFailed:
        hurt = [replace_unprintable(shown, ("first", "family", "about", "group", "place")) for shown in data["badges"]]
        if not any(hurt):
            raise
        ids = tuple(badge.attendee_id for badge, lost in zip(badges, hurt, strict=True) if lost)
        return Sheet(typeset(TEMPLATE, data, stamp=stamp), ids)


def _data_of(badges: Sequence[Badge]) -> dict[str, Any]:
    convening = badges[0].attendee.convening
    drawn = dict(QrImage.objects.filter(code__in=[badge.code for badge in badges]).values_list("code", "png"))
    return {
        "title": _("Badges, %(convening)s") % {"convening": convening.name},
        "lang": (get_language() or "en").split("-")[0],
        "convening": convening.name,
        "dates": days_of(convening),
        "ring": _svg(RING, 24),
        "marks": {
            side: {
                "svg": _svg(mark.outline, 24),
                "letter": mark.letter,
                "baseline": mark.baseline,
                "label": str(Side(side).label),
            }
            for side, mark in SIDE_MARKS.items()
        },
        "badges": [_shown(badge, bytes(drawn.get(badge.code) or draw_png(badge.code))) for badge in badges],
    }


def _svg(path: str, units: int) -> str:
    box = f"0 0 {units} {units}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="#ink" d="{path}"/></svg>'


def _shown(badge: Badge, png: bytes) -> dict[str, Any]:
    attendee = badge.attendee
    modules = modules_of(png)
    first, family = names_of(attendee)
    group, place = group_of(attendee)
    return {
        "first": breakable(first),
        "family": breakable(family),
        "about": ", ".join(part for part in (attendee.job, attendee.organization) if part),
        "group": group,
        "place": place,
        "side": attendee.side if attendee.office else "",
        "no_photo": _("No photo") if shows_no_photo(attendee) else "",
        "staff": attendee.kind == AttendeeKind.STAFF,
        "spaced": spaced(badge.code),
        "qr": _svg(path_of(modules), len(modules)).replace("#ink", "#000"),
    }


def names_of(attendee: Attendee) -> tuple[str, str]:
    """What stands large, and what stands below it; the second may be empty."""
    person = attendee.person
    if person.given_name or person.family_name:
        return person.given_name or person.family_name, person.family_name if person.given_name else ""
    first, _space, family = person.name.rpartition(" ")
    return (first, family) if first else (family, "")


def breakable(words: str) -> str:
    """The words with a soft hyphen in the middle of each that no badge is wide enough for."""
    halves = ((word[: len(word) // 2], word[len(word) // 2 :]) for word in words.split())
    return " ".join("\u00ad".join(half) if len("".join(half)) > UNBROKEN else "".join(half) for half in halves)


def group_of(attendee: Attendee) -> tuple[str, str]:
    """The team and where it is from; of who is on none, what they come as."""
    team = attendee.team
    if team is None:
        label = str(AttendeeKind(attendee.kind).label)
        return label[:1].upper() + label[1:], _("Ask me") if attendee.kind == AttendeeKind.STAFF else ""
    parts: Iterable[str] = (team.place_name if team.place_name != team.name else "", team.us_state)
    return team.name, ", ".join(part for part in parts if part)


def days_of(convening: Convening) -> str:
    """May 26–27, 2027, in the convening's own time zone."""
    first, last = convening.local(convening.starts_at), convening.local(convening.ends_at)
    if first.date() == last.date():
        return date_format(last, pgettext("format of a day with its year, without its weekday", "F j, Y"))
    if (first.year, first.month) == (last.year, last.month):
        words = pgettext("days of one month", "%(month)s %(first)s–%(last)s, %(year)s")
        return words % {"month": date_format(first, "F"), "first": first.day, "last": last.day, "year": last.year}
    day = pgettext("format of a day of one month, without the year", "F j")
    words = pgettext("days of two months", "%(first)s–%(last)s, %(year)s")
    return words % {"first": date_format(first, day), "last": date_format(last, day), "year": last.year}
