"""Which characters the type files here can print. Asked only when a sheet failed: reading the files takes a second."""

from collections.abc import Iterable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

STAND_IN = "?"


def replace_unprintable(shown: MutableMapping[str, Any], fields: Iterable[str]) -> bool:
    """Puts a question mark for each character that no font has; whether there was one."""
    known = _known()
    lost = False
    for field in fields:
        words = shown[field]
        shown[field] = "".join(mark if ord(mark) in known or mark.isspace() else STAND_IN for mark in words)
        lost = lost or shown[field] != words
    return lost


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # rarely needed, and slow to load

    paths = [path for folder in settings.TYPST_FONT_PATHS for path in sorted(Path(folder).glob("*.ttf"))]
    known: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)
