"""Badges by the API: the same refusals as on the page."""

from typing import Any

import pytest
from django.test import Client

from api.scopes import Scope
from checkin.domain.badges import issue_badges
from checkin.models import Badge
from convenings.models import Convening
from jobs.domain import work
from tests.api.conftest import Caller
from tests.registration.factories import NOW, make_team

pytestmark = pytest.mark.django_db
SHEETS = "/api/v1/badges/sheets/"


def ask(client: Client, **asked: Any) -> Any:
    return client.post(SHEETS, asked, content_type="application/json")


def test_a_sheet_is_asked_for_watched_and_a_second_one_warned_of(convening: Convening, caller: Caller) -> None:
    make_team(convening, "confirmed")
    issue_badges(convening=convening, by="system", at=NOW)
    client = caller(convening)
    asked = ask(client, only="new", paper="a4_6")
    assert asked.status_code == 202, asked.content
    work.run(job_id=asked.json()["id"], at=NOW)
    done = client.get(f"{SHEETS}{asked.json()['id']}/").json()
    assert (done["state"], done["result"]["badges"]) == ("done", Badge.objects.count())
    row = client.get("/api/v1/badges/").json()["results"][0]
    assert (row["prints"], row["last_printed_at"]) == (1, row["printed_at"])
    refused = ask(client, only="one", badge=row["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "printed_before")
    assert "the first for " in refused.json()["detail"]
    assert ask(client, only="one", badge=row["id"], again=True).status_code == 202
    assert (ask(client, only="changed").status_code, ask(client, only="one").status_code) == (409, 400)
    assert ask(client, only="one", badge=10**9).status_code == 400


def test_designs_are_told_for_each_kind(convening: Convening, caller: Caller) -> None:
    told = caller(convening, Scope.BADGES_READ).get("/api/v1/badges/designs/").json()
    assert [(design["kind"], design["colour"]) for design in told][:3] == [
        ("member", "plain"), ("presenter", "plain"), ("staff", "ink"),
    ]  # fmt: skip


def test_who_only_reads_prints_nothing(convening: Convening, caller: Caller) -> None:
    assert ask(caller(convening, Scope.BADGES_READ), only="all").status_code == 403
