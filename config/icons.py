"""Draws the app's icons from the ring of the mark: `python -m config.icons` writes them to static/img, to be committed.

A phone takes no SVG for its first screen: 192 and 512 pixels, one that may be cut to any shape, and Apple's.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
INK, PAPER = "#16212e", "#ffffff"
UNITS = 24  # of static/img/accord.svg, whose ring this is
OUTER, INNER, GAP = 11.6, 6.2, 2.0
FINER = 4  # drawn so many times larger, then made smaller: smooth edges


@dataclass(frozen=True)
class Icon:
    """A file, its pixels, and how much of its width the ring takes."""

    name: str
    pixels: int
    share: float


ICONS = (
    Icon("icon-192.png", 192, 0.78),
    Icon("icon-512.png", 512, 0.78),
    Icon("icon-maskable-512.png", 512, 0.56),  # phones cut off up to a tenth on each side, corners more
    Icon("apple-touch-icon.png", 180, 0.7),
)


def drawn(icon: Icon) -> Image.Image:
    """The ring in three parts, light on ink, from edge to edge."""
    whole = icon.pixels * FINER
    unit, middle = whole * icon.share / UNITS, whole / 2
    image = Image.new("RGB", (whole, whole), INK)
    pen = ImageDraw.Draw(image)
    for radius, colour in ((OUTER, PAPER), (INNER, INK)):
        reach = radius * unit
        pen.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), fill=colour)
    for degrees in (-90, 30, 150):
        pen.polygon([(middle + x * unit, middle + y * unit) for x, y in _gap(math.radians(degrees))], fill=INK)
    return image.resize((icon.pixels, icon.pixels), Image.Resampling.LANCZOS)


def _gap(angle: float) -> list[tuple[float, float]]:
    """The corners of the bar between two parts, from the middle outwards."""
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    corners = ((0.0, -GAP / 2), (UNITS / 2, -GAP / 2), (UNITS / 2, GAP / 2), (0.0, GAP / 2))
    return [(far * along[0] + side * across[0], far * along[1] + side * across[1]) for far, side in corners]


if __name__ == "__main__":
    for each in ICONS:
        drawn(each).save(FOLDER / each.name, optimize=True)
