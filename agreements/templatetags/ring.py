"""The joint ring and the sides' marks in templates: {% load ring %}."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.domain.cover_ring import cover_segments
from agreements.domain.ring import Ring
from agreements.domain.ring_drawing import draw
from agreements.domain.side_mark import SIDE_MARKS
from agreements.states import Side

register = template.Library()

PROMISES = {
    Side.UNION: gettext_lazy("The union promises"),
    Side.DISTRICT: gettext_lazy("The district promises"),
    Side.BOARD: gettext_lazy("The board promises"),
    Side.STATE: gettext_lazy("The state promises"),
    Side.PARTNER: gettext_lazy("The partner promises"),
}

STATE_WORDS = {
    "invited": gettext_lazy("not yet"),
    "signed": gettext_lazy("promised"),
    "asked_again": gettext_lazy("asked again"),
    "declined": gettext_lazy("declined"),
    "deferred": gettext_lazy("waits for a vote"),
}


@register.inclusion_tag("components/joint_ring.html")
def joint_ring(ring: Ring, size: int = 18, words: str | bool = True, just_closed: bool = False) -> dict[str, Any]:
    """A ring with its words beside it.

    words: True prints "2 of 3", a text prints that, False prints none and names the picture for screen readers instead.
    just_closed: draws the closing circle once (on the page that a last promise leads to).
    """
    return {
        "drawing": draw(ring, size=size),
        "words": count_words(ring) if words is True else (words or ""),
        "label": ring_label(ring),
        "just_closed": just_closed and ring.closed,
    }


@register.simple_tag
def side_mark(side: str, filled: bool = False, size: int = 24, label: str | bool = False) -> SafeString:
    """A side's road sign: filled is promised, outline is not yet. label: True names the side where no word does."""
    return _side_mark(side, filled, size, str(Side(side).label) if label is True else str(label or ""))


@lru_cache(maxsize=256)
def _side_mark(side: str, filled: bool, size: int, label: str) -> SafeString:
    """Drawn once for all pages that show it: there are five sides in a few sizes."""
    drawn = {"side": side, "mark": SIDE_MARKS[side], "filled": filled, "size": size, "label": label}
    return render_to_string("components/side_mark.html", drawn)


@register.inclusion_tag("components/cover_ring.html")
def cover_ring(sides: str, number: int | str = "", line: str = "", line2: str = "") -> dict[str, Any]:
    """The large closed ring on a convening's page. sides: in the order of the team type, "union district board"."""
    segments = cover_segments(sides.split())
    words = [str(PROMISES[Side(segment.side)]) for segment in segments]
    return {"segments": list(zip(segments, words, strict=True)), "number": number, "line": line, "line2": line2}


def count_words(ring: Ring) -> str:
    """The words beside a ring."""
    return _("%(count)d of %(total)d") % {"count": ring.count, "total": ring.total}


def ring_label(ring: Ring) -> str:
    """The ring in words for who cannot see it; of a sealed ring the count and nothing else."""
    said = _("%(count)d of %(total)d are in") % {"count": ring.count, "total": ring.total}
    named = [f"{segment.label}: {STATE_WORDS[segment.state]}" for segment in ring.segments if segment.label]
    return ". ".join([said, *named])
