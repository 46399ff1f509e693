"""An assistant's page, and the pages on which one is named and taken back."""

import pytest
from django.test import Client

from mail.models import Message
from registration.domain import preparing
from registration.domain.drafts import PersonDraft
from registration.models import Preparation, Team
from tests.registration.doors import as_coordinator, as_signatory, everything, hold
from tests.registration.factories import BY, NOW, make_team, party_of, sign

pytestmark = pytest.mark.django_db
SAM = PersonDraft("Sam O'Brien-Nuñez", "sam@example.org")


@pytest.fixture
def team() -> Team:
    return make_team(state="committing")


@pytest.fixture
def made(team: Team) -> Preparation:
    return preparing.let_prepare(party=party_of(team, "superintendent"), assistant=SAM, by=BY, at=NOW)


def as_sam(client: Client, made: Preparation) -> Client:
    return hold(client, made.assistant, "prepare", f"preparation:{made.pk}")


def typed(**over: str) -> dict[str, str]:
    facts = {"typed_name": "Karen Whitlock", "organization": "Mesa Schools", "votes_on": "", "notes": "", "email": ""}
    return {**facts, **over}


def test_the_assistant_reads_and_fills_in_and_the_principal_promises_alone(client: Client, made: Preparation) -> None:
    as_sam(client, made)
    address = f"/prepare/{made.pk}/"
    before = everything()
    page = client.get(address).content.decode()
    assert everything() == before
    assert "Prepare for " in page
    assert "We come to the convening as one team" in page
    assert " of 3" not in page  # sealed as for the signatory
    assert 'type="checkbox"' not in page
    for closed in ("", "decline/", "later/", "withdraw/", "assistant/", "hand-over/"):
        assert client.get(f"/answer/{made.party_id}/{closed}").status_code == 403
        assert client.post(f"/answer/{made.party_id}/{closed}").status_code in (403, 405)

    bad = client.post(address, typed(typed_name="12", votes_on="2020-01-01"))
    assert bad.status_code == 422
    assert 'value="Mesa Schools"' in bad.content.decode()
    answer = client.post(address, typed(notes="The vote is on Saturday.", votes_on="2027-03-20"), follow=True)
    assert "promises alone." in answer.content.decode()

    mine = as_signatory(Client(), made.party)
    page = mine.get(f"/answer/{made.party_id}/").content.decode()
    assert "Prepared by Sam O&#x27;Brien-Nuñez" in page
    assert "The vote is on Saturday." in page
    assert 'value="Karen Whitlock"' in page
    assert 'value="Mesa Schools"' in page
    assert " checked" not in page
    assert 'value="2027-03-20"' in mine.get(f"/answer/{made.party_id}/later/").content.decode()
    sent = {"typed_name": "Karen Whitlock", "organization": "Mesa USD", "answer": "promise"}
    ticks = {f"promise_{number}": "on" for number in (1, 2, 3)}
    shown = {"version": str(made.party.agreement.statement.current_id), "seen": made.party.answer.mark}
    assert mine.post(f"/answer/{made.party_id}/", {**sent, **ticks, **shown}).status_code == 302
    assert party_of(Team.objects.get(), "superintendent").organization == "Mesa USD"
    assert "There is nothing to prepare any more." in client.get(address).content.decode()
    assert client.post(address, typed()).status_code == 422


def test_the_holder_names_somebody_and_takes_it_back(client: Client, team: Team) -> None:
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    assert "Let them prepare" in client.get(f"/answer/{party.pk}/").content.decode()
    where = f"/answer/{party.pk}/assistant/"
    assert client.post(where, {"name": "Sam", "email": "nobody"}).status_code == 422
    assert party.signatory is not None
    own = client.post(where, {"name": "Me", "email": party.signatory.email})
    assert "somebody else than the holder" in own.content.decode()
    assert client.post(where, {"name": SAM.name, "email": SAM.email}).status_code == 302
    made = Preparation.objects.get()
    sam = as_sam(Client(), made)
    assert "prepares for you" in client.get(where).content.decode()
    assert "may prepare this for you." in client.get(f"/answer/{party.pk}/").content.decode()
    assert client.post(where, {"revoke": "1"}).status_code == 302
    assert sam.get(f"/prepare/{made.pk}/").status_code == 410
    assert Message.objects.filter(occasion="promise.prepare_asked").count() == 1
    sign(party)
    assert client.get(where).status_code == 302


def test_the_own_sides_coordinator_names_somebody_and_reads_the_right_address(client: Client, team: Team) -> None:
    own, other = party_of(team, "superintendent"), party_of(team, "union_president")
    as_coordinator(client, team)
    where = f"/team/{team.pk}/offices/{own.pk}/assistant/"
    assert "Who prepares for" in client.get(where).content.decode()
    assert client.get(f"/team/{team.pk}/offices/{other.pk}/assistant/").status_code == 404
    assert client.post(where, {"name": SAM.name, "email": SAM.email}).status_code == 302
    made = Preparation.objects.get()
    as_sam(Client(), made).post(f"/prepare/{made.pk}/", typed(email="right@example.org"))
    page = client.get(f"/team/{team.pk}/").content.decode()
    assert "Sam O&#x27;Brien-Nuñez prepares" in page
    assert "Right address, as prepared: right@example.org" in page
    assert 'value="right@example.org"' in client.get(f"/team/{team.pk}/offices/{own.pk}/").content.decode()
    assert client.post(where, {"revoke": "1"}).status_code == 302
    assert "Sam" not in client.get(f"/team/{team.pk}/").content.decode()


def test_it_is_a_page_of_one_preparation_alone(client: Client, made: Preparation) -> None:
    as_sam(client, made)
    other = preparing.let_prepare(
        party=party_of(make_team(state="committing"), "superintendent"), assistant=SAM, by=BY, at=NOW
    )
    assert client.get(f"/prepare/{other.pk}/").status_code == 403
    assert client.get("/prepare/999/").status_code == 403
