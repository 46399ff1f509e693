from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from convenings.models import Convening
from expo.domain import backdrops
from expo.domain.backdrops import PictureUnfit, read_backdrop, redrawn, remove_backdrop, set_backdrop
from tests.expo.factories import AT, BY, hall

SVG = b'<?xml version="1.0"?>\n<!-- plan --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_only_pixels_are_kept(form: str) -> None:
    secret = PngInfo()
    secret.add_text("Comment", "<script>alert(1)</script>")
    more: dict[str, Any] = {"pnginfo": secret} if form == "PNG" else {"exif": b"Exif\0\0<script>"}
    kept = redrawn(picture(form, **more) + b"<html><script>alert(1)</script>")
    assert b"script" not in kept
    assert Image.open(BytesIO(kept)).size == (40, 20)


def test_a_large_picture_is_kept_smaller() -> None:
    assert Image.open(BytesIO(redrawn(picture(size=(4800, 100))))).size == (2400, 50)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SVG, "An SVG drawing can carry programs"),
        (b"\xef\xbb\xbf" + b" " * 3000 + SVG.upper(), "An SVG drawing can carry programs"),
        (picture()[:60], "neither, whatever its name, or it is broken"),
        (b"", "neither, whatever its name"),
        (b"GIF89a" + b"0" * 50, "neither, whatever its name"),
        (b"%PDF-1.7 %%EOF", "neither, whatever its name"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(PictureUnfit, match=words):
        redrawn(data)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backdrops, "MOST_PIXELS", 100)
    with pytest.raises(PictureUnfit, match="too many pixels"):
        redrawn(picture())
    monkeypatch.setattr(backdrops, "MOST_BYTES", 10)
    with pytest.raises(PictureUnfit, match="larger than"):
        redrawn(picture())


@pytest.mark.django_db(transaction=True)
def test_the_picture_is_served_so_that_nothing_in_it_runs_and_the_old_one_goes(client: Client) -> None:
    from tests.registration.factories import make_convening

    convening: Convening = make_convening()
    where = hall(convening)
    address = f"/c/{convening.slug}/expo/halls/{where.pk}/picture.png"
    assert client.get(address).status_code == 404
    first = set_backdrop(hall=where, data=picture(), by=BY, at=AT).backdrop
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    second = set_backdrop(hall=where, data=picture("JPEG"), by=BY, at=AT)
    assert not storages["private"].exists(first)
    assert read_backdrop(second).startswith(b"\x89PNG")
    remove_backdrop(hall=where, by=BY, at=AT)
    remove_backdrop(hall=where, by=BY, at=AT)
    assert client.get(address).status_code == 404
