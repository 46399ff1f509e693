"""The picture below a floor plan. What is sent is taken as hostile: only pixels are kept, drawn anew by us."""

import io
import secrets
import warnings
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from expo.domain.floors import count_change, hold_halls
from expo.models import Hall
from journal.domain.entries import record
from journal.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400  # pixels, as kept
SVG_SIGNS = (b"<svg", b"<!doctype svg", b"http://www.w3.org/2000/svg")


class PictureUnfit(Refusal):
    code = "picture_unfit"
    status = 400
    field = "picture"


def set_backdrop(*, hall: Hall, data: bytes, by: str, at: datetime) -> Hall:
    """Lay a picture below the plan, in place of the one that was there. Refusals: picture_unfit.

    It is drawn anew before the transaction begins: that takes seconds, in which others promise.
    """
    return _lay(hall, redrawn(data), by=by, at=at)


@transaction.atomic
def _lay(hall: Hall, picture: bytes, *, by: str, at: datetime) -> Hall:
    hall = next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)
    stored = storages["private"].save(f"floors/{hall.pk}/{secrets.token_hex(16)}.png", ContentFile(picture))
    _replace(hall, stored)
    record(kind="hall.backdrop", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)
    return hall


@transaction.atomic
def remove_backdrop(*, hall: Hall, by: str, at: datetime) -> None:
    """Take the picture away. Again is harmless."""
    hall = next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)
    if hall.backdrop:
        _replace(hall, "")
        record(kind="hall.backdrop_gone", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)


def _replace(hall: Hall, stored: str) -> None:
    old, hall.backdrop = hall.backdrop, stored
    hall.save(update_fields=["backdrop"])
    count_change(hall=hall)
    if old:
        transaction.on_commit(lambda: storages["private"].delete(old))


def redrawn(data: bytes, *, longest: int = LONGEST_SIDE) -> bytes:
    """The pixels of a PNG or JPEG as a PNG of ours, `longest` at most, without anything else that was in the file.

    Refusals: picture_unfit.
    """
    from PIL import Image  # slow to load, and rarely needed

    if len(data) > MOST_BYTES:
        raise PictureUnfit(_("The picture is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024})
    head = data[:4096].lower()
    if any(sign in head or sign in data[-4096:].lower() for sign in SVG_SIGNS):
        raise PictureUnfit(_("An SVG drawing can carry programs, so none is taken. Save it as PNG and send that."))
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PictureUnfit(_("The picture has too many pixels. 2,400 on its longer side are enough."))
                picture.draft("RGB", (longest, longest))
                picture.load()
                kept = picture.convert("RGBA" if picture.mode in {"RGBA", "LA", "P", "PA"} else "RGB")
                kept.thumbnail((longest, longest))
                kept.info = {}
                kept.save(out, "PNG")
    except PictureUnfit:
        raise
    except Exception as broken:
        raise PictureUnfit(
            _("Please send a PNG or JPEG picture. This file is neither, whatever its name, or it is broken.")
        ) from broken
    return out.getvalue()


def read_backdrop(hall: Hall) -> bytes:
    """The picture; FileNotFoundError where there is none."""
    if not hall.backdrop:
        raise FileNotFoundError
    with storages["private"].open(hall.backdrop) as file:
        return bytes(file.read())
