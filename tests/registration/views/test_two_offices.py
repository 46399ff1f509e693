"""One person in two offices, on the pages: said at registration, and promised in one act."""

import re
from typing import Any

import pytest
from django.test import Client

from agreements.models import Commitment, Party
from convenings.models import Convening
from registration.domain import kept_drafts, promising
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.registration.domain.test_same_holder import SECOND, accept, invite, registered
from tests.registration.doors import as_signatory, everything, hold
from tests.registration.factories import BY, NOW, make_convening, party_of, sign
from tests.registration.views.test_answer import filled
from tests.registration.views.test_register import send, typed

pytestmark = pytest.mark.django_db
FIRST = "nea_president"
SAME = {"leader_board_president_name": "Karen Whitlock", "leader_board_president_email": "SUPERINTENDENT@example.org"}
BOX = "leader_board_president_shares"


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def team() -> Team:
    return accept(invite(registered()))


def page_of(client: Client, party: Party) -> str:
    return client.get(f"/answer/{party.pk}/").content.decode()


def test_nothing_is_asked_before_an_address_stands_twice(client: Client, convening: Convening) -> None:
    assert "_shares" not in client.get(f"/c/{convening.slug}/register/").content.decode()


def test_said_in_words_beside_the_second_office_and_offered(client: Client, convening: Convening) -> None:
    answer = send(client, convening, **SAME)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', page) == ["leader_board_president_email"]
    assert "This address stands at two offices." in page
    assert re.findall(r'name="(leader_\w+_shares)"', page) == [BOX]
    assert not Team.objects.exists()


def test_sent_with_it_the_team_is_registered(client: Client, convening: Convening) -> None:
    assert send(client, convening, **SAME, **{BOX: "on"}).status_code == 302
    team = Team.objects.get()
    assert party_of(team, "board_president").same_as == party_of(team, "superintendent")


def test_ticked_for_somebody_else_is_said_and_kept(client: Client, convening: Convening) -> None:
    page = send(client, convening, **{**SAME, "leader_board_president_name": "Somebody Else", BOX: "on"})
    assert page.status_code == 422
    assert "No office before this one has this name and address." in page.content.decode()
    assert f'name="{BOX}"' in page.content.decode()


def test_a_registration_that_is_left_keeps_it(client: Client, convening: Convening) -> None:
    draft = kept_drafts.keep_draft(
        convening=convening, coordinator=PersonDraft("Luisa Montano", "luisa@example.org"), fields={}, by="public",
        at=NOW,
    )  # fmt: skip
    hold(client, draft.person, "register", f"draft:{draft.pk}")
    sent: dict[str, Any] = {**typed(**SAME), BOX: "on"}
    client.post(f"/register/{draft.pk}/save/", sent)
    draft.refresh_from_db()
    assert draft.fields[BOX] == ["on"]
    page = client.get(f"/register/{draft.pk}/").content.decode()
    assert re.search(rf'name="{BOX}"[^>]*checked', page)
    assert client.post(f"/register/{draft.pk}/", sent).status_code == 302
    assert party_of(Team.objects.get(), "board_president").same_as is not None


def also_of(party: Party) -> str:
    """What a page opened now says of another office of its holder: which, and which answer stands."""
    assert party.answer is not None
    return f"{party.pk}.{party.answer.mark}"


def test_both_offices_are_answered_on_one_page_once_ticked(client: Client, team: Team) -> None:
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    as_signatory(client, first)
    before = everything()
    page = page_of(client, first)
    assert everything() == before
    assert f'name="also" value="{also_of(second)}"' in page
    assert second.label in page
    assert not re.search(r'name="also"[^>]*checked', page)
    page = client.post(f"/answer/{first.pk}/", filled(first, also=also_of(second)), follow=True).content.decode()
    assert f"You also promised as {second.label}" in page
    assert [row.party_id for row in Commitment.objects.filter(state="signed").order_by("pk")] == [first.pk, second.pk]


def test_an_old_form_promises_for_neither_office_anew(client: Client, team: Team) -> None:
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    as_signatory(client, first)
    sent = filled(first, also=also_of(second))
    client.post(f"/answer/{first.pk}/", sent)
    promising.withdraw(party=second, reason="A vote", by=f"person:{second.signatory_id}", at=NOW)
    promising.reopen(party=second, by=BY, at=NOW)
    answer = client.post(f"/answer/{first.pk}/", sent)
    assert answer.status_code == 422
    assert not party_of(team, SECOND).has_signed


def test_apart_where_it_is_not_ticked(client: Client, team: Team) -> None:
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    as_signatory(client, first)
    page = client.post(f"/answer/{first.pk}/", filled(first), follow=True).content.decode()
    assert f"You are asked as {second.label}, too." in page
    assert not party_of(team, SECOND).has_signed


def test_what_was_ticked_stays_with_a_refusal(client: Client, team: Team) -> None:
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    as_signatory(client, first)
    answer = client.post(f"/answer/{first.pk}/", filled(first, also=also_of(second), typed_name=""))
    assert answer.status_code == 422
    assert re.search(rf'name="also" value="{also_of(second)}"[^>]*checked', answer.content.decode())


@pytest.mark.parametrize("foreign", ["state_chief", "", "x", "999999.1"])
def test_another_persons_office_cannot_be_ticked(client: Client, team: Team, foreign: str) -> None:
    first = party_of(team, FIRST)
    as_signatory(client, first)
    value = also_of(party_of(team, foreign)) if foreign == "state_chief" else foreign
    answer = client.post(f"/answer/{first.pk}/", filled(first, also=value))
    assert answer.status_code == 422
    assert "This office has another holder by now." in answer.content.decode()
    assert not Commitment.objects.filter(state="signed").exists()


def test_not_offered_where_it_is_signed_or_wants_a_code_of_its_own(client: Client, team: Team) -> None:
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    as_signatory(client, first)
    Party.objects.filter(pk=second.pk).update(handed_over_at=NOW)
    page = page_of(client, first)
    assert 'name="also"' not in page
    assert f"You are asked as {second.label}, too." in page
    Party.objects.filter(pk=second.pk).update(handed_over_at=None)
    assert "You are asked as" not in page_of(client, first)
    sign(party_of(team, SECOND))
    assert 'name="also"' not in page_of(client, first)
