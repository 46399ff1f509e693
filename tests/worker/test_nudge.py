"""A nudge keeps nobody waiting, and one that is lost costs nothing but time."""

import socket
import threading
from typing import Any

import pytest
import redis

from config.ports import free_port
from tests.harness.valkey import named_as_broker
from tests.harness.waiting import PATIENCE, until
from worker import nudge, schedule
from worker.app import app


def waiting(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return int(client.llen("celery"))


@pytest.mark.queue
def test_a_nudge_reaches_the_broker(valkey: str) -> None:
    nudge.Nudger().nudge("mail.deliver_due")
    until(lambda: waiting(valkey) == 1, "it waits in the queue")


@pytest.mark.queue
def test_a_job_is_named_in_its_nudge(valkey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge, "nudger", nudge.Nudger())
    nudge.tell_of_jobs([7, 8])
    until(lambda: waiting(valkey) == 2, "both wait in the queue")


def test_equal_nudges_of_one_moment_are_one(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    go_on, told, all_told = threading.Event(), [], threading.Event()

    def publish(task: str) -> None:
        told.append(task)
        if task == "badges.render":
            all_told.set()

    monkeypatch.setattr(nudge, "gather", lambda: go_on.wait(PATIENCE))
    monkeypatch.setattr(nudge, "publish", publish)
    nudger = nudge.Nudger()
    for task in ("mail.deliver_due", "mail.deliver_due", "badges.render", "mail.deliver_due"):
        nudger.nudge(task)
    go_on.set()
    assert all_told.wait(PATIENCE)
    assert told == ["mail.deliver_due", "badges.render"]


def test_a_broker_that_does_not_answer_keeps_no_caller_waiting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answers, told = threading.Event(), threading.Event()

    def publish(task: str) -> bool:
        told.set()
        return answers.wait(PATIENCE)

    monkeypatch.setattr(nudge, "publish", publish)
    nudge.Nudger().nudge("mail.deliver_due")
    assert told.wait(PATIENCE), "It is published,"
    assert not answers.is_set(), "and the caller went on before that ended."
    answers.set()


@pytest.mark.network
def test_publishing_to_no_broker_says_so_and_tries_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    tries, connect = [], socket.socket.connect

    def counted(self: socket.socket, address: Any) -> None:
        tries.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counted)
    with named_as_broker(f"redis://127.0.0.1:{free_port()}/0"):
        assert nudge.publish("mail.deliver_due") is False
    assert 0 < len(tries) <= 4  # by the client and by Celery, once and once again


def test_without_a_broker_nothing_waits(settings: Any) -> None:
    settings.REDIS_URL = ""
    nudger = nudge.Nudger()
    nudger.nudge("mail.deliver_due")
    assert not nudger.waiting


def test_every_line_of_the_schedule_names_a_task() -> None:
    app.loader.import_default_modules()
    assert {line["task"] for line in schedule.SCHEDULE.values()} <= set(app.tasks)
