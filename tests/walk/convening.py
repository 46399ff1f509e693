"""Steps 5 to 8: booths and breakouts, badges, the door, and what the overview says in the end."""

import re
import uuid
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image

from tests.harness.pages import UNHURRIED, follow
from tests.walk.cast import CONVENING, DECLINING, NAME, WALKED
from tests.walk.mailbox import follow_mail, open_mail
from tests.walk.stage import Stage
from tests.walk.visitor import Visitor

PRESENTER = WALKED.members[0]
A_SHEET = 6  # badges


def five_booths_and_breakouts(stage: Stage) -> None:
    """The new team gets a booth; a room is not given twice, and nobody presents twice at a time."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/expo/")
    june.reads(WALKED.name)
    june.look("40-floor-before")
    june.follow("Assign 1 open team")
    june.reads("Every team with a confirmed place has a booth.")
    row = june.page.get_by_role("row").filter(has_text=WALKED.name)
    stage.seen["booth"] = row.get_by_role("cell").first.inner_text()
    june.look("41-floor")
    june.go(f"/c/{CONVENING}/expo/")
    june.look("42-expo-public")
    june.go(f"/organize/{CONVENING}/programme/")
    first, second = (pick_unplaced(june, at) for at in (0, 1))
    june.look("43-schedule")
    move(june, first, "Breakouts B", "200 Ohio")
    june.page.get_by_role("alert").filter(has_text="Not done.").wait_for()
    stage.seen["room_refused"] = june.page.get_by_role("alert").first.inner_text()
    assert "200 Ohio" in stage.seen["room_refused"]
    june.look("44-room-refused")
    add_presenter(june, first)
    move(june, first, "Breakouts B", "Ballroom")
    june.page.get_by_role("table").get_by_text(first).first.wait_for()
    add_presenter(june, second)
    move(june, second, "Breakouts B", "209 Maumee")
    june.page.get_by_role("alert").filter(has_text="Not done.").wait_for()
    stage.seen["presenter_refused"] = june.page.get_by_role("alert").first.inner_text()
    assert PRESENTER.name in stage.seen["presenter_refused"]
    june.look("45-presenter-refused")
    settle_what_is_impossible(june)
    june.go(f"/c/{CONVENING}/programme/")
    june.follow("Thursday")
    assert june.page.get_by_text(first).count() == 0
    june.go(f"/organize/{CONVENING}/programme/releases/")
    june.reads(f"“{first}” is new:")
    june.look("45-release")
    june.follow("Release", exact=True)
    june.reads("is public now.")
    june.go(f"/c/{CONVENING}/programme/")
    june.follow("Thursday")
    june.page.get_by_text(first).first.wait_for()
    june.look("46-programme")


def settle_what_is_impossible(june: Visitor) -> None:
    """Somebody who presents is not there at that time: nothing is released before their session has moved."""
    june.go(f"/organize/{CONVENING}/programme/")
    june.follow("Thursday")
    june.page.get_by_role("region", name=re.compile("Conflicts.*1 impossible")).wait_for()
    follow(june.page.get_by_role("table").get_by_text("What a compensation study").first)
    june.page.get_by_role("region", name="Presenters").wait_for()
    june.choose("Time", "Breakouts B")
    june.choose("Room", "209 Maumee")
    june.follow("Move", exact=True)
    june.page.get_by_role("region", name=re.compile("Conflicts")).filter(has_not_text="Impossible").wait_for()


def pick_unplaced(june: Visitor, at: int) -> str:
    titles = june.page.get_by_role("region", name=re.compile("Not placed")).get_by_role("listitem")
    return str(titles.nth(at).locator("b").inner_text())


def pick(june: Visitor, title: str) -> None:
    june.go(f"/organize/{CONVENING}/programme/")
    june.follow(f"Move to… {title}")
    june.page.get_by_role("region", name="Presenters").wait_for()


def move(june: Visitor, title: str, slot: str, room: str) -> None:
    pick(june, title)
    june.choose("Time", slot)
    june.choose("Room", room)
    june.follow("Move", exact=True)


def add_presenter(june: Visitor, title: str) -> None:
    pick(june, title)
    june.choose("Presenter", PRESENTER.name)
    june.follow("Add", exact=True)
    june.page.get_by_role("region", name="Presenters").get_by_text(PRESENTER.name).first.wait_for()


def six_badges(stage: Stage) -> None:
    """The worker draws the codes and sets the sheet; a member's phone shows the same code as the desk."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/check-in/badges/")
    june.follow("Issue 4 badges")
    expected = figure(june, "Expected")
    june.page.get_by_text("Ready to print").locator("xpath=..").filter(has_text=str(expected)).wait_for(timeout=120_000)
    june.look("50-badges")
    june.choose("Paper", "Letter sheet, six of 4 × 3 inches")
    sheets = june.page.get_by_role("link", name="Download the PDF")
    known = sheets.count()
    june.follow("Print the 4 new ones", exact=True)
    sheets.nth(known).wait_for(timeout=120_000)
    with june.page.expect_download(timeout=120_000) as download:
        sheets.first.click()
    sheet = download.value.path().read_bytes()
    (stage.shots / "badges.pdf").write_bytes(sheet)
    assert sheet.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) in (0, 1, 2)  # with backs or not; packed ones are not seen
    june.look("51-badges-printed")
    stage.seen["codes"] = codes_of_team(june)
    the_phone_shows_the_same(stage)


def figure(visitor: Visitor, term: str) -> int:
    row = visitor.page.get_by_text(term, exact=True).locator("xpath=..")
    return int(row.get_by_role("definition").inner_text())


def codes_of_team(june: Visitor) -> dict[str, str]:
    """The codes of the walked team by name, as the desk finds them."""
    june.fill("Name, team, or the code on the badge", WALKED.name[:8])
    rows = june.page.get_by_role("row").filter(has_text=WALKED.name)
    rows.first.wait_for()
    june.look("52-badges-found")
    found = [(row.get_by_role("rowheader"), row.get_by_role("cell").nth(1)) for row in rows.all()]
    return {name.inner_text(): code.inner_text() for name, code in found}


def the_phone_shows_the_same(stage: Stage) -> None:
    phone = stage.visitor(PRESENTER.email, phone=True)
    open_mail(phone, PRESENTER.email, f"Your badge for {NAME}")
    follow_mail(phone, "Open your page")
    phone.reads("You present")
    phone.look("53-me")
    phone.follow("Show my badge")
    code = stage.seen["codes"][PRESENTER.name]
    phone.reads(code)
    phone.look("54-badge-on-phone")
    address = phone.page.get_by_role("link", name="The code as a picture to keep").get_attribute("href")
    picture = phone.context.request.get(phone.site.url + address).body()
    read = zxingcpp.read_barcode(Image.open(BytesIO(picture)))
    assert read is not None
    assert read.text == code.replace("-", "")


def seven_the_door(stage: Stage) -> None:
    """A volunteer's phone lets in, once; a replaced badge is told; another system's scans obey the same rules."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/settings/")
    june.follow("Go live", exact=True)
    follow(june.page.get_by_role("button", name="Go live"))
    june.reads("Conclude")
    ben = hand_out_scanner(stage)
    union, chief, board = (leader.name for leader in WALKED.leaders.values())
    codes = stage.seen["codes"]
    ben.look("61-scanner")
    scan(ben, codes[union].lower(), "Welcome", union, "1 of 4 here")
    ben.look("62-welcome")
    scan(ben, codes[union], "Already in", union, "North door.")
    ben.look("63-already-in")
    scan(ben, "NOTHINGOFOURS", "Not valid", "Unknown badge")
    ben.look("64-unknown")
    replace_badge(june, board)
    scan(ben, codes[board], "Not valid", "This badge was replaced")
    ben.look("65-replaced")
    fresh = codes_of_team(june)
    assert fresh[board] != codes[board]
    scan_by_api(stage, fresh[chief], fresh[board], codes[board])
    scan(ben, fresh[chief], "Already in", chief)
    june.go(f"/organize/{CONVENING}/check-in/")
    june.look("68-desk")


def hand_out_scanner(stage: Stage) -> Visitor:
    june, ben = stage.june(), stage.visitor("ben", phone=True)
    june.go(f"/organize/{CONVENING}/check-in/")
    june.page.get_by_text("A scanner", exact=True).click()
    june.fill("Who or what", "Ben's phone")
    june.choose("Where it scans", "North door")
    june.follow("Make the link")
    june.look("60-scanner-made")
    ben.page.add_init_script(UNHURRIED)
    ben.go(june.page.get_by_label("Or send the link").input_value())
    ben.page.wait_for_url("**/door/")
    ben.page.locator("body[data-listening]").wait_for()
    return ben


def scan(ben: Visitor, code: str, word: str, *also: str) -> None:
    if ben.page.get_by_role("button", name="Next badge").is_visible():
        ben.press("Next badge")
    ben.fill("Or type the code", code)
    ben.press("Check in")
    answer = ben.page.get_by_role("alert").filter(has=ben.page.get_by_role("heading", name=word))
    for words in also:
        answer = answer.filter(has_text=words)
    answer.wait_for()


def replace_badge(june: Visitor, name: str) -> None:
    june.go(f"/organize/{CONVENING}/check-in/badges/")
    codes_of_team(june)
    row = june.page.get_by_role("row").filter(has_text=name)
    row.get_by_text("Replace").click()
    follow(row.get_by_role("button", name="Make a new badge"))
    june.reads(f"{name} has a new badge.")


def scan_by_api(stage: Stage, chief: str, board: str, replaced: str) -> None:
    """With a token that the page of tokens makes: the same answers, and nothing happens twice."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/api/")
    june.fill("What it is for", "Turnstile")
    june.page.get_by_role("checkbox", name="scan badges").check()
    june.page.get_by_role("checkbox", name="read checkpoints").check()
    june.follow("Make the token")
    token = june.page.get_by_role("status").locator("code").inner_text()
    june.look("66-token")
    june.go("/api/v1/")
    june.look("67-api")
    api = stage.browser.new_context(extra_http_headers={"Authorization": f"Bearer {token}"}).request
    root = f"{stage.site.url}/api/v1/checkpoints/"
    doors = api.get(root).json()["results"]
    door = next(door["id"] for door in doors if door["name"] == "South door")

    def post(code: str, scan_id: str = "") -> dict[str, Any]:
        told = api.post(f"{root}{door}/scans/", data={
            "scan_id": scan_id or str(uuid.uuid4()), "code": code, "scanned_at": datetime.now(UTC).isoformat(),
        })
        assert told.status == 200, told.text()
        answer: dict[str, Any] = told.json()
        return answer

    once = str(uuid.uuid4())
    assert [post(chief, once)["answer"], post(chief, once)["replayed"]] == ["welcome", True]
    again = post(chief)
    assert (again["answer"], again["first_scan"]["checkpoint"]) == ("already_in", "South door")
    assert post(replaced)["answer"] == "replaced"
    assert post("NOTHINGOFOURS")["answer"] == "unknown"
    assert post(board)["answer"] == "welcome"


def eight_who_is_late(stage: Stage) -> None:
    """Before it is live: the funnel has grown by two teams, and the overview names who is late."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/")
    late = june.page.get_by_role("region", name=re.compile("Whom we wait for"))
    late.get_by_text(DECLINING.name).wait_for()
    late.get_by_text(re.compile("declined")).first.wait_for()
    assert late.get_by_text(WALKED.name).count() == 0
    june.look("58-overview-late")
    stage.seen["funnel"] = funnel(june)


def eight_what_came_of_it(stage: Stage) -> None:
    """When it is live: the team has arrived."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/")
    before, now = stage.seen["funnel"], funnel(june)
    assert now["Arrived"] == 1
    assert {step: now[step] for step in before} == before
    june.look("80-overview-live")
    june.go(stage.seen["team"])
    june.look("81-team-journal")
    june.go(f"/organize/{CONVENING}/journal/")
    june.look("82-journal")
    june.go(f"/organize/{CONVENING}/jobs/")
    june.look("83-jobs")
    june.go("/demo/")
    june.look("84-demo")


def funnel(june: Visitor) -> dict[str, int]:
    """The rows of the funnel: first word and number."""
    rows = june.page.get_by_role("table", name="Teams by how far they are").get_by_role("row").all()[1:]
    heads = [(row.get_by_role("rowheader").inner_text(), row.get_by_role("cell").first.inner_text()) for row in rows]
    return {head.strip().splitlines()[0].split("  ")[0].strip(): int(number.split()[0]) for head, number in heads}
