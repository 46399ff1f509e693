"""A nudge keeps nobody waiting, and one that is lost costs nothing but time."""

import time
from typing import Any

import pytest
import redis

from tests.harness.valkey import free_port, named_as_broker
from worker import nudge, schedule
from worker.app import app


def waiting(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return int(client.llen("celery"))


def until(expected: int, url: str) -> int:
    for _ in range(60):
        if waiting(url) == expected:
            break
        time.sleep(0.05)
    return waiting(url)


@pytest.mark.queue
def test_a_nudge_reaches_the_broker(valkey: str) -> None:
    nudge.Nudger().nudge("mail.deliver_due")
    assert until(1, valkey) == 1


@pytest.mark.queue
def test_a_job_is_named_in_its_nudge(valkey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge, "nudger", nudge.Nudger())
    nudge.tell_of_jobs([7, 8])
    assert until(2, valkey) == 2


@pytest.mark.network
def test_a_broker_that_is_away_costs_the_caller_nothing(settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    began = time.perf_counter()
    nudge.Nudger().nudge("mail.deliver_due")
    assert time.perf_counter() - began < 0.1


@pytest.mark.network
def test_publishing_to_no_broker_says_so() -> None:
    with named_as_broker(f"redis://127.0.0.1:{free_port()}/0"):
        began = time.perf_counter()
        assert nudge.publish("mail.deliver_due") is False
    assert time.perf_counter() - began < 3


def test_without_a_broker_nothing_waits(settings: Any) -> None:
    settings.REDIS_URL = ""
    nudger = nudge.Nudger()
    nudger.nudge("mail.deliver_due")
    assert not nudger.waiting


def test_every_line_of_the_schedule_names_a_task() -> None:
    app.loader.import_default_modules()
    assert {line["task"] for line in schedule.SCHEDULE.values()} <= set(app.tasks)
