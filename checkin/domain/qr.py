"""QR symbols of badge codes: drawn by `qrcode`, kept as PNG, taken apart again for print."""

from io import BytesIO

QUIET = 4  # modules of white around the symbol, as ISO/IEC 18004 asks
PIXELS = 8  # a module's edge in the PNG


def draw_png(code: str) -> bytes:
    """The symbol of a badge code as PNG, black on white with its quiet zone. Takes about 5 ms."""
    import qrcode  # brings Pillow along; badges are drawn by a worker
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.util import MODE_ALPHA_NUM, QRData

    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=PIXELS, border=QUIET)
    symbol.add_data(QRData(code, mode=MODE_ALPHA_NUM))
    held = BytesIO()
    symbol.make_image().save(held, "PNG", optimize=True)
    return held.getvalue()


def modules_of(png: bytes) -> list[list[bool]]:
    """The dark modules of a PNG made by `draw_png`, without the quiet zone."""
    from PIL import Image  # a web process needs it only for who opens their badge

    with Image.open(BytesIO(png)) as image:
        size = image.width // PIXELS
        pixels = image.convert("L").resize((size, size), Image.Resampling.NEAREST).tobytes()
    rows = range(QUIET, size - QUIET)
    return [[pixels[row * size + column] < 128 for column in rows] for row in rows]
