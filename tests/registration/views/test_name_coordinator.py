"""A leader says who coordinates for their side."""

import pytest
from django.core.cache import cache
from django.test import Client

from registration.domain import coordination, coordinators
from registration.domain.drafts import PersonDraft
from registration.models import SideCoordinator, Team
from tests.registration.doors import as_signatory, stand_still
from tests.registration.factories import BY, NOW, make_team, party_of, sign

pytestmark = pytest.mark.django_db
TYPED = {"name": "Ana O'Brien-Nuñez", "email": "ana@example.org"}


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Team:
    cache.clear()
    stand_still(monkeypatch)
    return make_team(state="committing", name="Mesa Verde")


@pytest.mark.parametrize("promised", [False, True])
def test_a_leader_puts_somebody_in_the_place_of_another(team: Team, client: Client, promised: bool) -> None:
    was = PersonDraft("Cora Puppet", "cora@example.net")
    coordination.name_side_coordinator(team=team, side="union", person=was, by=BY, at=NOW)
    party = party_of(team, "union_president")
    if promised:
        sign(party)
    as_signatory(client, party)
    own, where = f"/answer/{party.pk}/", f"/answer/{party.pk}/coordinator/"
    assert f'href="{where}"' in client.get(own).content.decode()
    assert "Who coordinates for the union side?" in client.get(where).content.decode()
    assert client.post(where, {"name": "", "email": "nobody"}).status_code == 422
    lead = client.post(where, {"name": "Me", "email": team.coordinator.email})
    assert (lead.status_code, "Name somebody else." in lead.content.decode()) == (422, True)
    assert coordinators.for_side(team, "union").email == "cora@example.net"

    done = client.post(where, TYPED)
    assert (done.status_code, done["Location"]) == (302, own)
    assert coordinators.for_side(team, "union").email == "ana@example.org"
    assert SideCoordinator.objects.standing().get().named_by == f"person:{party.signatory_id}"


def test_of_the_side_of_the_lead_there_is_no_such_page(team: Team, client: Client) -> None:
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    own, where = f"/answer/{party.pk}/", f"/answer/{party.pk}/coordinator/"
    assert where not in client.get(own).content.decode()
    assert client.post(where, TYPED)["Location"] == own
    assert not SideCoordinator.objects.exists()


def test_the_page_says_who_looks_after_the_side_and_what_they_see(team: Team, client: Client) -> None:
    named = PersonDraft("Cora Puppet", "cora@example.net")
    coordination.name_side_coordinator(team=team, side="union", person=named, by=BY, at=NOW)
    lead = team.coordinator.name
    for office, words in (
        ("union_president", "Cora Puppet coordinates for the union side, and sees whether your promise is in."),
        ("superintendent", f"{lead} coordinates the team, and sees whether your promise is in."),
        ("board_president", f"{lead} coordinates the team, and does not see how your side stands."),
    ):
        party = party_of(team, office)
        as_signatory(client, party)
        assert words in client.get(f"/answer/{party.pk}/").content.decode()
