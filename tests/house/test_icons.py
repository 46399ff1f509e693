"""The icons by which a phone puts the scanner on its first screen: there, of the size that is said, as drawn."""

from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageChops

from checkin.domain.devices import make_device
from config.icons import FOLDER, ICONS, Icon, drawn
from tests.checkin.factories import DAY, make_checkpoint, make_convening

pytestmark = pytest.mark.usefixtures("in_season")


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.name)
def test_the_committed_icon_is_what_the_script_draws(icon: Icon) -> None:
    with Image.open(FOLDER / icon.name) as kept:
        assert (kept.size, kept.mode) == ((icon.pixels, icon.pixels), "RGB")  # opaque, or phones put black behind it
        differs = ImageChops.difference(kept, drawn(icon)).getextrema()
    assert max(most for _least, most in differs) <= 8


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there_and_the_page_apples(client: Client) -> None:
    icons = client.get("/door/app.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        ("any", "any"), ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in icons[1:]:
        with Image.open(FOLDER / Path(icon["src"]).name) as kept:
            assert f"{kept.width}x{kept.height}" == icon["sizes"]
    door = make_checkpoint(make_convening())
    client.get(f"/door/open/{make_device(checkpoint=door, label='Ben', by='user:1', at=DAY)}/")
    page = client.get("/door/").content.decode()
    assert '<link rel="apple-touch-icon" href="/static/img/apple-touch-icon.png">' in page
