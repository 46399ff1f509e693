from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.finding import find_people, find_teams, is_like
from checkin.domain.scanning import scan
from convenings.models import Convening
from registration.states import PlaceState
from tests.checkin.factories import (
    DAY,
    make_attendee,
    make_badge,
    make_checkpoint,
    make_convening,
    make_somebody,
    make_team,
)

pytestmark = pytest.mark.django_db
NAMES = ("Đặng Nuñez", "Maeve O'Brien-Nuñez", "Teresa Yazzie", "Nathaniel Washington", "王小明")


@pytest.fixture
def convening() -> Convening:
    made = make_convening()
    for name in NAMES:
        make_badge(make_attendee(made, make_somebody(made, name)))
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dang nunez", [NAMES[0]]), ("DANG", [NAMES[0]]), ("王小", [NAMES[4]]), ("nunez", [NAMES[0], NAMES[1]]),
        ("obrien", [NAMES[1]]), ("Teresa Yazie", [NAMES[2]]), ("Tersea", [NAMES[2]]), ("yazzei", [NAMES[2]]),
        ("Washinton", [NAMES[3]]), ("Wasghington", [NAMES[3]]), ("Nathanial Wash", [NAMES[3]]), ("tzzz", []),
        ("yaz", [NAMES[2]]), ("yzz", []), ("", []), ("%", []), ("_", []), ("'; --", []), ("\x00", []), ("x" * 5000, []),
    ],
)  # fmt: skip
def test_accents_and_one_slip_are_forgiven(convening: Convening, typed: str, meant: list[str]) -> None:
    assert {found.attendee.person.name for found in find_people(convening, typed)} == set(meant)


def test_who_is_named_as_typed_comes_without_who_is_only_like_it(convening: Convening) -> None:
    make_attendee(convening, make_somebody(convening, "Teresa Yazzia"))
    assert [str(found.attendee) for found in find_people(convening, "yazzie")] == ["Teresa Yazzie"]


def test_every_single_slip_in_a_word_is_forgiven() -> None:
    word = "yazzie"
    missing = [word[:at] + word[at + 1 :] for at in range(len(word))]
    wrong = [word[:at] + "q" + word[at + 1 :] for at in range(len(word))]
    more = [word[:at] + "q" + word[at:] for at in range(len(word) + 1)]
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    assert [typed for typed in (*missing, *wrong, *more, *swapped) if not is_like(typed, word)] == []
    assert not is_like("yqqzie", word)


def test_people_of_a_named_team_and_how_much_of_it_is_here(convening: Convening) -> None:
    team = make_team(convening, "Durango", members=0)
    make_team(convening, "Durango Alto", PlaceState.WAITLISTED, members=0)
    badge = make_badge(team.members.get(office="superintendent"))
    scan(checkpoint=make_checkpoint(convening), code=badge.code, scan_id=uuid4(), scanned_at=DAY, by="d", at=DAY)
    found = [(str(one.attendee), one.entered_by) for one in find_people(convening, "durango holder1")]
    assert found == [("Holder1 Durango", "North door"), ("Holder1 Durango Alto", "")]
    assert find_teams(convening, "durang") == [team]
    assert find_teams(convening, "du") == find_teams(make_convening(), "durango") == []


def test_a_search_takes_four_statements_and_two_more_for_a_slip(convening: Convening) -> None:
    for typed, statements in (("yazzie", 4), ("yazie", 6), ("nobodyatall", 3)):
        with CaptureQueriesContext(connection) as captured:
            find_people(convening, typed)
        assert len(captured) == statements, typed
