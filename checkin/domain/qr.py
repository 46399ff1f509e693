"""QR symbols of badge codes: drawn by `qrcode`, kept as PNG, taken apart again for print."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

QUIET = 4  # modules of white around the symbol, as ISO/IEC 18004 asks
PIXELS = 8  # a module's edge in the PNG

Modules = Sequence[Sequence[bool]]


def draw_png(code: str) -> bytes:
    """The symbol of a badge code as PNG, black on white with its quiet zone. Takes about 5 ms."""
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=PIXELS, border=QUIET)
    symbol.add_data(QRData(code, mode=MODE_ALPHA_NUM))
    held = BytesIO()
    symbol.make_image().save(held, "PNG", optimize=True)
    return held.getvalue()


def modules_of(png: bytes) -> list[list[bool]]:
    """The dark modules of a PNG made by `draw_png`, without the quiet zone."""
    with Image.open(BytesIO(png)) as image:
        size = image.width // PIXELS
        pixels = image.convert("L").resize((size, size), Image.Resampling.NEAREST).tobytes()
    rows = range(QUIET, size - QUIET)
    return [[pixels[row * size + column] < 128 for column in rows] for row in rows]


def modules_of_text(text: str) -> list[list[bool]]:
    """The dark modules of any text, such as a scanner's link, without the quiet zone."""
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(text)
    return [[bool(dark) for dark in row] for row in symbol.get_matrix()]


def path_of(modules: Modules) -> str:
    """The symbol as one SVG path in units of modules; rows overlap by a hair, so that no seam shows between them."""
    return "".join(f"M{left} {row}h{width}v1.02h-{width}z" for left, row, width in _runs(modules))


def _runs(modules: Modules) -> Iterator[tuple[int, int, int]]:
    for row, line in enumerate(modules):
        left = 0
        while left < len(line):
            width = 0
            while left + width < len(line) and line[left + width]:
                width += 1
            if width:
                yield left, row, width
            left += width or 1
