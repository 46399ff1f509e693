"""Needs and consents, for organizers who may change teams."""

from django.test import Client

from convenings.models import Convening
from convenings.permissions import Role
from registration.domain.details import Details, change_details
from registration.models import Attendee, AttendeeDetails
from tests.console.conftest import SignIn
from tests.registration.factories import BY, NOW, make_team


def test_listed_and_taken_away_without_formulas(convening: Convening, owner: Client, sign_in: SignIn) -> None:
    member = make_team(convening, members=1).members.get(office="")
    told = Details("=1+1", access_needs="Step-free", diet="@vegan")
    change_details(attendee=member, details=told, by=BY, at=NOW)
    address = f"/organize/{convening.slug}/needs/"
    assert "Step-free" in owner.get(address).content.decode()
    table = owner.get(f"{address}needs.csv")
    assert table.headers["Cache-Control"].startswith("private, no-store")
    assert "'=1+1" in table.content.decode("utf-8-sig")
    assert "'@vegan" in table.content.decode("utf-8-sig")
    assert sign_in(convening, Role.DESK, name="Dan Desk").get(address).status_code == 403


def test_somebody_under_18_is_entered(convening: Convening, owner: Client) -> None:
    team, address = make_team(convening), f"/organize/{convening.slug}/needs/"
    sent = {"name": "Kim", "email": "p@example.org", "guardian_name": "Pat", "guardian_consent_on": "2026-03-01"}
    assert owner.post(address, {**sent, "team": team.pk}).status_code == 302
    kim = Attendee.objects.get(person__name="Kim")
    assert (kim.team, kim.details.is_minor, kim.details.no_photo) == (team, True, True)
    assert "Under 18" in owner.get(address).content.decode()
    refused = owner.post(address, {**sent, "guardian_consent_on": ""})
    assert refused.status_code == 422
    assert AttendeeDetails.objects.count() == 1
