"""A certificate of attendance and hours on paper: Letter, landscape, set by typst as tagged PDF."""

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from checkin.domain.hours_certificates import CertificateView
from checkin.domain.sheets import days_of
from convenings.templatetags.times import full_day
from registration.domain.printable import replace_unprintable
from registration.domain.qr_paths import modules_of_text, path_of
from registration.domain.typesetting import SheetFailed, typeset

TEMPLATE = settings.BASE_DIR / "templates" / "checkin" / "hours_certificate.typ"
NAMED = ("name", "team", "educator", "convening", "attended", "signed_by", "unit", "title")


def hours_sheet(view: CertificateView) -> bytes:
    """The PDF, in the language in force. The same certificate makes the same bytes while its standing is the same.

    A character that no type file has is printed as a question mark.
    """
    data = _data_of(view)
    stamp = int(view.certificate.released_at.timestamp())
    try:
        return typeset(TEMPLATE, data, stamp=stamp)
    except SheetFailed:
        hurt = replace_unprintable(data, NAMED)
        for row in data["rows"]:
            hurt = replace_unprintable(row, ("title",)) or hurt
        if not hurt:
            raise
        return typeset(TEMPLATE, data, stamp=stamp)


def educator_of(view: CertificateView) -> str:
    """The educator id as its owner told it, where this convening certifies hours."""
    told = getattr(view.attendee, "details", None) if view.convening.certifies_hours else None
    return told.educator_id if told is not None else ""


def _data_of(view: CertificateView) -> dict[str, Any]:
    convening, row = view.convening, view.certificate
    modules = modules_of_text(view.verify_url)
    box = f"0 0 {len(modules)} {len(modules)}"
    moment = pgettext("format of a day with its weekday, and a time", "l, F j, g:i a")
    educator = educator_of(view)
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("Certificate of attendance, %(name)s") % {"name": view.attendee.person.name},
        "kicker": _("Certificate of attendance and hours"),
        "name": view.attendee.person.name,
        "team": view.attendee.team.name if view.attendee.team else view.attendee.organization,
        "educator": _("Educator id %(number)s") % {"number": educator} if educator else "",
        "attended": _("attended %(convening)s, %(days)s, %(place)s.") % {
            "convening": convening.name, "days": days_of(convening),
            "place": f"{convening.venue.name}, {convening.venue.city}",
        },
        "credit": f"{row.credit:f}",
        "unit": row.unit,
        "counted": _("of %(minutes)d minutes in sessions") % {"minutes": row.minutes},
        "columns": [_("Session"), _("When"), _("Minutes")],
        "rows": [
            {"title": title, "when": date_format(convening.local(at), moment), "minutes": str(minutes)}
            for title, at, minutes in view.rows
        ],
        "signed_by": row.signed_by,
        "certified": _("Certified by"),
        "on": _("Certified on %(day)s") % {"day": full_day(row.released_at, convening)},
        "convening": convening.name,
        "standing": "" if view.validity == "valid" else _("Not in force when this was printed."),
        "verify": _("Whether it holds today:"),
        "url": view.verify_url,
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path_of(modules)}"/></svg>',
        "demo": _("DEMONSTRATION: people and answers are invented.") if convening.is_demo else "",
    }  # fmt: skip
