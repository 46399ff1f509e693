"""Another system reads what reminders go out, and holds or sends them: same rules as on the page."""

from collections.abc import Iterator

import pytest
import time_machine

from api.scopes import Scope
from convenings.models import Convening, ReminderRun
from tests.api.conftest import Caller
from tests.registration.factories import NOW, make_team

STEP = "/api/v1/reminders/commitment_open/2027-03-23/{}/"


@pytest.fixture(autouse=True)
def _at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_rules_are_read_with_their_words(convening: Convening, caller: Caller) -> None:
    rules = {rule["occasion"]: rule for rule in caller(convening).get("/api/v1/reminders/rules/").json()}

    assert rules["commitment_open"] == {
        "occasion": "commitment_open", "title": "a promise is open", "enabled": True, "who": "leaders",
        "anchor": "promise_by_at", "days": [10, 5, 2], "after": False, "late": False, "clock": "09:00",
        "words": "To each leader whose answer is missing: 10, 5 and 2 days before the last promise is due, "
                 "at 9:00 a.m. Eastern Time.",
    }  # fmt: skip
    assert rules["convening_begins"]["enabled"] is False


def test_planned_reminders_by_time(convening: Convening, caller: Caller) -> None:
    make_team(convening, "committing")
    found = caller(convening).get("/api/v1/reminders/").json()

    assert [(one["on"], one["goes_at"], one["state"], one["people"]) for one in found] == [
        ("2027-03-23", "2027-03-23T13:00:00Z", "planned", 3), ("2027-03-28", "2027-03-28T13:00:00Z", "planned", 3),
        ("2027-03-31", "2027-03-31T13:00:00Z", "planned", 3),
    ]  # fmt: skip
    assert found[0]["steps"] == ["hold", "skip", "send-now"]


def test_a_step_and_the_refusal_of_the_page(convening: Convening, caller: Caller) -> None:
    client = caller(convening)
    held = client.post(STEP.format("hold"))
    assert held.status_code == 200
    assert held.json() == {"occasion": "commitment_open", "on": "2027-03-23", "state": "held"}
    assert ReminderRun.objects.get().decided_by.startswith("token:")

    client.post(STEP.format("send-now"))
    refused = client.post(STEP.format("skip"))
    assert (refused.status_code, refused.json()["code"]) == (409, "reminder_over")


@pytest.mark.parametrize("path", [
    "birthday/2027-03-23/hold/", "commitment_open/2027-03-24/hold/", "commitment_open/soon/hold/",
    "commitment_open/2027-03-23/burn/",
])
def test_what_is_not_there(path: str, convening: Convening, caller: Caller) -> None:
    assert caller(convening).post(f"/api/v1/reminders/{path}").status_code == 404
    assert not ReminderRun.objects.exists()


def test_reading_is_not_writing(convening: Convening, caller: Caller) -> None:
    reader = caller(convening, Scope.TEAMS_READ, Scope.REMINDERS_READ)

    assert reader.get("/api/v1/reminders/").status_code == 200
    assert reader.post(STEP.format("hold")).status_code == 403
