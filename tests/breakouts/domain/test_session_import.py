"""Sessions by file: four kinds of file, hostile ones, and the same one again."""

import io
import json
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from breakouts.domain.session_import import NAME, SessionImport
from breakouts.models import Session
from convenings.models import Convening, Element
from jobs.domain import sheets
from jobs.domain.imports import Plan, apply_plan, keep_upload, plan_import
from jobs.domain.tables import FileRefused
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, placed, presenter, room, slot
from tests.registration.factories import NOW

HEAD = "KEY,TITLE,ABSTRACT,KIND,THEMES,FOR,TRACK,PRESENTERS\n"
XML = """<?xml version="1.0"?>
<schedule><day index="1"><room name="Aula">
<event id="7" guid="g-7"><title>Zoning</title><subtitle>and busing</subtitle><track>Law</track>
<abstract>What the court said.</abstract><persons><person id="1">Ann; Teller</person></persons></event>
<event id="8"><title></title></event>
</room></day></schedule>"""


def plan(convening: Convening, data: bytes | str) -> Plan:
    kind = SessionImport({"convening": convening.pk}, BY)
    return plan_import(kind=kind, data=data.encode() if isinstance(data, str) else data, options={})


def apply(convening: Convening, data: bytes | str) -> Plan:
    made = plan(convening, data)
    kind = SessionImport({"convening": convening.pk}, BY)
    apply_plan(kind=kind, plan=made, progress=lambda done, total: None, at=AT)
    return made


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def test_csv_makes_changes_and_again_changes_nothing(convening: Convening) -> None:
    Element.objects.create(convening=convening, name="Pay", position=1)
    ann = presenter(convening, "Ann Teller")
    file = (
        f"{HEAD}a-1,O'Brien-Nuñez: 王小明,\"Two\nlines\",breakout,pay,board; Union,Law,"
        f'"{ann.person.name} <{ann.person.email.upper()}>; Đặng <dang@example.org>; Nobody Known"\n'
        "a-2,Lunch,,meal,,,,\n"
    )
    assert plan(convening, file).counts == {"new": 2, "changed": 0, "unchanged": 0, "gone": 0, "bad": 0}
    assert not Session.objects.exists()  # looking writes nothing
    apply(convening, file)
    made = Session.objects.get(title="O'Brien-Nuñez: 王小明")
    assert (made.abstract, made.audience, made.track) == ("Two\nlines", ["union", "board"], "Law")
    assert [element.name for element in made.elements.all()] == ["Pay"]
    assert {one.presenter.person.name for one in made.presentations.all()} == {"Ann Teller", "Đặng"}
    assert made.imported.credits == "Nobody Known"
    assert plan(convening, file).counts["unchanged"] == 2
    changed = "KEY,TITLE,PRESENTERS\na-1,Renamed,Đặng <dang@example.org>\n"
    shown = apply(convening, changed)
    assert (shown.counts["changed"], shown.gone) == (1, ("a-2",))
    made.refresh_from_db()
    assert (made.title, made.track) == ("Renamed", "Law")  # a column that is not there changes nothing
    assert [one.presenter.person.name for one in made.presentations.all()] == ["Đặng"]
    assert Attendee.objects.filter(person__email="dang@example.org").count() == 1


def test_every_bad_row_is_named_by_its_line(convening: Convening) -> None:
    rows = (
        ",Without a key,,,,,,", "k1,,,,,,,", f"k2,{'x' * 201},,,,,,", "k3,T,,party,,,,", "k4,T,,,Nothing,,,",
        "k5,T,,,,martians,,", "k6,T,,,,,,Ann <ann@>", "k7,T,,,,,,<a@example.org>", "k8,T", "k9,Good,,,,,,",
        "k9,Twice,,,,,,",
    )  # fmt: skip
    found = plan(convening, HEAD + "\n".join(rows))
    assert [(row.line, row.column) for row in found.bad] == [
        (2, "KEY"), (3, "TITLE"), (4, "TITLE"), (5, "KIND"), (6, "THEMES"), (7, "FOR"), (8, "PRESENTERS"),
        (9, "PRESENTERS"), (10, ""), (12, "KEY"),
    ]  # fmt: skip
    assert [change.key for change in found.new] == ["k9"]


def test_what_it_asks_for_comes_by_file_too(convening: Convening) -> None:
    head = "KEY,TITLE,NEEDS,SETUP,TOPIC,DEMAND,LEAST,MOST\n"
    apply(convening, f"{head}a,Pay,Video; sound,Circle,Pay models,041,5,40\n")
    made = Session.objects.get()
    assert (made.needs, made.set_up, made.topic) == (["sound", "video"], "circle", "Pay models")
    assert (made.demand, made.least, made.most) == (41, 5, 40)
    assert plan(convening, f"{head}a,Pay,sound;video,circle,Pay models,41,5,40\n").counts["unchanged"] == 1
    rows = ("b,T,lasers,,,,,", "c,T,,hammock,,,,", "d,T,,,,many,,", "e,T,,,,-1,,", "f,T,,,,,,0", "g,T,,,,,100001,",
            "h,T,,,,,9,8", "i,T,,,,٣,,")  # fmt: skip
    found = plan(convening, head + "\n".join(rows))
    assert [(row.line, row.column) for row in found.bad] == [
        (2, "NEEDS"), (3, "SETUP"), (4, "DEMAND"), (5, "DEMAND"), (6, "MOST"), (7, "LEAST"), (8, "LEAST"),
        (9, "DEMAND"),
    ]  # fmt: skip
    found = plan(convening, "KEY,TITLE,LEAST\na,Pay,41\n")  # at most 40, as it stands
    assert [(row.line, row.column) for row in found.bad] == [(2, "LEAST")]
    apply(convening, "KEY,TITLE,DEMAND,NEEDS\na,Pay,,\n")
    made.refresh_from_db()
    assert (made.demand, made.needs, made.topic) == (None, [], "Pay models")


def test_nobody_is_made_to_present_twice_at_a_time(convening: Convening) -> None:
    ann = presenter(convening, "Ann Teller")
    when = slot(convening)
    apply(convening, "KEY,TITLE\n1,Pay\n")
    made = Session.objects.get()
    made.room, made.slot = room(convening), when
    made.save(update_fields=["room", "slot"])
    placed(room(convening), when, "Zones", (ann,))
    found = plan(convening, f"KEY,TITLE,PRESENTERS\n1,Pay,{ann.person.name}\n")
    assert [(row.line, str(row.words)) for row in found.bad] == [(2, "Ann Teller presents “Zones” at that time.")]


def test_excel_frab_xml_and_json_say_the_same(convening: Convening) -> None:
    found = plan(convening, sheet(("Key", "Title", "Track"), (7.0, "Zoning", None), (None, None, None), (8, "", "x")))
    assert [(change.line, change.key, change.after["title"]) for change in found.new] == [(2, "7", "Zoning")]
    assert [(row.line, row.column) for row in found.bad] == [(4, "TITLE")]
    found = plan(convening, XML)
    (change,) = found.new
    assert (change.line, change.key) == (3, "g-7")
    assert dict(change.after) == {
        "title": "Zoning: and busing", "abstract": "What the court said.", "track": "Law", "presenters": "Ann Teller",
    }  # fmt: skip
    assert [row.line for row in found.bad] == [5]
    event = {"guid": "g-7", "title": "Zoning", "persons": [{"public_name": "Ann"}, {"name": 5}, None], "track": None}
    schedule = {"schedule": {"conference": {"days": [{"rooms": {"Aula": [event, "x"], "B": None}}, 3]}}}
    found = plan(convening, json.dumps(schedule))
    assert [(one.key, one.after["presenters"]) for one in found.new] == [("g-7", "5; Ann")]
    apply(convening, XML)
    assert Session.objects.get().imported.credits == "Ann Teller"


BOMB = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>'
FILE = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>'


@pytest.mark.parametrize(
    "data",
    [
        b"", b"KEY\n1\n", BOMB.encode(), FILE.encode(), b"<schedule><day>", b"<" * 5000, b"<a>" * 100, b"<schedule/>",
        b"{", b"[" * 100_000, b'{"schedule": 1}', b'{"schedule": {"conference": {"days": [{"rooms": []}]}}}',
        b"PK\x03\x04rubbish", b"%PDF-1.7", b"\xff\xd8\xff", b"KEY,TITLE\n1,\"open",
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_as_a_whole(convening: Convening, data: bytes) -> None:
    with pytest.raises(FileRefused):
        plan(convening, data)


def test_a_sheet_that_unpacks_to_a_flood_is_refused(convening: Convening) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))
    with pytest.raises(FileRefused):
        plan(convening, out.getvalue())


def test_a_sheet_that_lists_a_flood_of_parts_is_not_read(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheet(("KEY", "TITLE"), ("1", "Pay"))
    monkeypatch.setattr(sheets, "MOST_LISTED", 2)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(FileRefused):
        plan(convening, data)


def test_a_kept_file_is_applied_once_more_without_a_change(convening: Convening) -> None:
    from jobs.domain.imports import plan_of

    options: dict[str, Any] = {"convening": convening.pk}
    upload = keep_upload(
        kind=SessionImport(options, ""), data=sheet(("KEY", "TITLE"), ("1", "Pay")), name="a.xlsx", options=options,
        convening_id=convening.pk, by=BY, at=NOW,
    )  # fmt: skip
    assert (upload.kind, upload.counts["new"]) == (NAME, 1)
    apply(convening, sheet(("KEY", "TITLE"), ("1", "Pay")))
    assert plan_of(upload).counts["unchanged"] == 1
