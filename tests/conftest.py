"""The harness: no sockets in unit tests, real servers where a test is about them, and a spoken summary at the end.

Markers: `queue` (real Valkey), `race` (real threads or processes on a committed database), `browser` (Chromium),
`network` (the loopback is open), `slow`, `one_database`.
Fixtures: valkey, site_maker, live_site, live_demo, browser, page.
"""

import shutil
import socket
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from tests.harness import migrated
from tests.harness import valkey as valkey_server
from tests.harness.site import Site
from tests.harness.waiting import PATIENCE

pytest_plugins = ["tests.harness.flush"]

OPEN = {"queue", "race", "browser", "network"}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in CHROMIUMS if (found := shutil.which(name))), "")
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]

hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that touch the database or the queue")


LONGEST = (
    "walk/", "faults/test_real", "house/test_run", "registration/test_histories", "rehearsal/", "house/test_backups",
)  # fmt: skip


def turn(item: pytest.Item) -> int:
    """Which come first: the files of LONGEST in their order, tests in a browser, all others."""
    name = item.nodeid.removeprefix("tests/")
    mine = (number for number, begins in enumerate(LONGEST) if name.startswith(begins))
    return next(mine, len(LONGEST) if item.get_closest_marker("browser") else len(LONGEST) + 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no Chromium; leave out what a second database cannot change.

    Those that take longest begin first, so that no worker has one left when the others are done.
    """
    items.sort(key=turn)
    if not CHROMIUM:
        spoken = pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(spoken)
    if config.getoption("--only-database"):
        kept = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def touches_database(item: pytest.Item) -> bool:
    """Whether the test may tell one database from another; browser tests and `one_database` run once, on the first."""
    if any(item.get_closest_marker(name) for name in ("browser", "one_database")):
        return False
    names = {"db", "transactional_db", "django_db_setup"}
    return bool(
        names & set(getattr(item, "fixturenames", ()))
        or any(item.get_closest_marker(name) for name in ("django_db", "race", "queue"))
    )


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether a migrated database is there already: on SQLite, from an earlier run with the same migrations."""
    from django.db import connection

    return connection.vendor == "sqlite" and migrated.bring(Path(connection.creation._get_test_db_name()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> None:
    """The database of this run; the first one with these migrations is kept for the next."""
    from django.db import connection

    if connection.vendor == "sqlite" and not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            migrated.keep(connection.connection)


@pytest.fixture(autouse=True)
def no_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit test opens no connection; a marked one reaches this machine alone."""
    may_loopback = any(request.node.get_closest_marker(name) for name in OPEN)
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == getattr(socket, "AF_UNIX", None) or str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        if may_loopback and local:
            return connect(self, address)
        raise AssertionError(f"This test opened a connection to {address}. Mark it queue, race, browser or network.")

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request of the test client leaves its language behind; the next test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Tests number their rows alike: what a process keeps of one test's pages would answer in the next."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def patient_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round of mail ends when its work does, however slow the machine is; a test of its end sets its own time."""
    monkeypatch.setattr("mail.domain.delivery.LONGEST_ROUND", 600.0)


@pytest.fixture
def in_season() -> Iterator[None]:
    """The clock of February 2027, which runs: what pages and workers do for the convening of May, whatever today is."""
    with time_machine.travel(datetime(2027, 2, 15, 14, tzinfo=UTC)):
        yield


@pytest.fixture
def demo_mode(settings: Any) -> None:
    """The house as a demonstration (its demo/ addresses are there only when it was started as one)."""
    settings.ACCORD_DEMO = True


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Valkey or Redis server."""
    with valkey_server.running(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def valkey(valkey_url: str, settings: Any) -> Iterator[str]:
    """An empty Valkey that settings.REDIS_URL and Celery's broker name."""
    import redis

    settings.REDIS_URL = valkey_url
    settings.CACHES = {
        "default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": valkey_url, "KEY_PREFIX": "accord"}
    }
    with redis.Redis.from_url(valkey_url) as client:
        client.flushall()
    with valkey_server.named_as_broker(valkey_url):
        yield valkey_url


@pytest.fixture(scope="session")
def site_maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Starts sites in processes of their own, stopped at the end: site_maker(demo=True, load=False, parts="web")."""
    sites: list[Site] = []

    def make(**options: Any) -> Site:
        site = Site(folder=tmp_path_factory.mktemp("site"), **options)
        sites.append(site)
        return site.start()

    yield make
    for site in sites:
        site.stop()


@pytest.fixture(scope="session")
def live_site(site_maker: Callable[..., Site]) -> Site:
    """A site with an empty database: web process and mail sink, no worker."""
    return site_maker(parts="web")


@pytest.fixture(scope="session")
def live_demo(site_maker: Callable[..., Site]) -> Site:
    """The whole site with the demo convening, as `make run` starts it."""
    return site_maker(load=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright, whose event loop ends with the module: Django refuses the database beside one."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page in a context of its own; an error in the browser's console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE * 1000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: faults.append(message.text)
        if message.type == "error" and "Failed to load resource" not in message.text
        else None,
    )
    opened.faults = faults
    yield opened
    context.close()
    assert not faults, f"The browser's console has errors: {faults}"


def database_name() -> str:
    """The database that the run was on, with its version."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return f"SQLite {sqlite3.sqlite_version}"
    import psycopg

    try:
        with psycopg.connect(__import__("os").environ["DATABASE_URL"]) as connection:
            row = connection.execute("SHOW server_version").fetchone()
    except psycopg.Error:
        return "PostgreSQL"
    return f"PostgreSQL {row[0] if row else ''}"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what the run was on, and what was skipped and why."""
    if config.getoption("collectonly"):
        return
    write = terminalreporter.write_line
    python = ".".join(map(str, sys.version_info[:3]))
    terminalreporter.section("what this ran on")
    write(f"Python {python}, Django {django.__version__}, {database_name()}")
    write(f"Queue: {Path(valkey_server.program()).name} where a test is about it")
    write(f"Browser: {CHROMIUM or 'none found, so no test in a browser'}")
    skipped = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, times in skipped.items():
        write(f"Skipped {times}: {reason}")
    if not skipped:
        write("Skipped: nothing")
