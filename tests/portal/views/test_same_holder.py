"""The team's page while an office waits for an organizer, and once somebody else is asked for."""

import pytest
from django.test import Client

from registration.models import Team
from tests.registration.domain.test_same_holder import SECOND, accept, decline, invite, registered
from tests.registration.doors import as_coordinator
from tests.registration.factories import party_of

pytestmark = pytest.mark.django_db


def page(client: Client, team: Team) -> str:
    return client.get(f"/team/{team.pk}/").content.decode()


def test_it_says_that_an_organizer_looks_at_it(client: Client) -> None:
    team = registered()
    as_coordinator(client, team)
    shown = page(client, team)
    assert "too; an organizer looks at it" in shown
    assert "Waits for an organizer" in shown
    assert "Name somebody else" not in shown  # another side's office
    assert client.get(f"/team/{team.pk}/offices/{party_of(team, SECOND).pk}/").status_code == 404
    accept(team)
    assert "an organizer looks at it" not in page(client, team)


def test_on_the_own_side_somebody_else_can_be_named_at_once(client: Client) -> None:
    team = registered(coordinator_side="union")
    as_coordinator(client, team)
    assert "Name somebody else" in page(client, team)


def test_declined_the_lead_names_somebody(client: Client) -> None:
    team = invite(registered())
    decline(team)
    as_coordinator(client, team)
    address = f"/team/{team.pk}/offices/{party_of(team, SECOND).pk}/"
    shown = page(client, team)
    assert "please name them" in shown
    assert address in shown
    assert client.get(address).status_code == 200
    client.post(address, {"name": "王小明", "email": "wang@example.org", "organization": ""})
    assert party_of(team, SECOND).signatory.name == "王小明"  # type: ignore[union-attr]
    assert client.get(address).status_code == 404
