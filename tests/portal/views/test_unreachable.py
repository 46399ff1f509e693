"""What a team and a person see of an address that takes no mail: never of another side's office."""

import pytest
from django.test import Client

from mail.models import BadAddress
from registration.models import Team
from tests.registration.doors import as_coordinator, hold
from tests.registration.factories import NOW, make_convening, make_team, parties_of, party_of

pytestmark = pytest.mark.django_db
WORDS = "Our mail does not reach this address."


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing", members=1)


def break_address(address: str, reason: str = "complained") -> None:
    BadAddress.objects.create(address=address.lower(), reason=reason, said="550 no", noted_at=NOW)


def page_of(client: Client, team: Team) -> str:
    as_coordinator(client, team)
    return client.get(f"/team/{team.pk}/").content.decode()


def test_a_coordinator_sees_it_of_a_member_and_of_the_own_side(client: Client, team: Team) -> None:
    own = next(party for party in parties_of(team) if party.side == team.coordinator_side)
    member = team.members.filter(office="").first()
    assert own.signatory is not None
    assert member is not None
    for address in (own.signatory.email, member.person.email):
        break_address(address)
    page = page_of(client, team)
    assert page.count(WORDS) == 2
    assert "550 no" not in page
    assert "unwanted" not in page
    assert f"/offices/{own.pk}/remind/" not in page
    answer = client.post(f"/team/{team.pk}/offices/{own.pk}/remind/", follow=True).content.decode()
    assert "so no reminder was sent" in answer
    correct = client.get(f"/team/{team.pk}/offices/{own.pk}/").content.decode()
    assert WORDS in correct


def test_of_another_sides_office_nothing_is_told(client: Client, team: Team) -> None:
    before = page_of(client, team)
    for party in parties_of(team):
        if party.side != team.coordinator_side and party.signatory is not None:
            break_address(party.signatory.email)
    assert BadAddress.objects.count() == 2
    assert WORDS not in before + page_of(client, team)


def test_a_person_reads_it_on_the_own_page(client: Client) -> None:
    team = make_team(make_convening(), "confirmed")
    holder = party_of(team, "superintendent").signatory
    assert holder is not None
    attendee = team.members.get(person=holder)
    hold(client, holder, "attend", f"attendee:{attendee.pk}")
    url = f"/me/{attendee.pk}/"
    assert "does not reach you" not in client.get(url).content.decode()
    break_address(holder.email)
    assert f"Our mail does not reach you at {holder.email}." in client.get(url).content.decode()
