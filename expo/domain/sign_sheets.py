"""The signs that hang at the booths: a Letter sheet each, the number readable across the hall, set by typst."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenings.models import Convening
from convenings.templatetags.times import plain_day
from expo.domain.standing_booths import focus_of
from expo.models import Booth, PartnerStand, Placement
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
    convening: Convening, placements: Sequence[Placement], stands: Iterable[PartnerStand] = (), *, stamp: int,
    progress: Callable[[int, int], None],
) -> tuple[bytes, int, int]:
    """The PDF, a page a team in the order given and one a partner at a booth after them; how many pages; and how many
    names hold characters that no type file has.
    """
    signs = []
    for done, placement in enumerate(placements):
        if done % AGAIN == 0:
            progress(done, len(placements))
        signs.append(_team_sign(placement))
    signs += _partner_signs(stands)
    data = {
        "title": _("Booth signs, %(convening)s") % {"convening": convening.name},
        "lang": (get_language() or "en").split("-")[0],
        "convening": convening.name,
        "signs": signs,
    }
    try:
        return typeset(TEMPLATE, data, stamp=stamp), len(signs), 0
    except SheetFailed:
        hurt = [replace_unprintable(data, ("title", "convening"))]
        hurt += [replace_unprintable(sign, NAMED) for sign in signs]
        if not any(hurt):
            raise
        return typeset(TEMPLATE, data, stamp=stamp), len(signs), sum(hurt)


def _team_sign(placement: Placement) -> dict[str, Any]:
    team = placement.team
    place = team.place_name if team.place_name != team.name else ""
    return {
        **_sheet(placement.booth),
        "team": team.name,
        "place": ", ".join(part for part in (place, team.us_state) if part),
        "focus": focus_of(team),
        "scan": _("Scan me: say that you were here, and leave a note"),
    }


def _partner_signs(stands: Iterable[PartnerStand]) -> list[dict[str, Any]]:
    """A sign for each partner at a booth, with its days; who is there on two days has one sign for both."""
    ordered = sorted(stands, key=lambda stand: (stand.booth.number, stand.booth_id, stand.name, stand.on))
    signs = []
    for (__, name), found in groupby(ordered, key=lambda stand: (stand.booth_id, stand.name)):
        days = list(found)
        signs.append({
            **_sheet(days[0].booth),
            "team": name,
            "place": "; ".join(plain_day(stand.on) for stand in days),
            "focus": "; ".join(dict.fromkeys(stand.offers for stand in days if stand.offers)),
            "scan": _("Scan me: who is at this booth, and when"),
        })  # fmt: skip
    return signs


def _sheet(booth: Booth) -> dict[str, str]:
    """What every sign of a booth has: its number, hall, address and code."""
    modules = modules_of_text(address_of(booth.code))
    box, path = f"0 0 {len(modules)} {len(modules)}", path_of(modules)
    return {
        "number": str(booth.number),
        "hall": booth.hall.name,
        "address": address_of(booth.code).partition("://")[2].rstrip("/"),
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="#000" d="{path}"/></svg>',
    }
