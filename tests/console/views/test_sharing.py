"""The page on which an organizer lets one person hold two offices."""

from django.test import Client

from convenings.models import Convening
from registration.models import SharedOffice
from tests.registration.factories import make_convening, make_team, party_of


def test_asked_and_written(convening: Convening, owner: Client) -> None:
    team = make_team(convening)
    party, other = party_of(team, "superintendent"), party_of(team, "board_president")
    address = f"/organize/{convening.slug}/teams/{team.pk}/offices/{party.pk}/shared/"
    page = owner.get(address).content.decode()
    assert other.signatory is not None
    assert other.signatory.name in page
    assert address in owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    assert owner.post(address, {"with_party": other.pk, "reason": ""}).status_code == 422
    assert owner.post(address, {"with_party": party.pk, "reason": "Merged"}).status_code == 422
    assert not SharedOffice.objects.exists()
    assert owner.post(address, {"with_party": other.pk, "reason": "Merged"}).status_code == 302
    assert party_of(team, "superintendent").signatory_id == other.signatory_id
    assert "Merged" in owner.get(address).content.decode()


def test_of_another_team(convening: Convening, owner: Client) -> None:
    team, foreign = make_team(convening), party_of(make_team(make_convening()), "superintendent")
    assert owner.get(f"/organize/{convening.slug}/teams/{team.pk}/offices/{foreign.pk}/shared/").status_code == 404
