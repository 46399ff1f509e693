"""Paper: a typst template and its data become a tagged PDF. Who prints something brings its own template."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings


class SheetFailed(Exception):
    """Typst did not set the sheet: a fault of ours, not of a user."""


def typeset(template: Path, data: Mapping[str, Any], *, stamp: int) -> bytes:
    """The PDF. Equal data and an equal stamp, in seconds since 1970, make equal bytes. Raises SheetFailed."""
    pdf = _compile(template, data, pdf_standards=["ua-1"], timestamp=stamp)  # a missing glyph is an error, not a box
    assert isinstance(pdf, bytes)
    return pdf


def draw_pages(template: Path, data: Mapping[str, Any], *, dots: float) -> list[bytes]:
    """The pages as PNG of so many dots an inch, to be looked at. Raises SheetFailed."""
    pages = _compile(template, data, format="png", ppi=dots)
    return list(pages) if isinstance(pages, list) else [pages]


def draw_svg(template: Path, data: Mapping[str, Any]) -> bytes:
    """The only page as SVG, to be printed by a browser. Raises SheetFailed."""
    page = _compile(template, data, format="svg")
    assert isinstance(page, bytes)
    return page


def _compile(template: Path, data: Mapping[str, Any], **options: Any) -> Any:
    import typst  # 40 MB that a process needs only once it sets a sheet

    try:
        return typst.compile(
            str(template),
            sys_inputs={"data": json.dumps(data)},
            font_paths=[str(path) for path in settings.TYPST_FONT_PATHS],
            ignore_system_fonts=True,
            **options,
        )
    except typst.TypstError as error:
        raise SheetFailed(error.message) from error
