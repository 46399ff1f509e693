"""Proposals by the API: the same rules and words as on the page."""

import pytest

from convenings.models import Convening
from expo.domain.assignment import place_team
from expo.models import Hall
from jobs.domain import work
from jobs.models import Job, Proposal
from tests.api.conftest import Caller
from tests.expo import factories as expo
from tests.registration.factories import NOW, make_team

pytestmark = pytest.mark.usefixtures("in_season")


def floor(convening: Convening) -> Hall:
    """Two teams of one state side by side, with two booths free."""
    where = expo.hall(convening)
    for booth, name in zip(expo.booths(where, "", "", "", ""), ("Elgin", "Peoria"), strict=False):
        team = make_team(convening, "confirmed", name=name, us_state="IL")
        place_team(booth=booth, team=team, by=expo.BY, at=expo.AT)
    return where


def test_arranged_read_applied_and_undone(convening: Convening, caller: Caller) -> None:
    where, client = floor(convening), caller(convening)
    asked = client.post(
        f"/api/v1/halls/{where.pk}/arrangement/", {"mode": "anew", "same_state": "above_all"},
        content_type="application/json",
    )  # fmt: skip
    assert asked.status_code == 202, asked.content
    work.run(job_id=asked.json()["id"], at=NOW)
    assert Job.objects.get().args["weights"]["zones"] == "clearly"
    [row] = client.get("/api/v1/proposals/").json()["results"]
    assert (row["hall"], row["state"], row["is_outdated"], len(row["moves"])) == (where.pk, "proposed", False, 1)
    assert {figure["key"]: figure["proposal"] for figure in row["figures"]}["same_state"] == 0
    base = f"/api/v1/proposals/{row['id']}/"
    applied = client.post(f"{base}apply/", {}, content_type="application/json")
    assert applied.json()["state"] == "applied"
    assert client.post(f"{base}undo/").json()["state"] == "undone"
    again = client.post(f"{base}apply/", {}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "proposal_decided")
    assert client.get(base).json()["state"] == "undone"


def test_a_changed_floor_and_contradictions_are_refused_with_their_codes(
    convening: Convening, caller: Caller
) -> None:
    where, client = floor(convening), caller(convening)
    asked = client.post(
        f"/api/v1/halls/{where.pk}/arrangement/", {"mode": "anew"}, content_type="application/json"
    )
    work.run(job_id=asked.json()["id"], at=NOW)
    proposal = Proposal.objects.get()
    team = convening.teams.get(name="Elgin")
    place_team(booth=where.booths.get(number=104), team=team, by=expo.BY, at=expo.AT)
    refused = client.post(f"/api/v1/proposals/{proposal.pk}/apply/", {}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "floor_changed")
    assert client.post(f"/api/v1/proposals/{proposal.pk}/discard/").json()["state"] == "refused"
    bad = client.post(f"/api/v1/halls/{where.pk}/arrangement/", {"mode": "soon"}, content_type="application/json")
    assert bad.status_code == 400
    empty = client.post(
        f"/api/v1/halls/{expo.hall(convening).pk}/arrangement/", {"mode": "least"}, content_type="application/json"
    )
    assert (empty.status_code, empty.json()["code"]) == (409, "no_booths")
