"""Lists: what stands in them, and that their statements do not grow with their rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.badges import issue_badges
from convenings.domain.statements import publish_statement
from convenings.models import Convening
from expo.domain.assignment import assign_booths
from expo.models import Hall, Placement
from jobs.domain.imports import keep_upload
from jobs.models import Job
from registration.domain.details import Details, change_details
from registration.domain.directory import DIRECTORY
from registration.models import Team
from tests.api.conftest import Caller
from tests.breakouts import factories as programme
from tests.expo import factories as expo
from tests.registration.factories import (
    CLOSING,
    NOW,
    OPENING,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    sign,
)

LISTS = {
    "teams": 4, "attendees": 3, "rooms": 3, "slots": 3, "sessions": 5, "halls": 3, "booths": 3, "checkpoints": 3,
    "badges": 3, "waves": 3, "shifts": 3, "jobs": 3, "commitments": 3, "statement/versions": 3, "directory/imports": 3,
    "messages": 3, "booth-requests": 4,
}


def one_more(convening: Convening, hall: Hall, number: int) -> None:
    """One more row of everything."""
    make_team(convening, "confirmed", members=1)
    session_room, session_slot = programme.room(convening), programme.slot(convening, 8 + 2 * number)
    programme.placed(session_room, session_slot, presenters=(programme.presenter(convening),))
    convening.checkpoints.create(name=f"Door {number}")
    issue_badges(convening=convening, by="user:1", at=NOW)
    assign_booths(hall=hall, by="user:1", at=NOW)
    wave = hall.waves.create(
        number=number + 1, begins_at=hall.opens_at + timedelta(minutes=number), ends_at=hall.closes_at
    )
    wave.shifts.create(attendee=Placement.objects.earliest("pk").team.members.earliest("pk"))
    Job.objects.create(convening_id=convening.pk, kind="badges.sheet", started_by="user:1", asked_at=NOW)
    text = {"opening": OPENING, "promises": PROMISES, "closing": f"{CLOSING} {number}"}
    publish_statement(convening=convening, **text, by="user:1", at=NOW)
    data = f"LEAID,LEA_NAME,ST,MEMBER\n010000{number},Mesa,AL,5000\n".encode()
    asked = {"kind": DIRECTORY, "data": data, "name": "d.csv", "options": {}, "convening_id": convening.pk}
    keep_upload(**asked, by="user:1", at=NOW)


@pytest.mark.parametrize(("name", "statements"), LISTS.items())
def test_statements_are_the_same_at_one_and_at_three_rows(
    convening: Convening, caller: Caller, name: str, statements: int
) -> None:
    client, hall = caller(convening), expo.hall(convening)
    expo.booths(hall, "", "", "")
    client.get("/api/v1/convening/")  # the token's use is written once a minute
    counted = []
    for number in range(3):
        one_more(convening, hall, number)
        with CaptureQueriesContext(connection) as found:
            answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 200, answer.content
        assert answer.json()["count"] >= (1 if name == "halls" else number + 1)
        counted.append(len(found))

    assert counted == [statements] * 3


@pytest.mark.parametrize(("name", "place"), [("offers", "offered"), ("holds", "held"), ("waitlist", "waitlisted")])
def test_so_are_those_of_places(convening: Convening, caller: Caller, name: str, place: str) -> None:
    client = caller(convening)
    client.get("/api/v1/convening/")
    counted = []
    for number in range(3):
        team = make_team(convening, "committed")
        Team.objects.filter(pk=team.pk).update(place=place, place_held_until_at=NOW)
        with CaptureQueriesContext(connection) as found:
            answer = client.get(f"/api/v1/{name}/")
        assert answer.json()["count"] == number + 1
        counted.append(len(found))

    assert counted == [3] * 3


def test_teams_with_state_place_and_promises(convening: Convening, caller: Caller) -> None:
    confirmed, committing = make_team(convening, "confirmed"), make_team(convening, "committing")
    sign(next(party for party in parties_of(committing) if party.is_gating))

    rows = caller(convening).get("/api/v1/teams/").json()["results"]

    seen = {row["id"]: (row["state"], row["place"], row["promises"]) for row in rows}
    assert seen == {
        confirmed.pk: ("committed", "confirmed", {"signed": 3, "required": 3}),
        committing.pk: ("committing", "none", {"signed": 1, "required": 3}),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=committed", ["Ébano"]),
        ("place=none", ["Mesa Verde"]),
        ("search=ebano", ["Ébano"]),
        ("search=VERDE", ["Mesa Verde"]),
        ("us_state=co", ["Mesa Verde"]),
        ("state=committed&state=draft", ["Ébano", "Mesa Verde"]),
        ("limit=1", ["Ébano"]),
        ("limit=1&offset=1", ["Mesa Verde"]),
    ],
)
def test_teams_are_narrowed(convening: Convening, caller: Caller, query: str, names: list[str]) -> None:
    make_team(convening, "confirmed", name="Ébano")
    make_team(convening, "draft", name="Mesa Verde", us_state="CO")

    rows = caller(convening).get(f"/api/v1/teams/?{query}").json()["results"]

    assert [row["name"] for row in rows] == names


def test_unknown_state_is_refused(convening: Convening, caller: Caller) -> None:
    answer = caller(convening).get("/api/v1/teams/?state=happy")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert set(answer.json()["errors"]) == {"state"}


def test_one_team_with_offices_and_members(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "confirmed", members=1)

    seen = caller(convening).get(f"/api/v1/teams/{team.pk}/").json()

    assert [(one["side"], one["answer"], one["statement_version"]) for one in seen["offices"]] == [
        ("union", "signed", 1), ("district", "signed", 1), ("board", "signed", 1),
    ]
    assert len(seen["members"]) == 4
    assert seen["poverty_percent"] is None


def test_answers_by_office(convening: Convening, caller: Caller) -> None:
    make_team(convening, "confirmed")
    make_team(convening, "committing")
    make_team(make_convening(), "confirmed")

    rows = caller(convening).get("/api/v1/answers/").json()

    assert [(row["side"], row["signed"], row["invited"], row["declined"]) for row in rows] == [
        ("union", 1, 1, 0), ("district", 1, 1, 0), ("board", 1, 1, 0),
    ]


def test_places_and_funnel(caller: Caller, db: None) -> None:
    convening = make_convening(capacity_teams=2, capacity_people=20)
    make_team(convening, "confirmed", members=1)
    make_team(convening, "committing")
    client = caller(convening)

    assert client.get("/api/v1/places/").json() == {
        "teams": {"open": 1, "capacity": 2}, "people": {"open": 16, "capacity": 20},
    }
    assert client.get("/api/v1/funnel/").json() == {
        "started": 2, "first_promise": 1, "committed": 1, "confirmed": 1, "arrived": 0,
    }
    assert client.get("/api/v1/convening/").json()["time_zone"] == "America/New_York"


def test_consents_are_told_and_needs_are_not(convening: Convening, caller: Caller) -> None:
    shy, open_ = make_team(convening, members=2).members.select_related("person").filter(office="")
    told = {"access_needs": "Wheelchair", "diet": "Halal", "mobile": "555 0100"}
    for member, consent in ((shy, False), (open_, True)):
        said = Details(member.person.name, may_list=consent, may_photograph=consent, **told)
        change_details(attendee=member, details=said, by="user:1", at=NOW)
    answer = caller(convening).get("/api/v1/attendees/")
    rows = {row["id"]: (row["no_photo"], row["may_be_listed"]) for row in answer.json()["results"]}
    assert (rows.pop(shy.pk), rows.pop(open_.pk)) == ((True, False), (False, True))
    assert set(rows.values()) == {(False, False)}
    assert not any(need in answer.content.decode() for need in told.values())
