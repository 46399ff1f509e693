"""What opens with less than `teams:read` is the same whatever a team's leaders answer: nothing there counts."""

from datetime import timedelta

import pytest
from django.test import Client

from api.scopes import Scope
from api.views.reference import described
from convenings.models import Convening
from registration.domain import promising, selecting
from registration.models import Team
from tests.api.conftest import Caller
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

ORGANIZERS = {Scope.TEAMS_READ, Scope.TEAMS_WRITE, Scope.SELECTION_WRITE, Scope.EVIDENCE_READ, Scope.STATEMENT_WRITE}
LESS = [scope for scope in Scope if scope not in ORGANIZERS]
READ = [
    path
    for path, methods in described()["paths"].items()
    if "get" in methods and methods["get"]["x-scope"] in LESS and "{" not in path and path != "/api/v1/jobs/"
]


@pytest.fixture
def convening(db: None, monkeypatch: pytest.MonkeyPatch) -> Convening:
    stand_still(monkeypatch)
    return make_convening(capacity_teams=2, capacity_people=40, admission="selection")


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening, *LESS)


@pytest.fixture
def waiting(convening: Convening) -> Team:
    return make_team(convening, "committing", members=1)


def seen(client: Client) -> dict[str, bytes]:
    answers = {path: client.get(path) for path in READ}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.content for path, answer in answers.items()}


def test_there_is_something_to_read() -> None:
    assert {"/api/v1/convening/", "/api/v1/places/", "/api/v1/statement/versions/", "/api/v1/attendees/"} <= set(READ)


def test_promises_do_not_show(client: Client, waiting: Team) -> None:
    before = seen(client)
    for party in parties_of(waiting)[:2]:
        sign(party)
        assert seen(client) == before


def test_nor_does_a_no_or_a_vote_to_come(client: Client, waiting: Team) -> None:
    before = seen(client)
    union, board, *_others = parties_of(waiting)
    promising.decline(party=union, reason="No", by=f"person:{union.signatory_id}", at=NOW)
    promising.defer(party=board, until_on=(NOW + timedelta(days=9)).date(), by=f"person:{board.signatory_id}", at=NOW)
    assert seen(client) == before


def test_nor_does_a_selection_before_its_letters(client: Client, convening: Convening) -> None:
    chosen = make_team(convening, "committed")
    before = seen(client)
    letters = NOW + timedelta(days=9)
    selecting.apply_selection(convening=convening, chosen=[chosen.pk], letters_at=letters, by=BY, at=NOW)
    assert seen(client) == before
