"""What a door's camera sees: badges held up in many ways, as frames of a film that Chromium plays as its camera."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (640, 480)
ROOM = (96, 92, 88)  # the hall behind the badge
MARK = 24  # pixels in a corner: white while a badge is shown, black between two
POSES = ("upright", "rotated", "tilted", "half_lit", "phone", "far", "upside_down", "rotated_half_lit")


def posed(badge: Image.Image, code_png: bytes, pose: str, number: int) -> Image.Image:
    """One frame: the badge (or, as "phone", its code on a screen) as somebody number `number` holds it up."""
    chance = Random(number)
    shown = _phone(code_png) if pose == "phone" else badge.convert("RGB").resize((480, 360), Image.Resampling.LANCZOS)
    angle = chance.uniform(-6, 6)
    if pose.startswith("rotated"):
        angle = chance.uniform(0, 360)
    elif pose == "upside_down":
        angle = 180 + chance.uniform(-6, 6)
    if pose == "far":
        shown = shown.resize((300, 225), Image.Resampling.LANCZOS)
    frame = _laid(shown, angle, (chance.uniform(-25, 25), chance.uniform(-15, 15)))
    if pose == "tilted":
        frame = _tilted(frame, chance)
    if pose.endswith("half_lit"):
        frame = _half_lit(frame, chance)
    return frame.filter(ImageFilter.GaussianBlur(0.6))


def write_film(frames: Iterable[Image.Image], target: Path, *, a_second: int, seen: int, away: int, first: int) -> None:
    """A film in which each frame is there for `seen` pictures, then the hall for `away`; it begins with the hall.

    Whoever holds a badge trembles: no two pictures of it are quite the same.
    """
    hall, hand = Image.new("RGB", SIZE, ROOM), Random(1)
    with target.open("wb") as out:
        out.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{a_second}:1 Ip A1:1 C420jpeg\n".encode())
        out.write(_picture(hall, marked=False) * first)
        for frame in frames:
            for _ in range(seen):
                held = ImageChops.offset(frame, hand.randint(-3, 3), hand.randint(-3, 3))
                out.write(_picture(held, marked=True))
            out.write(_picture(hall, marked=False) * away)


def cut_out(page: Image.Image, dots: int) -> Iterator[Image.Image]:
    """The six badges of a Letter sheet, in their order."""
    wide, high = 4 * dots, 3 * dots
    for row in range(3):
        for column in range(2):
            left, top = dots // 4 + column * wide, dots + row * high
            yield page.crop((left, top, left + wide, top + high))


def _picture(frame: Image.Image, *, marked: bool) -> bytes:
    drawn = frame.copy()
    ImageDraw.Draw(drawn).rectangle((0, 0, MARK, MARK), fill="white" if marked else "black")
    light, blue, red = drawn.convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    return b"FRAME\n" + light.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()


def _laid(shown: Image.Image, angle: float, moved: tuple[float, float]) -> Image.Image:
    """Turned and moved a little, within the frame: whoever holds up a badge aims at the square."""
    turned = shown.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    fit = min(1.0, (SIZE[0] - 20) / turned.width, (SIZE[1] - 20) / turned.height)
    turned = turned.resize((int(turned.width * fit), int(turned.height * fit)), Image.Resampling.LANCZOS)
    frame = Image.new("RGB", SIZE, ROOM)
    room = ((SIZE[0] - turned.width) / 2, (SIZE[1] - turned.height) / 2)
    at = tuple(int(max(0, min(2 * space, space + move))) for space, move in zip(room, moved, strict=True))
    frame.paste(turned, at, turned)  # type: ignore[arg-type]
    return frame


def _tilted(frame: Image.Image, chance: Random) -> Image.Image:
    """Seen from the side: one edge is up to a quarter shorter than the other."""
    wide, high = SIZE
    near, far = (chance.uniform(0.14, 0.25) * high / 2 for _ in range(2))
    corners = ((0, -near), (wide, far), (wide, high - far), (0, high + near))
    shape = _perspective(corners)
    return frame.transform(SIZE, Image.Transform.PERSPECTIVE, shape, Image.Resampling.BICUBIC, fillcolor=ROOM)


def _perspective(corners: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """Pillow's coefficients that draw the four corners, clockwise from the left above, onto those of the frame.

    Source: Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    g = (dx3 * dy2 - dx2 * dy3) / (dx1 * dy2 - dx2 * dy1)
    h = (dx1 * dy3 - dx3 * dy1) / (dx1 * dy2 - dx2 * dy1)
    wide, high = SIZE
    across = ((x1 - x0 + g * x1) / wide, (x3 - x0 + h * x3) / high, x0)
    down = ((y1 - y0 + g * y1) / wide, (y3 - y0 + h * y3) / high, y0)
    return (*across, *down, g / wide, h / high)


def _half_lit(frame: Image.Image, chance: Random) -> Image.Image:
    """A lamp from one side: the other half gets a fifth of its light, with a hard edge of shadow across the badge."""
    light = Image.linear_gradient("L").resize(SIZE).rotate(chance.choice((0, 90, 180, 270)))
    light = light.resize(SIZE).point(lambda value: 50 + int(value * 0.8))
    ImageDraw.Draw(light).polygon([(SIZE[0] // 2, 0), SIZE, (0, SIZE[1])], fill=110)
    return ImageChops.multiply(frame, Image.merge("RGB", (light, light, light)))


def _phone(code_png: bytes) -> Image.Image:
    """A phone that shows the code: bright, in a dark case, with a reflection over the screen."""
    case = Image.new("RGB", (270, 440), (20, 20, 24))
    screen = Image.new("RGB", (244, 414), "white")
    with Image.open(BytesIO(code_png)) as code:
        screen.paste(code.convert("RGB").resize((226, 226), Image.Resampling.NEAREST), (9, 90))
    shine = Image.new("L", screen.size, 0)
    ImageDraw.Draw(shine).polygon([(0, 60), (244, 250), (244, 300), (0, 110)], fill=90)
    screen.paste((255, 255, 255), (0, 0), shine)
    case.paste(screen, (13, 13))
    return case
