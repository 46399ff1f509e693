"""A place that waits for the check of the office-holders, as organizers, the team and its leaders read it."""

import pytest
import time_machine
from django.test import Client

from convenings.models import Convening
from tests.registration.domain.test_checked_first import complete, place_of
from tests.registration.doors import as_coordinator, as_signatory
from tests.registration.factories import NOW, make_convening, party_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def convening() -> Convening:
    return make_convening(holders_checked_first=True)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_all_read_what_the_place_waits_for_and_the_choice_is_taken_back(
    convening: Convening, owner: Client, client: Client
) -> None:
    team = complete(convening)
    party = party_of(team, "superintendent")
    assert "The organizers check the office-holders." in page(as_coordinator(client, team), f"/team/{team.pk}/")
    assert "confirmed when the organizers have checked" in page(as_signatory(client, party), f"/answer/{party.pk}/")
    assert "confirmed when the organizers have checked" in page(client, f"/c/{convening.slug}/")
    console = f"/organize/{convening.slug}/"
    shown = page(owner, f"{console}teams/{team.pk}/")
    assert "<b>in check</b>" in shown
    assert "Place kept, office-holders to be checked" in shown
    assert 'name="holders_checked_first"' in page(owner, f"{console}admission/")
    sent = {"admission": "first_complete", "promotion": "automatic", "offer_days": "3"}
    assert owner.post(f"{console}admission/", sent).status_code == 302  # no longer ticked
    assert place_of(team) == ("committed", "confirmed")
