"""Booth signs: a page a booth, its QR code read back by another decoder, made as long work."""

from io import BytesIO
from typing import Any

import pytest
import typst
from django.core.files.storage import storages
from PIL import Image

from breakouts.domain.slots import days_of
from convenings.models import Convening
from convenings.templatetags.times import plain_day
from expo.domain import sign_sheets
from expo.domain.assignment import place_team
from expo.domain.booths import make_booth
from expo.domain.partners import place_partner
from expo.domain.signs import NothingToSign, ask_signs, newest_signs
from expo.models import Hall
from expo.states import Use
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


def test_a_partner_has_one_sign_with_its_days(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    found = hall(convening)
    booth, other = (
        make_booth(hall=found, number=n, x=10 * n, y=0, use=Use.PARTNERS, by=BY, at=AT) for n in (7, 8)
    )
    first, second, *__ = days_of(convening)
    for where, on, name in (
        (booth, first, "王小明 & Sons"), (booth, second, "王小明 & Sons"), (other, second, "#pagebreak()"),
    ):  # fmt: skip
        place_partner(booth=where, on=on, name=name, offers="Free coaching", by=BY, at=AT)
    drawn: list[dict[str, Any]] = []

    def read(template: Any, data: dict[str, Any], *, stamp: int) -> bytes:
        drawn.extend(data["signs"])
        return b"%PDF"

    monkeypatch.setattr(sign_sheets, "typeset", read)
    job = ask_signs(hall=found, by=BY, at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE
    job.refresh_from_db()
    assert job.result["signs"] == 2
    assert [(sign["number"], sign["team"], sign["focus"]) for sign in drawn] == [
        ("7", "王小明 & Sons", "Free coaching"), ("8", "#pagebreak()", "Free coaching"),
    ]
    assert drawn[0]["place"] == f"{plain_day(first)}; {plain_day(second)}"
    assert drawn[1]["address"].endswith(f"/b/{other.code}")


def test_teams_and_partners_on_one_sheaf(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = pictures(monkeypatch)
    partner = make_booth(hall=where, number=301, x=0, y=30, use=Use.PARTNERS, by=BY, at=AT)
    place_partner(booth=partner, on=days_of(where.convening)[0], name="Đặng O'Brien-Nuñez", by=BY, at=AT)
    work.run(job_id=ask_signs(hall=where, by=BY, at=AT).pk, at=AT)
    assert len(pages) == 4


def test_no_sign_where_nobody_stands(where: Hall) -> None:
    for placement in where.booths.get(number=101), where.booths.get(number=102), where.booths.get(number=103):
        placement.placement.team.place = PlaceState.RELEASED
        placement.placement.team.save(update_fields=["place"])
    with pytest.raises(NothingToSign):
        ask_signs(hall=where, by=BY, at=AT)
