"""What a request carries: an address that is believed, an id, and no secret in any log line."""

import json
import logging
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from config import logs, middleware

PROXIES = [ip_network("10.0.0.0/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "believed"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours said it
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the left one is what the client claims
        ("10.0.0.2", "198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "rubbish", "10.0.0.2"),
        ("::ffff:203.0.113.9", "198.51.100.1", "203.0.113.9"),  # else all of IPv4 were one network
        ("::ffff:10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_nearest_that_is_no_proxy(settings: Any, peer: str, forwarded: str, believed: str) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    assert middleware.address_of({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}) == believed


def test_only_a_proxy_may_say_that_the_way_here_was_secure(settings: Any, rf: Any) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    seen: list[bool] = []
    handle = middleware.proxies(lambda request: seen.append(request.is_secure()))  # type: ignore[arg-type,func-returns-value]
    for peer in ("203.0.113.9", "10.0.0.2"):
        handle(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https"))
    assert seen == [False, True]


def test_an_answer_names_its_request(client: Client, db: None) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "abc-12345"})["X-Request-Id"] == "abc-12345"
    made = client.get("/healthz", headers={"X-Request-Id": "no good\t"})["X-Request-Id"]
    assert len(made) == 16


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("GET /l/s3cr3t-Token_x 302", "GET /l/*** 302"),
        ("see https://accord.example.org/l/abc?next=1", "see https://accord.example.org/l/***?next=1"),
        ("GET /accounts/password/reset/key/3-abc-def/ 302", "GET /accounts/password/reset/key/***/ 302"),
        ("/x?token=abc&y=1", "/x?token=***&y=1"),
        ('{"token": "abc"}', '{"token": "***"}'),
        ('{"message": "{\\"token\\": \\"abc\\"}"}', '{"message": "{\\"token\\": \\"***\\"}"}'),
        ("Authorization: Bearer abcdefghijklmnopqrst", "Authorization: ***"),
        ("sent Bearer abcdefghijklmnopqrst along", "sent Bearer *** along"),
        ("redis://:pass@host:6379/0", "redis://:***@host:6379/0"),
        ("postgres://accord:pass@db/accord", "postgres://accord:***@db/accord"),
        ("token=abc", "token=***"),
        ("A tall lamp/lantern, /c/walk/", "A tall lamp/lantern, /c/walk/"),
    ],
)
def test_a_log_line_opens_no_door(line: str, masked: str) -> None:
    assert logs.mask(line) == masked


def test_a_traceback_opens_no_door() -> None:
    try:
        raise ValueError("no page at /l/s3cr3t")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed for %s", ("/l/s3cr3t",), sys.exc_info())
    logs.RequestId().filter(record)
    for formatter in (logs.MaskedJson("%(message)s %(request_id)s"), logs.MaskedText("%(message)s")):
        line = formatter.format(record)
        assert "s3cr3t" not in line
        assert "/l/***" in line


def test_a_json_line_is_json(client: Client, db: None) -> None:
    record = logging.LogRecord("accord.requests", logging.INFO, __file__, 1, "GET %s", ("/l/x",), None)
    record.status = 200
    logs.RequestId().filter(record)
    formatter = logs.settings(form="json", level="INFO")["formatters"]["json"]
    line = json.loads(logs.MaskedJson(formatter["fmt"], rename_fields=formatter["rename_fields"]).format(record))
    assert line | {"at": ""} == {
        "at": "",
        "level": "INFO",
        "logger": "accord.requests",
        "message": "GET /l/***",
        "request_id": "",
        "status": 200,
    }


def test_an_error_report_opens_no_door() -> None:
    event = {"request": {"url": "https://x/l/abc", "cookies": {"a": "b"}, "data": "typed"}, "extra": ["token=abc"]}
    assert logs.scrub_event(event, {}) == {"request": {"url": "https://x/l/***"}, "extra": ["token=***"]}


def test_pages_are_strict(client: Client, db: None) -> None:
    headers = client.get("/accounts/login/").headers
    assert headers["Referrer-Policy"] == "same-origin"  # the view that takes a token says no-referrer
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_organizers_set_up_a_second_factor_where_it_is_asked_for(
    client: Client, settings: Any, django_user_model: Any
) -> None:
    client.force_login(
        django_user_model.objects.create_user("a@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    settings.REQUIRE_SECOND_FACTOR = True
    for address in ("/organize/", "/admin/"):
        assert client.get(address).headers.get("Location") == "/accounts/2fa/"
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.get("/organize/").headers.get("Location") != "/accounts/2fa/"


def test_nobody_opens_an_account_for_themselves(client: Client, django_user_model: Any) -> None:
    form = {"email": "new@example.org", "password1": "a long password, really", "password2": "a long password, really"}
    client.post("/accounts/signup/", form)
    assert not django_user_model.objects.exists()


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/a:b/"])
def test_nobody_gives_themselves_another_address(client: Client, django_user_model: Any, address: str) -> None:
    user = django_user_model.objects.create_user("desk@example.org")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(address).status_code == 404
    assert client.post(address, {"action_add": "", "email": "owner@example.org"}).status_code == 404
    assert not user.emailaddress_set.filter(email="owner@example.org").exists()
