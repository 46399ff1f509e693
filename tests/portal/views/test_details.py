"""An attendee's details, by the own link alone."""

import pytest
from django.test import Client

from convenings.domain.convenings import change_convening
from registration.domain.details import Details, change_details
from registration.models import Attendee, AttendeeDetails
from tests.registration.doors import as_attendee, as_coordinator
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Attendee:
    found = make_team(members=1).members.select_related("person", "convening", "team__coordinator").get(office="")
    assert isinstance(found, Attendee)
    return found


def address(member: Attendee) -> str:
    return f"/me/{member.pk}/details/"


def test_told_and_shown_again(client: Client, member: Attendee) -> None:
    as_attendee(client, member)
    sent = {"name": "Teresa Y.", "access_needs": "A seat in front", "may_photograph": "no", "may_list": "yes"}
    sent["may_show_access"] = "yes"
    assert client.post(address(member), sent).headers["Location"] == f"/me/{member.pk}/"
    page = client.get(address(member)).content.decode()
    assert "A seat in front" in page
    assert 'value="Teresa Y."' in page
    assert "Educator id" not in page
    row = AttendeeDetails.objects.get()
    assert (row.may_photograph, row.may_list, row.may_show_access) == (False, True, True)
    assert "No photo" in client.get(f"/me/{member.pk}/badge/").content.decode()


def test_educator_id_is_asked_where_hours_are_certified(client: Client, member: Attendee) -> None:
    change_convening(convening=member.convening, changes={"certifies_hours": True}, by=BY, at=NOW)
    assert "Educator id" in as_attendee(client, member).get(address(member)).content.decode()


def test_refused_beside_the_field_with_what_was_typed(client: Client, member: Attendee) -> None:
    as_attendee(client, member)
    answer = client.post(address(member), {"name": "", "diet": "Kosher"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_name_error"' in page
    assert "Kosher" in page
    answer = client.post(address(member), {"name": "Tess", "mobile": "5\x015"})
    assert answer.status_code == 422
    assert not AttendeeDetails.objects.exists()


def test_the_coordinator_sees_none_of_it(client: Client, member: Attendee) -> None:
    told = Details(member.person.name, access_needs="Wheelchair", diet="Halal", mobile="555 0100", pronunciation="teh")
    change_details(attendee=member, details=told, by=BY, at=NOW)
    as_coordinator(client, member.team)
    page = client.get(f"/team/{member.team_id}/").content.decode()
    assert not any(secret in page for secret in ("Wheelchair", "Halal", "555 0100"))
    assert client.get(address(member)).status_code == 403


def test_who_does_not_come_tells_nothing(client: Client, member: Attendee) -> None:
    as_attendee(client, member)
    Attendee.objects.filter(pk=member.pk).update(cancelled_at=NOW)
    assert client.get(address(member)).status_code == 410
