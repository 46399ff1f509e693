"""A certificate on paper: Letter, landscape, set by typst as tagged PDF."""

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from agreements.domain.ring_drawing import Piece, draw
from agreements.domain.side_mark import SIDE_MARKS
from agreements.states import Side
from registration.domain.certificates import CertificateView
from registration.domain.printable import replace_unprintable
from registration.domain.qr_paths import modules_of_text, path_of
from registration.domain.typesetting import SheetFailed, typeset

TEMPLATE = settings.BASE_DIR / "templates" / "registration" / "certificate.typ"
COLOURS = {"union": "#ad2b6c", "district": "#1e58b4", "board": "#845a0a", "state": "#075c3b", "partner": "#2b3341"}
NAMED = ("name", "label", "organization")


def certificate_sheet(view: CertificateView) -> bytes:
    """The PDF, in the language in force. The same certificate makes the same bytes while its standing is the same.

    A character that no type file has is printed as a question mark.
    """
    data = _data_of(view)
    try:
        return typeset(TEMPLATE, data, stamp=int(view.completed_at.timestamp()))
    except SheetFailed:
        hurt = replace_unprintable(data, ("team", "convening"))
        for signer in data["names"]:
            hurt = replace_unprintable(signer, NAMED) or hurt
        if not hurt:
            raise
        return typeset(TEMPLATE, data, stamp=int(view.completed_at.timestamp()))


def _data_of(view: CertificateView) -> dict[str, Any]:
    day = date_format(view.completed_on, pgettext("format of a day in full", "l, F j, Y"))
    modules = modules_of_text(view.verify_url)
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("Certificate of commitment, %(team)s") % {"team": view.team.name},
        "kicker": _("Certificate of commitment"),
        "team": view.team.name,
        "promised": _("has promised, all its sides together, for %(convening)s:") % {"convening": view.convening.name},
        "promises": [promise["title"] for promise in view.version.promises],
        "ring": _ring_svg(view),
        "ring_label": _("%(count)d of %(count)d have promised") % {"count": view.ring.total},
        "word": _("Promised"),
        "count": _("%(count)d of %(total)d") % {"count": view.ring.count, "total": view.ring.total},
        "since": _("Complete since"),
        "day": day,
        "names": [
            {
                "name": signed.name,
                "label": signed.label,
                "organization": signed.organization,
                "mark": _mark_svg(signed.side),
                "side": _side(signed.side),
            }
            for signed in view.names
        ],
        "convening": view.convening.name,
        "texts": [
            _("Statement version %(number)d, SHA-256 %(digest)s") % {"number": text.number, "digest": text.sha256}
            for text in view.texts
        ],
        "standing": standing_words(view),
        "verify": _("Whether it holds today:"),
        "url": view.verify_url,
        "qr": _svg(len(modules), f'<path fill="#000" d="{path_of(modules)}"/>'),
        "demo": _("DEMONSTRATION: people and answers are invented.") if view.convening.is_demo else "",
    }


def standing_words(view: CertificateView) -> str:
    """Said on what is not in force; empty where it is."""
    return "" if view.validity == "valid" else _("Not in force when this was printed.")


def _side(side: str) -> str:
    return str(Side(side).label)


def _ring_svg(view: CertificateView) -> str:
    """The closed ring in its sides' colours, as the page draws it."""
    drawing = draw(view.ring, size=240)
    circle = f'<circle cx="60" cy="60" r="58.4" fill="none" stroke="#16212e" stroke-width="{drawing.seal_width}"/>'
    return _svg(drawing.units, "".join(_drawn(piece) for piece in drawing.pieces) + circle)


def _drawn(piece: Piece) -> str:
    side = next((name for name in COLOURS if f"s-{name}" in piece.css), "")
    if piece.kind == "path":
        return f'<path fill="{COLOURS.get(side, "#16212e")}" d="{piece.d}"/>'
    return (
        f'<text x="{piece.x}" y="{piece.y}" fill="#fff" font-family="Overpass" font-weight="700" font-size="13"'
        f' text-anchor="middle">{piece.text}</text>'
    )


def _mark_svg(side: str) -> str:
    mark = SIDE_MARKS[side]
    letter = (
        f'<text x="12" y="{mark.baseline}" fill="#fff" font-family="Overpass" font-weight="700" font-size="12.5"'
        f' text-anchor="middle">{mark.letter}</text>'
    )
    return _svg(24, f'<path fill="{COLOURS[side]}" d="{mark.outline}"/>{letter}')


def _svg(units: int, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {units} {units}">{inside}</svg>'
