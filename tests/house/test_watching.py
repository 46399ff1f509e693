"""Health and counts: what they say, to whom, and that they give reasons."""

from typing import Any

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from config import health
from config.ports import free_port
from worker import heartbeat


def test_the_web_is_well_when_the_database_answers(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "database": "ok"})


def test_the_web_is_not_well_without_its_database(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database_fault", lambda: "The database does not answer.")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "database": "The database does not answer."})


def test_without_a_broker_the_house_says_how_to_name_one(client: Client, db: None, settings: Any) -> None:
    settings.REDIS_URL = ""
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "No broker is named. Set REDIS_URL, or start with make run."


@pytest.mark.network
def test_a_broker_that_is_away_is_named(client: Client, db: None, settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz").json()
    assert answer["broker"].startswith("The broker does not answer: ConnectionError.")
    assert answer["worker"] == answer["beat"] == "Not known while the broker does not answer."


@pytest.mark.queue
def test_each_part_tells_for_itself(client: Client, db: None, valkey: str) -> None:
    assert client.get("/readyz").json()["worker"].startswith("No sign of life for 30 seconds. Start: celery")
    heartbeat.Pulse("worker").beat()
    answer = client.get("/readyz").json()
    assert (answer["ok"], answer["worker"]) == (False, "ok")
    assert "celery -A worker.app beat" in answer["beat"]
    heartbeat.Pulse("beat").beat()
    assert client.get("/readyz").json() == dict.fromkeys(("database", "broker", "worker", "beat"), "ok") | {"ok": True}


def test_counts_are_by_route_and_never_by_path(client: Client, db: None) -> None:
    client.get("/l/a-secret-token/")
    shown = client.get("/metrics").content.decode()
    assert 'route="l/<str:token>/"' in shown
    assert "a-secret-token" not in shown


def test_counts_are_for_networks_that_may_and_for_the_token(client: Client, db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = "t0ken"
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    wrong = {"Authorization": "Bearer nope"}
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=wrong).status_code == 403
    right = {"Authorization": "Bearer t0ken"}
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=right).status_code == 200


def test_a_made_up_method_makes_no_new_count(client: Client, db: None) -> None:
    client.generic("BREW", "/healthz")
    made = {sample.labels.get("method") for metric in REGISTRY.collect() for sample in metric.samples}
    assert "OTHER" in made
    assert "BREW" not in made


@pytest.mark.network
def test_a_cache_that_is_away_fails_no_page(settings: Any) -> None:
    from config.cache import ForgivingRedisCache

    options = {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}}
    cache = ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", options)
    assert cache.get("x", "nothing") == "nothing"
    assert cache.add("x", 1) is True
    assert cache.incr("x") == 1
    cache.set("x", 1)
    assert cache.get_many(["x"]) == {}
    assert not cache.has_key("x")
