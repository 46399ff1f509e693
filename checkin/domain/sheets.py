"""Badges on paper: fronts and backs on sheets, cards and labels, set by typst as tagged PDF in every script."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from agreements.domain.side_mark import SIDE_MARKS
from agreements.states import Side
from checkin.domain.agendas import Own, agendas_of
from checkin.domain.codes import spaced
from checkin.domain.designs import COLOURS, Designs, designs_of
from checkin.domain.faces import Face, face_of
from checkin.domain.formats import PAPERS, USUAL, Paper
from checkin.domain.logos import printed_logos
from checkin.domain.qr import draw_png, modules_of
from checkin.models import Badge, QrImage
from checkin.states import BadgeFormat, RibbonColour
from convenings.models import Convening
from registration.domain.printable import replace_unprintable
from registration.domain.qr_paths import strokes_of
from registration.domain.typesetting import SheetFailed, draw_svg, typeset

TEMPLATE = settings.BASE_DIR / "templates" / "checkin" / "badge_sheet.typ"
RING = (
    "M13 0.44A11.6 11.6 0 0 1 22.51 16.91L17.8 14.19A6.2 6.2 0 0 0 13 5.88Z"
    "M21.51 18.64A11.6 11.6 0 0 1 2.49 18.64L7.2 15.93A6.2 6.2 0 0 0 16.8 15.93Z"
    "M1.49 16.91A11.6 11.6 0 0 1 11 0.44L11 5.88A6.2 6.2 0 0 0 6.2 14.19Z"
)
ACCESS = (  # somebody who sits on a wheel and leans forward
    "M9.6 1.2a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM8 6.4h2.6l.5 4.1h5.3v2.2h-5l.3 2h5.2l2 4.5 1.7-.7.8 1.9-3.6 1.5-2.3-5.1H9.3Z"
    "M7.2 9.9l.3 2.4a4.9 4.9 0 1 0 6 6.2h2.3A7.1 7.1 0 1 1 7.2 9.9Z"
)
SYMBOL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">'
    '<path fill="none" stroke="#000" stroke-width="1.02" d="%s"/></svg>'
)  # fmt: skip
WORDS = ("first", "family", "said", "about", "group", "place", "booth", "ribbon", "name")


@dataclass(frozen=True)
class Sheet:
    """A PDF of badges. `unprintable` are attendees whose name holds characters that no type file here has."""

    pdf: bytes
    unprintable: tuple[int, ...] = ()


def badge_sheet(badges: Sequence[Badge], *, paper: BadgeFormat = USUAL) -> bytes:
    """The PDF of these badges of one convening, in the order given. Equal badges make equal bytes."""
    return draw_sheet(badges, paper=paper).pdf


def draw_sheet(badges: Sequence[Badge], *, paper: BadgeFormat = USUAL) -> Sheet:
    """As `badge_sheet`, and whose name could not be printed whole. The badges bring their people (`with_people`)."""
    data = _data_of(badges, PAPERS[paper])
    stamp = int(max(badge.issued_at for badge in badges).timestamp())
    try:
        return Sheet(typeset(TEMPLATE, data, stamp=stamp))
    except SheetFailed:
        hurt = [replace_unprintable(shown, WORDS) for shown in data["badges"]]
        if not any(hurt):
            raise
        ids = tuple(badge.attendee_id for badge, lost in zip(badges, hurt, strict=True) if lost)
        return Sheet(typeset(TEMPLATE, data, stamp=stamp), ids)


def draw_front(badge: Badge, *, paper: BadgeFormat) -> bytes:
    """The front of one badge as SVG, the same as on a sheet; a letter that no type file here has is a question mark."""
    data = _data_of([badge], PAPERS[paper], backs=False)
    try:
        typeset(TEMPLATE, data, stamp=0)  # as SVG it would be a box
    except SheetFailed:
        if not replace_unprintable(data["badges"][0], WORDS):
            raise
    return draw_svg(TEMPLATE, data)


def common_data(convening: Convening, paper: Paper, *, logos: bool) -> dict[str, Any]:
    """What the template needs besides the badges."""
    return {
        "title": _("Badges, %(convening)s") % {"convening": convening.name},
        "lang": (get_language() or "en").split("-")[0],
        "convening": convening.name,
        "dates": days_of(convening),
        "ring": svg(RING, 24),
        "access": svg(ACCESS, 24).replace("#ink", "#16212e"),
        "access_label": _("Needs an accessible way"),
        "marks": {
            side: {
                "svg": svg(mark.outline, 24),
                "letter": mark.letter,
                "baseline": mark.baseline,
                "label": str(Side(side).label),
            }
            for side, mark in SIDE_MARKS.items()
        },
        "paper": {**asdict(paper), "margins": paper.margins, "is_sheet": paper.is_sheet},
        "logos": printed_logos(convening) if logos else [],
        "days": [],
    }


def shown_face(face: Face, *, name: str, code: str, png: bytes, plain: bool, agenda: Own | None) -> dict[str, Any]:
    """One badge as the template takes it. agenda: None where nothing stands on the back."""
    modules = modules_of(png)
    colour = RibbonColour(face.colour)
    if plain and colour != RibbonColour.PLAIN:
        colour = RibbonColour.INK  # a label printer has one colour
    return {
        **asdict(face),
        "name": name,
        "colours": COLOURS[colour],
        "spaced": spaced(code),
        "qr": SYMBOL % (len(modules), len(modules), strokes_of(modules)),
        "agenda": agenda,
    }


def svg(path: str, units: int) -> str:
    """A drawing of one path; "#ink" in it is to be replaced."""
    box = f"0 0 {units} {units}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="#ink" d="{path}"/></svg>'


def _data_of(badges: Sequence[Badge], paper: Paper, *, backs: bool = True) -> dict[str, Any]:
    convening = badges[0].attendee.convening
    designs = designs_of(convening)
    drawn = dict(QrImage.objects.filter(code__in=[badge.code for badge in badges]).values_list("code", "png"))
    kinds = {badge.attendee.kind for badge in badges}
    data = common_data(convening, paper, logos=any(designs[kind].shows_logos for kind in kinds))
    agendas = _backs(badges, designs, paper, data) if backs else {}
    data["badges"] = [
        shown_face(
            face_of(badge.attendee, designs), name=badge.attendee.person.name, code=badge.code,
            png=bytes(drawn.get(badge.code) or draw_png(badge.code)), plain=paper.plain, agenda=agendas.get(badge.pk),
        )
        for badge in badges
    ]  # fmt: skip
    return data


def _backs(badges: Sequence[Badge], designs: Designs, paper: Paper, data: dict[str, Any]) -> Mapping[int, Own]:
    """The agendas on the backs, by badge; a roll of labels has no backs. Writes the days that all share into data."""
    with_back = [] if paper.plain else [badge for badge in badges if designs[badge.attendee.kind].shows_agenda]
    if not with_back:
        return {}
    agendas = agendas_of(with_back[0].attendee.convening, [badge.attendee_id for badge in with_back])
    data["days"] = agendas.days
    return {badge.pk: agendas.of(badge.attendee_id) for badge in with_back}


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
