import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from accounts import limits
from accounts.domain import links
from accounts.models import PrivateLink
from accounts.views import open_link as view
from config import logs
from tests.accounts.factories import AT, LATER, make_link, make_person, purpose_registered

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.guarded_page")]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def test_the_token_is_swapped_for_a_session_and_a_clean_address(client: Client) -> None:
    link, token = make_link()
    client.session.save()
    response = client.get(f"/l/{token}/")
    assert (response.status_code, response["Location"]) == (302, "/page/5/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert dict(client.session) == {"links": [link.pk]}
    link.refresh_from_db()
    assert link.opened_at == AT
    page = client.get(response["Location"])
    assert page.content.decode() == f"person:{link.person_id} on team 5, link {link.pk} of Rosa Okafor"
    assert "no-store" in page["Cache-Control"]


def test_the_session_gets_a_fresh_key(client: Client) -> None:
    _link, token = make_link()
    first = client.get(f"/l/{token}/").cookies["sessionid"].value
    second = client.get(f"/l/{token}/").cookies["sessionid"].value
    assert first != second


def test_a_session_holds_several_links_and_an_account(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("org@example.org", name="Org"))
    person = make_person()
    (first, one), (second, two) = make_link(person), make_link(person, subject="team:6")
    for token in (one, two, one):
        client.get(f"/l/{token}/")
    assert client.session["links"] == [first.pk, second.pk]
    assert "_auth_user_id" in client.session
    assert client.get("/page/6/").content.decode().startswith(f"person:{person.pk} on team 6")
    assert client.get("/page/6/7/").status_code == 200


def test_head_does_nothing(client: Client) -> None:
    link, token = make_link()
    for path in (token, "unknown"):
        response = client.head(f"/l/{path}/")
        assert (response.status_code, response.cookies) == (200, {})
    link.refresh_from_db()
    assert link.opened_at is None


def test_post_is_not_how_links_open(client: Client) -> None:
    assert client.post(f"/l/{make_link()[1]}/").status_code == 405


def test_a_get_by_a_scanner_spends_nothing(client: Client) -> None:
    link, token = make_link()
    Client().get(f"/l/{token}/")
    assert client.get(f"/l/{token}/").status_code == 302
    assert client.session["links"] == [link.pk]


def test_only_an_act_by_the_new_link_ends_the_lost_one(client: Client) -> None:
    old, _token = make_link()
    _newer, token = make_link(old.person, replacing=True)

    client.get(f"/l/{token}/")
    client.get("/page/5/")
    old.refresh_from_db()
    assert old.revoked_at is None

    client.post("/page/5/")
    old.refresh_from_db()
    assert old.revoked_at is not None


@pytest.mark.parametrize(
    ("case", "status", "words"),
    [("unknown", 404, "We do not know this link"), ("expired", 410, "end date"), ("revoked", 410, "replaced")],
)
def test_a_link_that_does_not_open_says_why_and_how_to_go_on(
    client: Client, case: str, status: int, words: str
) -> None:
    _link, token = make_link(expires_at=AT if case == "expired" else LATER)
    if case == "revoked":
        links.revoke_links(purpose="test", subject="team:5", at=AT)
    response = client.get("/l/never-minted/" if case == "unknown" else f"/l/{token}/")
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "Send me a new link" in page
    assert 'action="/l/new/"' in page
    assert token not in page
    assert "sessionid" not in response.cookies


def test_a_purpose_that_no_room_knows_does_not_open(client: Client) -> None:
    _link, token = make_link(purpose="gone")
    assert client.get(f"/l/{token}/").status_code == 404


def test_a_destination_out_of_the_house_is_a_fault(client: Client) -> None:
    _link, token = make_link()
    away = purpose_registered(destination=lambda link: "//evil.example.org/")
    with away, pytest.raises(ValueError, match="leads out"):
        client.get(f"/l/{token}/")


@pytest.mark.parametrize("address", ["/page/5/", "/page/5/1/"])
def test_without_a_link_the_page_asks_for_one(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 403
    assert "Please open your private link." in response.content.decode()
    assert 'action="/l/new/"' in response.content.decode()


def test_an_account_is_no_link(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("root@example.org", name="Root"))
    assert client.get("/page/5/").status_code == 403


def test_a_link_to_another_subject_does_not_let_in(client: Client) -> None:
    client.get(f"/l/{make_link(subject='team:6')[1]}/")
    assert client.get("/page/6/").status_code == 200
    assert client.get("/page/5/").status_code == 403


def test_a_link_to_another_purpose_does_not_let_in(client: Client) -> None:
    link, token = make_link()
    client.get(f"/l/{token}/")
    PrivateLink.objects.filter(pk=link.pk).update(purpose="answer")
    assert client.get("/page/5/").status_code == 403


def test_a_link_that_ends_meanwhile_lets_in_no_more(client: Client) -> None:
    link, token = make_link()
    client.get(f"/l/{token}/")
    links.revoke_links(purpose="test", subject="team:5", at=AT)
    response = client.get("/page/5/")
    assert (response.status_code, "replaced" in response.content.decode()) == (410, True)
    PrivateLink.objects.filter(pk=link.pk).update(revoked_at=None)
    assert client.get("/page/5/").status_code == 200
    with time_machine.travel(LATER + timedelta(days=40)):
        assert links.PrivateLink.objects.live(LATER + timedelta(days=40)).count() == 0
        assert client.get("/page/5/").status_code in {403, 410}


def test_guesses_are_limited_by_network_and_lock_nobody_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_GUESSES", 3)
    _link, token = make_link()
    codes = [client.get(f"/l/guess-{n}/", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 5)]
    assert codes == [404, 404, 404, 429]
    assert "wait an hour" in client.get("/l/guess/", REMOTE_ADDR="192.0.2.200").content.decode()
    assert client.get(f"/l/{token}/", REMOTE_ADDR="192.0.2.200").status_code == 302


def test_links_that_open_or_have_ended_are_no_guesses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_GUESSES", 1)
    _link, token = make_link()
    _old, expired = make_link(expires_at=AT)
    for _ in range(3):
        assert client.get(f"/l/{expired}/").status_code == 410
        assert client.get(f"/l/{token}/").status_code == 302


def test_no_token_stands_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    _link, token = make_link()
    with caplog.at_level(logging.DEBUG):
        client.get(f"/l/{token}/")
        client.get(f"/l/{token}x/")
    written = [logs.MaskedJson("%(message)s").format(record) for record in caplog.records]
    assert any("/l/***" in line for line in written)
    assert token not in "".join(written)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:1.2.3.4", "::/64"),
        ("", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert limits.network_of(address) == network


def test_a_limit_counts_and_ends(clock: object) -> None:
    tries = [limits.spend(what="x", who="me", most=2, seconds=60) for _ in range(3)]
    assert tries == [True, True, False]
    assert limits.is_spent(what="x", who="me", most=2)
    assert not limits.is_spent(what="x", who="you", most=2)
    assert limits.spend(what="x", who="you", most=2, seconds=60)
    cache.clear()
    assert limits.spend(what="x", who="me", most=2, seconds=60)
