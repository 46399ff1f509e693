"""The signs that hang at the booths: a Letter sheet each, the number readable across the hall, set by typst."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenings.models import Convening
from expo.domain.standing_booths import focus_of
from expo.models import Placement
from registration.domain.printable import replace_unprintable
from registration.domain.qr_paths import modules_of_text, path_of
from registration.domain.typesetting import SheetFailed, typeset

TEMPLATE = settings.BASE_DIR / "templates" / "expo" / "booth_signs.typ"
NAMED = ("team", "place", "focus", "hall")
AGAIN = 25  # signs between two words about how far it is


def address_of(code: str) -> str:
    """Where a booth's QR code leads."""
    return f"{settings.ACCORD_URL}/b/{code}/"


def draw_signs(
    convening: Convening, placements: Sequence[Placement], *, stamp: int, progress: Callable[[int, int], None]
) -> tuple[bytes, int]:
    """The PDF, a page a booth in the order given; and how many names hold characters that no type file has."""
    signs = []
    for done, placement in enumerate(placements):
        if done % AGAIN == 0:
            progress(done, len(placements))
        signs.append(_sign(convening, placement))
    data = {
        "title": _("Booth signs, %(convening)s") % {"convening": convening.name},
        "lang": (get_language() or "en").split("-")[0],
        "convening": convening.name,
        "scan": _("Scan me: say that you were here, and leave a note"),
        "signs": signs,
    }
    try:
        return typeset(TEMPLATE, data, stamp=stamp), 0
    except SheetFailed:
        hurt = [replace_unprintable(data, ("title", "convening"))]
        hurt += [replace_unprintable(sign, NAMED) for sign in signs]
        if not any(hurt):
            raise
        return typeset(TEMPLATE, data, stamp=stamp), sum(hurt)


def _sign(convening: Convening, placement: Placement) -> dict[str, Any]:
    team, booth = placement.team, placement.booth
    modules = modules_of_text(address_of(booth.code))
    box, path = f"0 0 {len(modules)} {len(modules)}", path_of(modules)
    place = team.place_name if team.place_name != team.name else ""
    return {
        "number": str(booth.number),
        "team": team.name,
        "place": ", ".join(part for part in (place, team.us_state) if part),
        "focus": focus_of(team),
        "hall": booth.hall.name,
        "address": address_of(booth.code).partition("://")[2].rstrip("/"),
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="#000" d="{path}"/></svg>',
    }
