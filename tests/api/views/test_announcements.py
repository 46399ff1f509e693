"""Announcements by the API: the rules of the page, and nobody else's rows."""

from datetime import timedelta

from django.utils import timezone

from api.scopes import Scope
from convenings.models import Convening
from registration.models import Announcement
from tests.api.conftest import Caller
from tests.registration.domain.test_bulk_mail import held
from tests.registration.factories import make_convening, make_team

AT, BULK = "/api/v1/announcements/", "/api/v1/bulk-mails/"
LUNCH = "Lunch moved to hall B."


def test_announced_listed_and_ended(convening: Convening, caller: Caller) -> None:
    app = caller(convening)
    made = app.post(AT, {"text": LUNCH, "with_mail": False}, content_type="application/json")
    assert made.status_code == 201
    row = made.json()
    assert (row["text"], row["ended_at"], row["mail"]) == (LUNCH, None, None)
    assert app.get(AT).json()["results"] == [row]
    ended = app.post(f"{AT}{row['id']}/end/")
    assert ended.status_code == 200
    assert ended.json()["ended_at"]
    again = app.post(f"{AT}{row['id']}/end/")
    assert (again.status_code, again.json()["code"]) == (409, "announcement_over")
    assert Announcement.objects.get().made_by.startswith("token:")


def test_the_pages_refusals(convening: Convening, caller: Caller) -> None:
    app = caller(convening)
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    refused = app.post(AT, {"text": LUNCH, "ends_at": past}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (400, "ends_too_early", "ends_at")
    assert app.post(AT, {"text": ""}, content_type="application/json").status_code == 400
    assert not Announcement.objects.exists()


def test_only_with_the_scope_and_in_the_tokens_convening(convening: Convening, caller: Caller) -> None:
    app = caller(make_convening())
    made = app.post(AT, {"text": LUNCH}, content_type="application/json").json()
    assert caller(convening).get(AT).json()["results"] == []
    assert caller(convening).post(f"{AT}{made['id']}/end/").status_code == 404
    reader = caller(convening, Scope.CONVENING_READ)
    assert reader.post(AT, {"text": LUNCH}, content_type="application/json").status_code == 403
    assert reader.get(BULK).status_code == 403


def test_bulk_mail_is_read(convening: Convening, caller: Caller) -> None:
    make_team(convening)
    held(convening, narrowed={"state": "draft"})
    held_elsewhere = make_convening()
    make_team(held_elsewhere)
    held(held_elsewhere)
    rows = caller(convening, Scope.MAIL_READ).get(BULK).json()["results"]
    assert [(row["state"], row["total"], row["narrowed"]) for row in rows] == [("held", 1, {"state": "draft"})]
