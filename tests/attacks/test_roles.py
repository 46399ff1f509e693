"""What roles give, and no more: long work, the admin's lists, the API's tokens."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.people import NameMissing, make_person
from accounts.models import User
from agreements.models import Commitment
from api.domain.tokens import make_token
from api.scopes import Scope
from breakouts.domain.sessions import ElsewhereConvening, make_session
from breakouts.models import Session
from breakouts.states import SessionKind
from convenings.domain import access
from convenings.models import Convening, Element, Grant
from convenings.permissions import Role
from jobs.models import Job
from journal.models import Entry
from registration.models import Attendee, Team
from tests.house.access_table import job
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


def sign_in(client: Client, convening: Convening, role: Role) -> User:
    user = User.objects.create_user(f"{role}@example.org")
    access.grant(convening=convening, user=user, role=role, by=BY, at=NOW)
    client.force_login(user)
    return user


@pytest.mark.parametrize(("role", "status"), [(Role.PROGRAMME, 403), (Role.EXPO, 403), (Role.DESK, 302)])
def test_who_may_not_print_badges_stops_no_printing(client: Client, role: Role, status: int) -> None:
    convening = make_convening(slug="walk")
    number = job(type("World", (), {"convening": convening}))  # type: ignore[arg-type]
    sign_in(client, convening, role)
    assert client.post(f"/organize/walk/jobs/{number}/cancel/").status_code == status
    assert (Job.objects.get(pk=number).state == "waiting") == (status == 403)


def test_the_journal_tells_of_each_row_that_a_list_of_the_admin_deletes(client: Client) -> None:
    convening = make_convening()
    sign_in(client, convening, Role.OWNER)
    rows = [Element.objects.create(convening=convening, name=name, position=0) for name in ("Trust", "Time")]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    client.post(reverse("admin:convenings_element_changelist"), chosen)
    assert not Element.objects.exists()
    assert Entry.objects.filter(kind="element.deleted", by__startswith="user:").count() == 2


def test_a_list_of_the_admin_deletes_nothing_of_a_convening_that_one_only_sees(client: Client) -> None:
    mine, theirs = make_convening(), make_convening()
    user = sign_in(client, mine, Role.OWNER)
    Grant.objects.create(convening=theirs, user=user, role=Role.DESK)
    row = Element.objects.create(convening=theirs, name="Trust", position=0)
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse("admin:convenings_element_changelist"), chosen)
    assert Element.objects.filter(pk=row.pk).exists()


def test_evidence_and_journal_are_not_in_the_admin() -> None:
    """Not even for superusers: what is promised, and what happened, has no form."""
    rooms = {model._meta.label for model in admin.site._registry}
    assert not {label for label in rooms if label.split(".")[0] in {"agreements", "journal", "mail", "jobs"}}
    assert not rooms & {Commitment._meta.label, Team._meta.label, Attendee._meta.label}


@pytest.mark.parametrize("name", ["\u200b", "\u2060\ufeff", "\u00ad", "...", "\u200e \u200f"])
def test_a_name_is_to_be_seen(name: str) -> None:
    with pytest.raises(NameMissing):
        make_person(convening_id=1, name=name, email="ann@example.org")


def bearer(convening: Convening, *scopes: Scope) -> dict[str, str]:
    at = timezone.now()
    facts: dict[str, Any] = {"label": "Door", "scopes": scopes, "expires_at": at + timedelta(days=9), "by": BY}
    return {"Authorization": f"Bearer {make_token(convening=convening, at=at, **facts)[1]}"}


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 50_000, "9" * 5000, '"\\ud800"', "\0"])
def test_the_api_reads_no_json_without_end(client: Client, body: str) -> None:
    convening = make_convening()
    door = convening.checkpoints.create(name="North door")
    address = f"/api/v1/checkpoints/{door.pk}/scans/"
    headers = bearer(convening, Scope.CHECKIN_SCAN)
    response = client.post(address, data=body, content_type="application/json", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("body", ['{"answer": "\\ud800"}', '{"\\ud800": 1}', '{"reason": ["x", {"y": "\\udfff"}]}'])
@pytest.mark.parametrize("what", ["offer", "withdrawal"])
def test_half_a_character_is_refused_and_not_quoted(client: Client, body: str, what: str) -> None:
    """In the words of a refusal it was a fault of ours: no UTF-8 holds it."""
    team = make_team(state="committing")
    headers = bearer(team.convening, Scope.TEAMS_WRITE)
    address = f"/api/v1/teams/{team.pk}/{what}/"
    response = client.post(address, data=body, content_type="application/json", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["teams/{team}/", "attendees/{attendee}/"])
def test_a_token_opens_no_row_of_another_convening(client: Client, address: str) -> None:
    team = make_team(state="committing")
    headers = bearer(make_convening(), *Scope)
    found = address.format(team=team.pk, attendee=team.members.earliest("pk").pk)
    assert client.get(f"/api/v1/{found}", headers=headers).status_code == 404
    for rows in ("teams", "attendees", "badges", "jobs", "sessions", "booths"):
        assert client.get(f"/api/v1/{rows}/", headers=headers).json()["count"] == 0


def test_a_session_bears_no_theme_of_another_convening(client: Client) -> None:
    mine, theirs = make_convening(), make_convening()
    secret = Element.objects.create(convening=theirs, name="Not announced yet", position=0)
    sign_in(client, mine, Role.PROGRAMME)
    address = reverse("admin:breakouts_session_add")
    assert "Not announced yet" not in client.get(address).content.decode()
    typed = {"convening": mine.pk, "title": "Trust", "kind": "breakout", "elements": [secret.pk]}
    assert client.post(address, typed).status_code == 200
    with pytest.raises(ElsewhereConvening):
        make_session(
            convening=mine, title="Trust", kind=SessionKind.BREAKOUT, abstract="", elements=[secret], by=BY, at=NOW
        )
    assert not Session.objects.exists()
