"""QR symbols as lines: of links on paper and on screens."""

from collections.abc import Iterator, Sequence

Modules = Sequence[Sequence[bool]]


def modules_of_text(text: str) -> list[list[bool]]:
    """The dark modules of any text, such as a scanner's link, without the quiet zone."""
    import qrcode  # brings Pillow along, and few web processes draw a symbol
    from qrcode.constants import ERROR_CORRECT_M

    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(text)
    return [[bool(dark) for dark in row] for row in symbol.get_matrix()]


def path_of(modules: Modules) -> str:
    """The symbol as one SVG path in units of modules; rows overlap by a hair, so that no seam shows between them."""
    return "".join(f"M{left} {row}h{width}v1.02h-{width}z" for left, row, width in _runs(modules))


def strokes_of(modules: Modules) -> str:
    """The same as lines to be drawn 1.02 wide: half as many numbers, for paper that holds many symbols."""
    return "".join(f"M{left} {row}.51h{width}" for left, row, width in _runs(modules))


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
