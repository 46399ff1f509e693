import pytest
from django.test import Client, override_settings

from accounts.views import renew_link as view
from mail.models import Message
from tests.accounts.factories import make_link

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.guarded_page")]


def test_the_form_is_public_and_a_get_sends_nothing(client: Client) -> None:
    response = client.get("/l/new/?email=rosa@example.org")
    assert response.status_code == 200
    assert "Lost your private link?" in response.content.decode()
    assert not Message.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    make_link()
    answers = []
    for address in ("rosa@example.org", "nobody@example.org"):
        response = client.post("/l/new/", {"email": address}, follow=True)
        answers.append((response.redirect_chain, response.content))
    assert answers[0] == answers[1]
    assert answers[0][0] == [("/l/new/asked/", 302)]
    assert "If we know the address" in answers[0][1].decode()
    assert Message.objects.count() == 2


@pytest.mark.parametrize("address", ["", "rosa", "a@example.org\nBcc: b@example.org"])
def test_an_address_that_is_none_is_said_beside_the_field(client: Client, address: str) -> None:
    response = client.post("/l/new/", {"email": address})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="err"' in page
    assert not Message.objects.exists()


def test_what_was_typed_is_kept(client: Client) -> None:
    assert 'value="rosa@example"' in client.post("/l/new/", {"email": "rosa@example"}).content.decode()


def test_one_address_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_FOR_AN_ADDRESS", 2)
    networks = ["192.0.2.1", "198.51.100.1", "203.0.113.1"]
    codes = [client.post("/l/new/", {"email": "Rosa@example.org"}, REMOTE_ADDR=n).status_code for n in networks]
    assert codes == [302, 302, 429]
    assert client.post("/l/new/", {"email": "sam@example.org"}, REMOTE_ADDR=networks[0]).status_code == 302


def test_one_mailbox_is_limited_for_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its address is written, and over hours."""
    monkeypatch.setattr(view, "MOST_FOR_A_MAILBOX_A_DAY", 2)
    addresses = ["rosa@example.org", "Rosa+a@example.org", "rosa+b@EXAMPLE.org", "rosanna@example.org"]
    codes = [client.post("/l/new/", {"email": address}).status_code for address in addresses]
    assert codes == [302, 302, 429, 302]


def test_one_network_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_OF_A_NETWORK", 2)
    codes = [
        client.post("/l/new/", {"email": f"p{n}@example.org"}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(1, 4)
    ]
    assert codes == [302, 302, 429]
    assert Message.objects.count() == 2


@override_settings(CACHES={"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:9"}})
@pytest.mark.network
def test_it_works_without_the_cache(client: Client) -> None:
    for _ in range(view.MOST_FOR_AN_ADDRESS + 2):
        assert client.post("/l/new/", {"email": "rosa@example.org"}).status_code == 302
    assert Message.objects.count() == 1


def test_a_forged_form_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/l/new/", {"email": "rosa@example.org"}).status_code == 403
