"""Not me: the holder names another one; the other one promises with a mailed code."""

import pytest
from django.core.cache import cache
from django.test import Client

from agreements.models import Commitment, Party
from registration.domain import succession
from registration.domain.drafts import HolderDraft
from registration.models import Team
from tests.registration.domain.test_succession import code_of
from tests.registration.doors import as_signatory, everything, stand_still
from tests.registration.factories import BY, NOW, make_team, party_of
from tests.registration.test_mailing import send
from tests.registration.views.test_answer import filled, seen

pytestmark = pytest.mark.django_db

TYPED = {"name": "Ada Brook", "email": "ada.brook@example.org", "organization": ""}


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Team:
    stand_still(monkeypatch)
    return make_team(state="committing", name="Mesa Verde")


@pytest.fixture
def own(team: Team, client: Client) -> Party:
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    return party


@pytest.fixture
def successor(team: Team, client: Client) -> Party:
    """The new superintendent, who has opened their link."""
    draft = HolderDraft(TYPED["name"], TYPED["email"])
    succession.hand_over(party=party_of(team, "superintendent"), holder=draft, by=BY, at=NOW)
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    return party


def test_reading_writes_nothing_and_says_what_happens(client: Client, own: Party) -> None:
    before = everything()
    page = client.get(f"/answer/{own.pk}/hand-over/").content.decode()
    assert "Not you? Who is Superintendent?" in page
    assert "your link stops working" in page
    assert everything() == before


def test_handed_over_the_own_link_is_dead(client: Client, own: Party) -> None:
    answer = client.post(f"/answer/{own.pk}/hand-over/", TYPED)
    assert (answer.status_code, "It is handed over." in answer.content.decode()) == (200, True)
    assert client.get(f"/answer/{own.pk}/").status_code == 410
    assert client.post(f"/answer/{own.pk}/hand-over/", TYPED).status_code == 410  # a replayed form
    assert party_of(Team.objects.get(), "superintendent").signatory.email == TYPED["email"]


def test_what_was_typed_stays_beside_the_words(client: Client, own: Party) -> None:
    before = everything()
    answer = client.post(f"/answer/{own.pk}/hand-over/", {**TYPED, "email": own.signatory.email})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is the address of who holds the office now." in page
    assert 'value="Ada Brook"' in page
    assert everything() == before


def test_a_complete_team_is_told_until_when_it_keeps_its_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    party = party_of(make_team(state="confirmed", name="Mesa Verde"), "superintendent")
    as_signatory(client, party)
    page = client.get(f"/answer/{party.pk}/hand-over/").content.decode()
    assert "Mesa Verde keeps its place until Mon, March 15, 2027" in page


def test_who_declined_is_sent_back(client: Client, own: Party) -> None:
    client.post(f"/answer/{own.pk}/decline/", {"reason": "No", **seen(own)})
    assert client.post(f"/answer/{own.pk}/hand-over/", TYPED).headers["Location"] == f"/answer/{own.pk}/"


class TestTheCode:
    def test_it_is_asked_for_typed_and_counts(self, client: Client, successor: Party) -> None:
        page = client.get(f"/answer/{successor.pk}/").content.decode()
        assert "This office was handed over to you, or its address was changed, so a code comes first." in page
        told = client.post(f"/answer/{successor.pk}/code/", follow=True).content.decode()
        assert "A code is on its way to ada.brook@example.org." in told
        (mail,) = send("commitment.code")
        done = client.post(f"/answer/{successor.pk}/", filled(successor, code=code_of(mail)), follow=True)
        assert "One of three is in." in done.content.decode()

    def test_without_one_nothing_is_promised_and_the_name_stays(self, client: Client, successor: Party) -> None:
        answer = client.post(f"/answer/{successor.pk}/", filled(successor))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Please ask for a code first" in page
        assert 'value="Karen Whitlock"' in page
        assert page.count(" checked") == 3

    def test_a_wrong_one_is_counted_and_refused_with_words(self, client: Client, successor: Party) -> None:
        client.post(f"/answer/{successor.pk}/code/")
        (mail,) = send("commitment.code")
        wrong = f"{(int(code_of(mail)) + 1) % 10**6:06d}"
        for words in ["This is not the code"] * 5 + ["This code was tried five times"]:
            answer = client.post(f"/answer/{successor.pk}/", filled(successor, code=wrong))
            assert words in answer.content.decode()
        answer = client.post(f"/answer/{successor.pk}/", filled(successor, code=code_of(mail)))
        assert "This code was tried five times" in answer.content.decode()
        assert not Commitment.objects.filter(party=successor, state="signed").exists()

    def test_a_proof_lasts_over_a_slip_in_the_name(self, client: Client, successor: Party) -> None:
        client.post(f"/answer/{successor.pk}/code/")
        (mail,) = send("commitment.code")
        answer = client.post(f"/answer/{successor.pk}/", filled(successor, code=code_of(mail), typed_name="1234"))
        assert "Your code was right." in answer.content.decode()
        done = client.post(f"/answer/{successor.pk}/", filled(successor), follow=True)
        assert "One of three is in." in done.content.decode()

    def test_who_needs_none_gets_none(self, client: Client, own: Party) -> None:
        client.post(f"/answer/{own.pk}/code/")
        assert send("commitment.code") == []
