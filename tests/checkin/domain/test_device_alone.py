"""What a device says that decides alone, in sentences, by the list that the server gave it."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from checkin.domain.door_list import door_list
from checkin.domain.passing import milliseconds
from checkin.models import Checkpoint, Device
from tests.checkin.domain.test_passing import node
from tests.checkin.factories import DAY, badge_of, make_convening, make_scanner, make_team

pytestmark = pytest.mark.django_db
SCRIPTS = Path("static/js").resolve()
ASK = """
import { readFileSync } from "node:fs";
import { Alone } from "./scanner_alone.js";
const { list, scans } = JSON.parse(readFileSync(0));
const alone = new Alone({ url: "", store: { set() {} }, clock: { now: () => scans[0].at } });
alone.take(list, {});
const told = [];
for (const scan of scans) told.push(await alone.decide(scan));
console.log(JSON.stringify(told));
"""


def told_alone(device: Device, tmp_path: Path, *scans: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of such a device to these scans, one after the other."""
    for name in ("scanner_alone.js", "scanner_rules.js"):
        shutil.copy(SCRIPTS / name, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "ask.js").write_text(ASK)
    done = subprocess.run(
        [node(), str(tmp_path / "ask.js")], input=json.dumps({"list": door_list(device), "scans": scans}),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_it_says_since_when_and_from_when(tmp_path: Path) -> None:
    convening = make_convening()
    scanner, badge = make_scanner(convening), badge_of(make_team(convening))
    place = scanner.checkpoint
    Checkpoint.objects.filter(pk=place.pk).update(opens_at=DAY, closes_at=DAY + timedelta(hours=2))
    scanner = Device.objects.select_related("checkpoint__convening").get(pk=scanner.pk)

    def scan(**later: float) -> dict[str, Any]:
        at = milliseconds(DAY + timedelta(**later))
        return {"checkpoint": place.pk, "code": badge.code, "direction": "in", "at": at, "scan_id": f"scan {later}"}

    asked = [scan(days=-1), scan(hours=-1), scan(minutes=20), scan(minutes=30), scan(hours=3)]
    early, soon, welcome, again, late = told_alone(scanner, tmp_path, *asked)
    assert [one["answer"] for one in (early, soon, welcome, again, late)] == [
        "not_open", "not_open", "welcome", "already_in", "not_open",
    ]  # fmt: skip
    # Browsers differ in the space before "AM".
    assert [" ".join(one["sentences"][0].split()) for one in (early, soon, again, late)] == [
        "Opens: Wed, May 26, 8:00 AM", "Opens: 8:00 AM", f"8:20 AM, {place.name}.", "Was open until: 10:00 AM",
    ]  # fmt: skip


def test_of_a_badge_that_nobody_knows_it_says_what_to_do(tmp_path: Path) -> None:
    scanner = make_scanner(make_convening())
    unknown = {"checkpoint": scanner.checkpoint_id, "code": "NOTHINGOFOURS", "direction": "in", "at": 0, "scan_id": "1"}
    [told] = told_alone(scanner, tmp_path, unknown)
    assert (told["answer"], told["attendee"]) == ("unknown", None)
    assert told["sentences"]
