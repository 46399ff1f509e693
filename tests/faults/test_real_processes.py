"""Worker, broker, database and mail server stopped in the middle: nothing is lost, nothing goes twice.

On PostgreSQL and Valkey of the test's own, and on what `make run` starts by itself. Each house is used by all tests,
one after the other; each test leaves it well, with nothing owed.
"""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.faults.house import House, build
from tests.harness.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.network]


@pytest.fixture(scope="module", params=["embedded", "servers"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    built = build(tmp_path_factory.mktemp(request.param), on_servers=request.param == "servers")
    yield built
    built.end()


@pytest.fixture(autouse=True)
def left_well(house: House) -> Iterator[None]:
    """Its mail server takes mail before and after; what the site said meanwhile is shown where the test fails."""
    house.mail.set("take")
    known = len(house.site.said)
    yield
    house.mail.set("take")
    print(house.site.said[known:])


def message_to(house: House, address: str) -> dict[str, Any]:
    number = int(address[1:].partition("@")[0])
    return dict(house.told()["messages"][number])


def test_a_worker_killed_before_the_server_took_the_mail(house: House) -> None:
    house.mail.set("hold_before")
    addresses = house.owe(5)
    until(lambda: house.mail.held, "a mail is under way")
    house.kill_worker()
    house.mail.set("take")
    house.told(hours=1)
    house.sweep()
    house.wait_until_sent("after the worker was killed")
    assert [house.mail.times[address] for address in addresses] == [1] * 5


def test_a_worker_killed_after_the_server_took_the_mail(house: House) -> None:
    """The one honest exception: that mail, and no other, goes twice, under one Message-ID, and organizers see it."""
    house.mail.set("hold_after")
    addresses = house.owe(1)
    until(lambda: house.mail.held, "the server has the mail")
    house.kill_worker()
    house.mail.set("take")
    addresses += house.owe(3)
    house.told(hours=1)
    house.sweep()
    house.wait_until_sent("after the worker was killed")
    assert [house.mail.times[address] for address in addresses] == [2, 1, 1, 1]
    copies = {message_id for address, message_id in house.mail.taken if address == addresses[0]}
    message = message_to(house, addresses[0])
    assert copies == {message["message_id"]}
    assert (message["attempts"], message["doubtful_tries"]) == (2, 1)
    assert message_to(house, addresses[1])["doubtful_tries"] == 0


@pytest.mark.parametrize("mode", ["busy", "hang", "drop"])
def test_a_mail_server_that_is_not_well(house: House, mode: str) -> None:
    """Busy: 4xx. Hang: it says nothing after DATA. Drop: it takes the mail and hangs up without a word."""
    house.mail.set(mode)
    [address] = house.owe(1)
    tried = until(lambda: (one := message_to(house, address))["last_error"] and one, "it was tried")
    assert tried["state"] in {"queued", "sending"}
    house.mail.set("take")
    house.told(hours=2)
    house.sweep()
    house.wait_until_sent(mode)
    assert house.mail.times[address] == (2 if mode == "drop" else 1)
    assert (message_to(house, address)["doubtful_tries"] > 0) == (mode != "busy")


def test_work_that_its_worker_did_not_end_is_taken_up_again(house: House, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    assert house.ask(f"/faults/ask/?gate={gate}")[0] == 200
    until(lambda: house.told()["jobs"][-1]["state"] == "running", "the work has begun")
    house.kill_worker()
    gate.touch()
    house.told(hours=1)
    house.sweep()
    done = until(lambda: (job := house.told()["jobs"][-1])["state"] == "done" and job, "the work is done")
    assert (done["result"], done["error"]) == ({"sum": 499_500}, "")
    assert done["attempts"] == 2


def test_a_worker_killed_in_the_middle_of_a_bulk_mail(house: House) -> None:
    """With some parts owed, one mail in hand and others not yet: nobody gets it twice, nobody is forgotten."""
    stop = house.site.folder / "stop"
    stop.touch()
    house.mail.set("hold_before")
    assert house.ask("/faults/write/60/")[1] == '{"to": 60}'
    until(lambda: house.mail.held and house.told()["jobs"][-1]["state"] == "running", "it is in the middle")
    owed = len([one for one in house.told()["messages"] if one["key"].startswith("bulk.mail")])
    assert 0 < owed < 60
    house.kill_worker()
    stop.unlink()
    house.mail.set("take")
    house.told(hours=1)
    house.sweep()
    until(lambda: house.told()["jobs"][-1]["state"] == "done", "its work is done")
    house.wait_until_sent("after the worker was killed")
    assert [house.mail.times[f"b{n}@example.org"] for n in range(60)] == [1] * 60
    house.sweep()
    until(lambda: house.told()["bulk"][-1] == "sent", "it is over")


def test_a_broker_that_is_gone_or_says_nothing_fails_no_page(house: House) -> None:
    """Mail owed meanwhile goes out when it is back, by the sweep: the nudge was lost. It prints how long pages take."""
    began = len(house.mail.taken)
    broker = broker_process(house)
    broker.send_signal(signal.SIGSTOP)  # it takes connections and says nothing, which is worse than to be gone
    try:
        show_pages(house, "broker silent")
        addresses = house.owe(2)
    finally:
        broker.send_signal(signal.SIGCONT)
    if house.broker:
        house.broker.stop()
        show_pages(house, "broker gone")
        addresses += house.owe(2)
        house.broker.start()
    house.wait_until_sent("after the broker came back")
    assert [house.mail.times[address] for address in addresses] == [1] * len(addresses)
    assert len(house.mail.taken) == began + len(addresses)
    until(lambda: house.ask("/readyz")[0] == 200, "all parts are well again")


def show_pages(house: House, how: str) -> None:
    for path in house.paths:
        began = time.monotonic()
        status, _text = house.ask(path)
        print(f"{how}: {path} {status} in {time.monotonic() - began:.2f} s")
        assert status == (404 if "wrong" in path else 200), path


def broker_process(house: House) -> psutil.Process:
    if house.broker and house.broker.process:
        return psutil.Process(house.broker.process.pid)
    assert house.site.process
    children = psutil.Process(house.site.process.pid).children()
    return next(child for child in children if any(name in child.name() for name in ("valkey", "redis")))


def test_a_database_that_was_stopped_while_a_mail_was_under_way(house: House) -> None:
    """On servers: stopped after the mail server took the mail, it is back before the worker gives up noting it.

    Once as its operator stops it, and once at once, as when its machine fails: it recovers from its log. Embedded there
    is nothing to stop: SQLite is a file.
    """
    addresses = []
    for stop in (house.postgres.stop, house.break_postgres) if house.postgres else ():
        house.mail.set("hold_after")
        addresses += house.owe(1)
        until(lambda: house.mail.held, "the server has the mail")
        stop()
        house.mail.set("take")
        assert house.ask("/healthz")[0] == 503
        house.start_postgres()
        until(lambda: house.ask("/healthz")[0] == 200, "the site recovers by itself")
    for path in house.paths * 4:  # no connection of the pool is left that is dead
        assert house.ask(path)[0] in {200, 404}
    addresses += house.owe(2)
    house.wait_until_sent("after the database came back")
    assert [house.mail.times[address] for address in addresses] == [1] * len(addresses)


def test_nothing_was_kept_that_opens_a_door(house: House) -> None:
    addresses = house.owe(1)
    house.wait_until_sent("a letter")
    text = message_to(house, addresses[0])["text"]
    assert "[private link]" in text
    assert "/l/" not in text


def test_an_address_that_the_mail_server_refuses_is_not_tried_again(house: House) -> None:
    """5xx to RCPT: that mail has failed, in the server's words. Last of all: it leaves something that was not sent."""
    house.mail.set("refuse")
    [refused] = house.owe(1)
    failed = until(lambda: (one := message_to(house, refused))["state"] == "failed" and one, "it has failed")
    assert "no such mailbox" in failed["last_error"]
    house.mail.set("take")
    house.told(hours=2)
    house.sweep()
    [other] = house.owe(1)
    until(lambda: message_to(house, other)["state"] == "sent", "the others go out")
    assert (message_to(house, refused)["attempts"], house.mail.times[refused]) == (1, 0)
