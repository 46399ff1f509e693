"""A whole site on real servers that a test stops and starts, and a mail server that does as it is told."""

import asyncio
import json
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from config.ports import free_port
from tests.harness.site import Site
from tests.harness.valkey import program
from tests.harness.waiting import PATIENCE, until


class MailServer:
    """Takes mail, or does what `mode` says: hold_before, hold_after, busy, refuse, drop, hang. Holds till `let_go`."""

    def __init__(self) -> None:
        self.mode, self.held, self.let_go = "take", 0, True
        self.taken: list[tuple[str, str]] = []  # (address, Message-ID)
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), ready_timeout=60)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mode in {"busy", "refuse"}:
            return "451 4.3.0 try later" if self.mode == "busy" else "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        mode = self.mode
        if mode in {"hold_before", "hang"}:
            await self.hold()
            return "451 4.3.0 held"  # to nobody: who asked is dead, or has hung up
        self.taken.append((envelope.rcpt_tos[0], str(message_from_bytes(envelope.content)["Message-ID"])))
        if mode == "hold_after":
            await self.hold()
        if mode == "drop":
            server.transport.abort()  # type: ignore[union-attr]
        return "250 OK"

    async def hold(self) -> None:
        self.held += 1
        while not self.let_go:
            await asyncio.sleep(0.05)

    def set(self, mode: str) -> None:
        """Do this from now on; what is held is let go when the mode is "take"."""
        self.mode, self.let_go, self.held = mode, mode == "take", 0

    @property
    def times(self) -> Counter[str]:
        """How often each address got a mail."""
        return Counter(address for address, _id in self.taken)


class Broker:
    """A Valkey of the test's own, at one address for good."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([program(), *options], stdout=subprocess.DEVNULL)
        until(self.answers, "Valkey answers")

    def stop(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait(60)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@dataclass
class House:
    """The site, its mail server, and what a test sees of them. `broker` and `postgres` only on servers of one's own."""

    site: Site
    mail: MailServer
    broker: Broker | None = None
    postgres: Any = None
    paths: tuple[str, ...] = ("/", "/healthz", "/accounts/login/", "/l/new/", "/l/wrong-token/")

    def ask(self, path: str, *, timeout: float = PATIENCE) -> tuple[int, str]:
        """What the site answers; 0 when it does not."""
        try:
            with urllib.request.urlopen(f"{self.site.url}{path}", timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def told(self, hours: int = 0) -> dict[str, Any]:
        """Messages and jobs; the past further back by so many hours."""
        status, text = self.ask(f"/faults/told/?hours={hours}")
        assert status == 200, text[:2000] or "The site did not answer."
        return dict(json.loads(text))

    def owe(self, many: int) -> list[str]:
        """Owe so many letters; their addresses."""
        before = len(self.told()["messages"])
        assert json.loads(self.ask(f"/faults/owe/{many}/")[1]) == {"owed": many}
        return [f"a{n}@example.org" for n in range(before, before + many)]

    def states(self) -> Counter[str]:
        return Counter(message["state"] for message in self.told()["messages"])

    def wait_until_sent(self, what: str) -> None:
        until(lambda: set(self.states()) <= {"sent"}, f"{what}: all is sent; {self.states()}")

    def sweep(self) -> None:
        """Have the sweeps run now, as beat does every minute."""
        from tests.harness.valkey import named_as_broker
        from worker.nudge import publish

        url = self.broker.url if self.broker else (self.site.folder / "broker").read_text()
        with named_as_broker(url):
            for task in ("mail.sweep", "jobs.sweep", "mail.deliver_due", "registration.settle_bulk_mail"):
                assert publish(task)

    def kill_worker(self) -> None:
        """Kill it and all that it has started with -9; the site starts another."""
        assert self.site.process
        children = psutil.Process(self.site.process.pid).children()
        worker = next(child for child in children if {"celery", "worker"} <= set(child.cmdline()))
        family = [worker, *worker.children(recursive=True)]
        for process in family:
            process.kill()
        _gone, left = psutil.wait_procs(family, timeout=PATIENCE)
        assert not left

    def break_postgres(self) -> None:
        """Stop it at once: no transaction ends, nothing is written out."""
        pid = int((Path(self.postgres.pgdata) / "postmaster.pid").read_text().split()[0])
        process = psutil.Process(pid)
        process.send_signal(signal.SIGQUIT)
        process.wait(30)

    def start_postgres(self) -> None:
        """Start it at its old address, however long it takes to recover."""

        def is_up() -> bool:
            try:
                self.postgres.ensure_postgres_running()
            except (subprocess.SubprocessError, AssertionError):
                return False
            return True

        until(is_up, "PostgreSQL is back")

    def end(self) -> None:
        self.mail.set("take")
        self.site.stop()
        self.mail.controller.stop()
        if self.broker and self.broker.process:
            self.broker.stop()
        if self.postgres:
            self.postgres.stop()
        shutil.rmtree(self.site.folder, ignore_errors=True)


def build(folder: Path, *, on_servers: bool) -> House:
    """Start a house: on PostgreSQL and Valkey, or as `make run` without any settings."""
    mail = MailServer()
    mail.controller.start()
    extra = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings", "LOG_LEVEL": "WARNING", "WEB_PROCESSES": "1",
        "MAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",  # that of the test run keeps all in memory
        "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail.controller.port),
    }  # fmt: skip
    broker = postgres = None
    if on_servers:
        from tests.harness.postgres import TUNING_KILLED, launch

        broker, postgres = Broker(folder), launch(TUNING_KILLED)
        broker.start()
        extra |= {"DATABASE_URL": str(postgres.get_uri()), "REDIS_URL": broker.url}
    site = Site(folder=folder, demo=False, extra=extra)
    house = House(site=site, mail=mail, broker=broker, postgres=postgres)
    try:
        site.start()
    except BaseException:
        house.end()
        raise
    return house
