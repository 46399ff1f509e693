"""Booth signs: a page a booth, its QR code read back by another decoder, made as long work."""

from io import BytesIO
from typing import Any

import pytest
import typst
from django.core.files.storage import storages
from PIL import Image

from convenings.models import Convening
from expo.domain.assignment import place_team
from expo.domain.signs import NothingToSign, ask_signs, newest_signs
from expo.models import Hall
from jobs.domain import work
from jobs.states import JobState
from registration.states import PlaceState
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team

NAMES = ("王小明 Schools", "Đặng O'Brien-Nuñez Union Free School District of the Greater Lakes and Rivers", "X " * 60)


@pytest.fixture
def where(convening: Convening) -> Hall:
    found = hall(convening)
    for booth, name in zip(booths(found, "", "", "", ""), NAMES, strict=False):
        team = make_team(convening, "confirmed", name=name, focus_text="Peer review, and what comes of it")
        place_team(booth=booth, team=team, by=BY, at=AT)
    return found


def pictures(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Fills with the pages as they are drawn, instead of a PDF."""
    compile_pdf, drawn = typst.compile, []

    def draw(source: str, **options: Any) -> bytes:
        found = compile_pdf(source, **{**options, "format": "png", "ppi": 60, "pdf_standards": []})
        drawn.extend(Image.open(BytesIO(page)) for page in (found if isinstance(found, list) else [found]))
        return b"%PDF"

    monkeypatch.setattr(typst, "compile", draw)
    return drawn


def test_a_page_a_team_and_every_code_leads_to_its_booth(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    pages = pictures(monkeypatch)
    job = ask_signs(hall=where, by=BY, at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE
    codes = list(where.booths.filter(placement__isnull=False).order_by("number").values_list("code", flat=True))
    read = [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages]
    assert read == [[f"http://testserver/b/{code}/"] for code in codes]
    assert len(set(codes)) == 3


def test_the_pdf_waits_as_a_private_file_and_is_tagged(where: Hall) -> None:
    job = ask_signs(hall=where, by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    found = newest_signs(where)
    assert found is not None
    assert (found.result["signs"], found.result["unprintable"]) == (3, 0)
    with storages["private"].open(found.result["file"]) as file:
        pdf = file.read()
    assert pdf.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf


def test_no_sign_where_nobody_stands(where: Hall) -> None:
    for placement in where.booths.get(number=101), where.booths.get(number=102), where.booths.get(number=103):
        placement.placement.team.place = PlaceState.RELEASED
        placement.placement.team.save(update_fields=["place"])
    with pytest.raises(NothingToSign):
        ask_signs(hall=where, by=BY, at=AT)
