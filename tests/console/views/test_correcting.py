"""Organizers mend a team's name and what stands about somebody who comes."""

import pytest
from django.test import Client

from convenings.models import Convening
from journal.models import Entry
from registration.domain import attendees
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Certificate, Team
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def test_a_complete_teams_name_and_what_its_certificate_says(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed", name="Mesa Verda")
    where = f"/organize/{convening.slug}/teams/{team.pk}/name/"
    assert where in owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    assert "The leaders were asked under this name." in owner.get(where).content.decode()
    assert owner.post(where, {"name": "", "place_name": "Mesa", "us_state": "OH"}).status_code == 400
    assert owner.post(where, {"name": "Mesa Verde", "place_name": "Mesa", "us_state": "CO"}).status_code == 302
    fresh = Team.objects.get()
    assert (fresh.name, fresh.place_name, fresh.us_state) == ("Mesa Verde", "Mesa", "CO")
    assert Entry.objects.get(kind="team.renamed").by.startswith("user:")
    shown = Client().get(f"/verify/{Certificate.objects.get().code}/").content.decode()
    assert "Mesa Verde, CO" in shown
    assert "an earlier sheet says “Mesa Verda”" in shown


def test_a_member_and_a_guest(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", members=1)
    member = team.members.get(office="")
    guest = attendees.add_attendee(
        convening=convening, draft=PersonDraft("Ann", ""), kind="guest", by=BY, at=NOW
    )
    listed = owner.get(f"/organize/{convening.slug}/attendees/").content.decode()
    for who, told in (
        (member, {"name": "Đặng", "email": "dang@example.org", "job": "Coach", "organization": "", "side": "board"}),
        (guest, {"name": "Ann Chu", "email": "", "job": "", "organization": "Lake"}),
    ):
        where = f"/organize/{convening.slug}/attendees/{who.pk}/"
        assert f'href="{where}"' in listed
        assert owner.get(where).status_code == 200
        assert owner.post(where, told).status_code == 302
        fresh = Attendee.objects.select_related("person").get(pk=who.pk)
        assert {name: getattr(fresh, name, None) or getattr(fresh.person, name, "") for name in told} == told


def test_refused_beside_the_field_and_not_at_an_office(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", members=1)
    member, leader = team.members.get(office=""), team.members.exclude(office="").first()
    told = {"name": "Bo", "email": team.coordinator.email, "job": "", "organization": "", "side": ""}
    answer = owner.post(f"/organize/{convening.slug}/attendees/{member.pk}/", told)
    assert answer.status_code == 400
    assert "on the team already" in answer.content.decode()
    assert owner.get(f"/organize/{convening.slug}/attendees/{leader.pk}/").status_code == 404
