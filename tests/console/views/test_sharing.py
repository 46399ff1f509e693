"""The page on which an organizer lets one person hold two offices."""

from dataclasses import replace

from django.test import Client

from agreements.models import Party
from convenings.models import Convening
from registration.domain.drafts import HolderDraft
from registration.models import SharedOffice, Team
from tests.registration.factories import draft_of, make_convening, make_team, party_of


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


def test_what_a_coordinator_said_is_accepted_with_a_reason(convening: Convening, owner: Client) -> None:
    team, party, address = said(convening)
    page = owner.get(address).content.decode()
    assert "as well as" in page
    assert 'name="with_party"' not in page
    assert "the same person as the" in owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    assert "that one person is both" in owner.get(f"/organize/{convening.slug}/").content.decode()
    assert owner.post(address, {"reason": ""}).status_code == 422
    assert owner.post(address, {"reason": "Merged"}).status_code == 302
    assert party_of(team, party.office).signatory is not None
    assert SharedOffice.objects.get().reason == "Merged"


def test_or_declined_and_the_coordinator_is_asked(convening: Convening, owner: Client) -> None:
    team, party, address = said(convening)
    decline = f"{address}decline/"
    assert f'href="{decline}"' in owner.get(address).content.decode()
    page = owner.get(decline).content.decode()
    assert f"{team.coordinator.name} is asked by mail to name somebody else" in page
    assert party_of(team, party.office).same_as_declined_at is None
    page = owner.post(decline, follow=True).content.decode()
    assert "asked by mail to name somebody else" in page
    assert "the coordinator is asked for somebody" in page
    assert party_of(team, party.office).same_as_declined_at is not None
    assert "was answered" in owner.post(decline, follow=True).content.decode()
    assert owner.get(decline).headers["Location"] == f"/organize/{convening.slug}/teams/{team.pk}/"  # nothing to ask


def said(convening: Convening) -> tuple[Team, Party, str]:
    """A team whose superintendent is said to be its board president, too."""
    team = make_team(convening, holders=with_one_in_two(convening))
    party = party_of(team, "board_president")
    return team, party, f"/organize/{convening.slug}/teams/{team.pk}/offices/{party.pk}/shared/"


def with_one_in_two(convening: Convening) -> dict[str, HolderDraft]:
    holders: dict[str, HolderDraft] = draft_of(convening)["holders"]
    return holders | {"board_president": replace(holders["superintendent"], shares=True)}
