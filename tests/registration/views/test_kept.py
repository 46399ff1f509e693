"""A registration that is left and taken up again: kept for whoever has the link, and for nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from convenings.models import Convening
from journal.models import Entry
from mail.domain.delivery import deliver
from mail.models import Message
from registration.domain import kept_drafts
from registration.domain.drafts import PersonDraft
from registration.domain.kept_drafts import DraftFinished, DraftTooLong
from registration.models import RegistrationDraft, Team
from registration.views import limits
from tests.registration.doors import everything, hold, stand_still
from tests.registration.factories import NOW, make_convening
from tests.registration.views.test_register import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def leave(client: Client, convening: Convening, **over: str) -> Any:
    """What was typed halfway, kept."""
    return client.post(f"/c/{convening.slug}/register/", {**typed(), "step": "later", "name": "", **over})


def kept(convening: Convening, **fields: str) -> RegistrationDraft:
    return kept_drafts.keep_draft(
        convening=convening, coordinator=PersonDraft("Luisa Montano", "luisa@example.org"),
        fields={name: [value] for name, value in fields.items()}, by="public", at=NOW,
    )  # fmt: skip


def open_(client: Client, draft: RegistrationDraft) -> str:
    hold(client, draft.person, "register", f"draft:{draft.pk}")
    return f"/register/{draft.pk}/"


def test_left_mailed_and_taken_up_where_it_was(client: Client, convening: Convening, mailoutbox: Any) -> None:
    answer = leave(client, convening, member_7_name="", rows="10")
    assert answer.headers["Location"] == f"/c/{convening.slug}/kept/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "luisa@example.org" in page
    assert "not registered yet" in page
    assert not Team.objects.exists()
    message = Message.objects.get()
    assert (message.occasion, message.to_address) == ("registration.kept", "luisa@example.org")
    deliver(message_id=message.pk, at=NOW)
    link = re.search(r"https?://[^/]+(/l/\S+)", mailoutbox[0].body)
    assert link is not None
    other = Client()
    page = other.get(link.group(1), follow=True).content.decode()
    for value in ("Marisol Archuleta", "Teresa Yazzie", "4,310", "luisa@example.org"):
        assert f'value="{value}"' in page, value
    assert 'name="member_5_name"' in page
    assert 'class="err"' not in page
    assert 'hx-post="/register/' in page


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"coordinator_name": ""}, "coordinator_name"),
        ({"coordinator_email": "luisa@"}, "coordinator_email"),
        ({"coordinator_name": "A\x07"}, "coordinator_name"),
        ({"website": "spam"}, "website"),
    ],
)
def test_only_name_and_address_are_asked_for(
    client: Client, convening: Convening, over: dict[str, str], field: str
) -> None:
    answer = leave(client, convening, leader_superintendent_email="no address", **over)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', page) == [field]
    assert 'value="Marisol Archuleta"' in page
    assert not RegistrationDraft.objects.exists()
    assert not Message.objects.exists()


def test_it_saves_as_it_goes(client: Client, convening: Convening) -> None:
    draft = kept(convening, name="Mesa")
    address = open_(client, draft)
    answer = client.post(f"{address}save/", {**typed(), "csrfmiddlewaretoken": "x", "website": "", "other": "y"})
    assert "Saved, 10:00 a.m." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.fields["name"] == ["Mesa Verde USD"]
    assert not {"csrfmiddlewaretoken", "other", "website"} & draft.fields.keys()
    page = client.post(address, {**typed(), "name": "By hand", "step": "later"}).content.decode()
    assert "Saved, 10:00 a.m." in page
    draft.refresh_from_db()
    assert draft.fields["name"] == ["By hand"]


def test_handed_in_once_and_nothing_of_it_stays(client: Client, convening: Convening) -> None:
    draft = kept(convening, name="Mesa")
    address = open_(client, draft)
    assert client.post(address, {**typed(), "name": ""}).status_code == 422
    assert client.post(address, typed()).status_code == 302
    draft.refresh_from_db()
    assert (draft.fields, draft.finished_at) == ({}, NOW)
    assert Team.objects.get().name == "Mesa Verde USD"
    assert "Look in your mail" in client.get(address).content.decode()
    assert "Look in your mail" in client.post(address, typed(name="Another USD", place_name="Else")).content.decode()
    assert "handed in already" in client.post(f"{address}save/", typed()).content.decode()
    assert Team.objects.count() == 1
    by = Entry.objects.get(kind="team.registered").by
    assert by == f"person:{draft.person_id}"
    with pytest.raises(DraftFinished):
        kept_drafts.finish_draft(draft=draft, by="public", at=NOW)


def test_shown_to_nobody_without_its_link(client: Client, convening: Convening) -> None:
    draft, other = kept(convening, name="Secret plans"), kept(convening, name="Mine")
    open_(client, other)
    for visitor in (client, Client()):
        for answer in (visitor.get(f"/register/{draft.pk}/"), visitor.post(f"/register/{draft.pk}/save/", typed())):
            assert answer.status_code == 403
            assert "Secret plans" not in answer.content.decode()
    draft.refresh_from_db()
    assert draft.fields == {"name": ["Secret plans"]}


def test_it_expires(client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = kept(convening, name="Mesa")
    address = open_(client, draft)
    assert draft.expires_at == convening.promise_by_at
    assert kept_drafts.forget_drafts(at=NOW) == 0
    assert kept_drafts.forget_drafts(at=draft.expires_at) == 1
    assert kept_drafts.forget_drafts(at=draft.expires_at) == 0
    stand_still(monkeypatch, draft.expires_at + timedelta(seconds=1))
    assert client.get(address).status_code in {403, 404, 410}
    draft.refresh_from_db()
    assert draft.fields == {}


def test_nul_is_dropped_and_too_much_refused(client: Client, convening: Convening) -> None:
    draft = kept(convening, name="Me\0sa")
    assert draft.fields == {"name": ["Mesa"]}
    with pytest.raises(DraftTooLong):
        kept(convening, intention="x" * 300_000)
    answer = client.post(f"{open_(client, draft)}save/", {"intention": "x" * 300_000})
    assert "too much to keep" in answer.content.decode()


def test_ten_megabytes_are_refused_and_write_nothing(client: Client, convening: Convening) -> None:
    before = everything()
    assert leave(client, convening, intention="x" * 10_000_000).status_code in {400, 413}
    assert client.post(f"/c/{convening.slug}/register/", typed(intention="x" * 10_000_000)).status_code in {400, 413}
    assert everything() == before


def test_many_from_one_network_are_held_back(
    client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.PER_HOUR, "keep", 0)
    assert "Please try again in an hour" in leave(client, convening).content.decode()
    assert not RegistrationDraft.objects.exists()
