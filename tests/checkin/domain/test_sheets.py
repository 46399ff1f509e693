"""The sheet as an independent reader of QR codes sees it."""

from io import BytesIO
from typing import Any

import pytest
import typst
from PIL import Image

from checkin.domain import badges, printing, sheets
from checkin.domain.agendas import Agendas
from checkin.domain.codes import spaced
from checkin.domain.designs import change_design
from checkin.domain.formats import PAPERS, USUAL
from checkin.models import Badge
from checkin.states import BadgeFormat
from convenings.models import Convening
from registration.models import AttendeeDetails
from tests.checkin.factories import (
    DAY,
    make_attendee,
    make_badge,
    make_convening,
    make_somebody,
    make_team,
)

pytestmark = pytest.mark.django_db
NAMES = (
    "Đặng Nuñez", "王小明", "عمر", "Ольга Щукина", "Κώστας Παπαδόπουλος", "김민준", "अनिल कुमार", "דוד כהן", "สมชาย ใจดี",
    "ዳዊት ታደሰ", "Bartholomew Featherstonehaugh-Okonkwo", "Wolfeschlegelsteinhausenbergerdorff Kim",
)  # fmt: skip


@pytest.fixture
def convening() -> Convening:
    """Everybody whom a badge may have to name: 20 badges on 4 sheets."""
    held = make_convening()
    team = make_team(held)
    for name in NAMES:
        make_attendee(held, make_somebody(held, name), team=team, job="Teacher, Grade 4")
    for kind in ("staff", "presenter", "partner"):
        make_attendee(held, make_somebody(held, f"June {kind.title()}"), kind=kind)
    badges.issue_badges(convening=held, by="system", at=DAY)
    return held


def listed(convening: Convening) -> list[Badge]:
    return list(Badge.objects.of(convening).active().with_people().for_tables())


def shown(convening: Convening) -> list[dict[str, Any]]:
    """The badges as the template gets them."""
    held: list[dict[str, Any]] = sheets._data_of(listed(convening), PAPERS[USUAL])["badges"]
    return held


def pages_of(
    badges_held: list[Badge], monkeypatch: pytest.MonkeyPatch, paper: BadgeFormat = USUAL
) -> list[Any]:
    """The sheets as pictures of 120 dots an inch: what typst prints, drawn instead of written as PDF."""
    compile_pdf = typst.compile

    def draw(source: bytes, **options: Any) -> Any:
        options = {**options, "format": "png", "ppi": 120, "pdf_standards": []}
        drawn = compile_pdf(source, **options)
        held.extend(drawn if isinstance(drawn, list) else [drawn])
        return b"%PDF"

    held: list[bytes] = []
    monkeypatch.setattr(typst, "compile", draw)
    sheets.badge_sheet(badges_held, paper=paper)
    return [Image.open(BytesIO(page)) for page in held]


def test_every_code_on_the_sheet_is_read_back_by_another_decoder(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    held = listed(convening)
    pages = pages_of(held, monkeypatch)
    assert len(pages) == 4
    read = [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages]
    assert sorted(code for page in read for code in page) == sorted(badge.code for badge in held)
    assert [set(page) for page in read] == [{badge.code for badge in held[n : n + 6]} for n in range(0, 20, 6)]


def test_the_stored_picture_is_read_back_by_another_decoder(convening: Convening) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    badges.render_waiting(at=DAY)
    for badge in listed(convening):
        (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(badges.qr_png(badge))))
        assert found.text == badge.code


def test_equal_badges_make_equal_bytes(convening: Convening) -> None:
    first, second = (sheets.badge_sheet(listed(convening)) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")


def test_every_script_prints_and_what_cannot_is_named(convening: Convening) -> None:
    assert sheets.draw_sheet(listed(convening)).unprintable == ()
    odd = make_attendee(convening, make_somebody(convening, "Ana 𓀀 Lopez"))
    make_badge(odd)
    drawn = sheets.draw_sheet(listed(convening))
    assert drawn.unprintable == (odd.pk,)
    assert drawn.pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("paper", [paper for paper in BadgeFormat if paper != USUAL])
def test_every_code_is_read_back_from_any_paper(
    convening: Convening, monkeypatch: pytest.MonkeyPatch, paper: BadgeFormat
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    change_design(convening=convening, kind="presenter", values={"shows_agenda": True}, by="user:1", at=DAY)
    held, each = listed(convening), PAPERS[paper].each
    pages = pages_of(held, monkeypatch, paper)
    backs = 0 if paper == BadgeFormat.LABEL_62 else 1
    assert len(pages) == -(-len(held) // each) + backs
    read = [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages]
    fronts = [codes for codes in read if codes]
    assert [set(page) for page in fronts] == [{badge.code for badge in held[n : n + each]} for n in range(0, 20, each)]


def test_a_long_name_leaves_room_for_all_of_the_agenda(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    long = make_attendee(convening, make_somebody(convening, "Maximiliana Featherstonehaugh " * 3), kind="guest")
    change_design(convening=convening, kind="guest", values={"shows_agenda": True}, by="user:1", at=DAY)
    rows = [{"slot": n, "at": "9:00", "title": "Lunch and the marketplace", "where": "Hall"} for n in range(12)]
    monkeypatch.setattr(sheets, "agendas_of", lambda *_: Agendas([{"title": "Wednesday", "rows": rows}], {}))
    _front, back = pages_of([make_badge(long)], monkeypatch, BadgeFormat.CARD_4X3)
    below = back.convert("L").crop((0, 332, 480, 360))  # the lowest sixth of an inch ought to be empty, and a bit above
    assert below.getextrema() == (255, 255)


def test_papers_hold_their_badges() -> None:
    assert set(PAPERS) == set(BadgeFormat)
    for paper in PAPERS.values():
        assert min(paper.margins) >= 0, paper
        assert min(paper.badge) >= 56, paper  # millimetres: below that names shrink beyond reading


def test_a_signatory_bears_the_sides_mark_where_the_convening_wants_it(convening: Convening) -> None:
    member = make_attendee(convening, team=convening.teams.get(), side="union")
    make_badge(member)
    assert {badge["side"] for badge in shown(convening)} == {""}
    change_design(convening=convening, kind="member", values={"shows_side": True}, by="user:1", at=DAY)
    marked = {badge["first"]: badge["side"] for badge in shown(convening) if badge["side"]}
    assert marked == {"Holder0": "union", "Holder1": "district", "Holder2": "board"}


def test_days_are_written_as_people_write_them() -> None:
    assert sheets.days_of(make_convening()) == "May 26–27, 2027"
    assert sheets.days_of(make_convening(ends_at=DAY.replace(month=6))) == "May 26–June 26, 2027"
    assert sheets.days_of(make_convening(ends_at=DAY.replace(hour=20))) == "May 26, 2027"


def test_the_job_keeps_a_private_file_and_notes_what_was_printed(convening: Convening) -> None:
    from django.core.files.storage import storages

    job = printing.ask_sheet(convening=convening, only="new", by="user:1", at=DAY)
    seen: list[tuple[int, int]] = []
    result = printing.make_sheet(job=job, progress=lambda done, total: seen.append((done, total)), at=DAY)
    assert (result["badges"], result["unprintable"]) == (20, [])
    assert storages["private"].open(result["file"]).read(5) == b"%PDF-"
    assert seen[0] == (0, 20)
    assert badges.counts(convening).printed == badges.counts(convening).drawn == 20

    again = printing.make_sheet(job=job, progress=lambda done, total: None, at=DAY)
    assert again == result
    with pytest.raises(printing.NothingToPrint) as refused:
        printing.ask_sheet(convening=convening, only="new", by="user:1", at=DAY)
    assert refused.value.code == "nothing_to_print"


def test_a_badge_replaced_meanwhile_is_left_out(convening: Convening) -> None:
    job = printing.ask_sheet(convening=convening, only="all", by="user:1", at=DAY)
    badges.replace_badge(badge=listed(convening)[0], by="user:1", at=DAY)
    assert printing.make_sheet(job=job, progress=lambda done, total: None, at=DAY)["badges"] == 19


def test_the_worker_runs_the_job(convening: Convening) -> None:
    from jobs.domain import work
    from jobs.states import JobState

    job = printing.ask_sheet(convening=convening, only="all", by="user:1", at=DAY)
    assert work.run(job_id=job.pk, at=DAY) == JobState.DONE
    job.refresh_from_db()
    assert printing.sheet_file(job) == job.result["file"]


def test_the_code_is_printed_for_people_too(convening: Convening) -> None:
    badge = listed(convening)[0]
    assert shown(convening)[0]["spaced"] == spaced(badge.code)


def test_who_said_no_to_photographs_has_it_on_the_badge(convening: Convening) -> None:
    before = sheets.badge_sheet(listed(convening))
    shy = listed(convening)[0].attendee
    AttendeeDetails.objects.create(attendee=shy, may_photograph=False, changed_at=DAY)
    assert [badge["no_photo"] for badge in shown(convening)[:2]] == ["No photo", ""]
    assert sheets.badge_sheet(listed(convening)) != before
