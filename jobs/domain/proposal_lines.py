"""A proposal's figures in words: what stands, what is proposed, and whether that is worse."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Titles = Mapping[str, tuple[Any, Any]]  # by key: the title, and small words in which "of" stands


@dataclass(frozen=True)
class LineInWords:
    """One figure in columns. `first`, first come first served, is None where there is nothing to compare."""

    key: str
    title: str
    small: str
    first: int | None
    stands: int
    proposal: int
    change: str
    is_worse: bool


def line_in_words(line: Mapping[str, Any], *, titles: Titles, fewer: Collection[str]) -> LineInWords:
    """fewer: the keys of which fewer is better."""
    key, change = line["key"], line["proposal"] - line["stands"]
    title, small = titles[key]
    return LineInWords(
        key, str(title), str(small) % {"of": line["of"]}, line.get("first"), line["stands"], line["proposal"],
        _change(key, change), change > 0 if key in fewer else change < 0,
    )  # fmt: skip


def _change(key: str, change: int) -> str:
    if key == "moved":
        return _("the price") if change else ""
    if change > 0:
        return ngettext("%(n)s more", "%(n)s more", change) % {"n": change}
    if change < 0:
        return ngettext("%(n)s fewer", "%(n)s fewer", -change) % {"n": -change}
    return ""
