"""`make run`: up, whole, and gone without a trace; what stands in the way gets a sentence."""

import json
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config import run
from config.ports import free_port
from tests.harness.site import Site
from tests.harness.waiting import PATIENCE, until

pytestmark = [pytest.mark.slow, pytest.mark.network]
PARTS = ("gunicorn", "worker.app worker", "worker.app beat", "config.mail_sink", "valkey-server")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(folder=tmp_path_factory.mktemp("run")).start()
    yield made
    made.stop()


def parts_of(site: Site) -> dict[str, psutil.Process]:
    """The children of the site's one process, by the part that they are."""
    assert site.process
    children = [c for c in psutil.Process(site.process.pid).children() if c.status() != psutil.STATUS_ZOMBIE]
    lines = {child: " ".join(child.cmdline()) for child in children}
    return {part: child for part in PARTS for child, line in lines.items() if part in line}


def ready(site: Site) -> dict[str, str]:
    """What /readyz says."""
    try:
        with urllib.request.urlopen(f"{site.url}/readyz", timeout=60) as response:
            return dict(json.load(response))
    except urllib.error.HTTPError as refused:
        return dict(json.load(refused))


def wait_until_ready(site: Site) -> dict[str, str]:
    """What /readyz says when all is well."""
    return dict(until(lambda: (told := ready(site))["ok"] and told, "all parts are well"))


def wait_until_said(site: Site, words: str) -> str:
    """All that was said, once the words are among it."""
    return str(until(lambda: words in (said := site.said) and said, words))


def start_again(**changed: str) -> "subprocess.CompletedProcess[str]":
    """Try to start a second one, to its end."""
    import sys

    return subprocess.run(
        [sys.executable, "-m", "config.run"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "", **changed},
        capture_output=True, text=True, timeout=300, check=False,
    )


def test_all_parts_are_up_and_say_so(site: Site) -> None:
    assert wait_until_ready(site) == dict.fromkeys(("database", "broker", "worker", "beat"), "ok") | {"ok": True}
    assert set(parts_of(site)) == set(PARTS)
    said = wait_until_said(site, "Stop with Ctrl-C")  # the last line: a quick machine is ready before it is written
    assert f"Accord is up: {site.url}\n" in said
    assert f"start here   {site.url}/demo/" in said
    assert said.index("/demo/") < said.index("/organize/"), "It says first where to start."


def test_a_part_that_is_killed_comes_back(site: Site) -> None:
    wait_until_ready(site)
    for part in ("worker.app worker", "gunicorn"):
        killed = parts_of(site)[part]
        killed.kill()
        until(lambda: parts_of(site).get(part, killed).pid != killed.pid, f"another {part}")  # noqa: B023
    until(site.answers, "the site answers")
    assert "The web server was ended by signal 9. Starting it again." in site.said


def test_the_same_data_are_not_run_twice(site: Site) -> None:
    done = start_again(ACCORD_DATA=str(site.folder), PORT="1")
    assert done.returncode == 1
    assert "Accord already runs on the data in" in done.stderr


def test_a_taken_port_gets_a_sentence(site: Site, tmp_path: Path) -> None:
    done = start_again(ACCORD_DATA=str(tmp_path), PORT=str(site.port))
    assert (done.returncode, done.stderr.strip()) == (
        1, f"Port {site.port} is taken. Stop what listens there, or choose another: PORT={site.port + 1} make run",
    )


def test_a_database_that_is_away_gets_a_sentence(tmp_path: Path) -> None:
    port = str(free_port())
    done = start_again(
        ACCORD_DATA=str(tmp_path), PORT=port, ACCORD_DEMO="0", DATABASE_POOL="0",
        DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing",
    )
    assert done.returncode == 1
    assert "The database does not work: " in done.stderr
    assert "Look at DATABASE_URL" in done.stderr


def test_a_missing_setting_gets_a_sentence(tmp_path: Path) -> None:
    done = start_again(ACCORD_DATA=str(tmp_path), ACCORD_ENV="production", SECRET_KEY="")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("SECRET_KEY is not set. Make one with: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_it_ends(how: signal.Signals, tmp_path: Path) -> None:
    site = Site(folder=tmp_path).start()
    assert site.process
    family = [psutil.Process(site.process.pid), *psutil.Process(site.process.pid).children(recursive=True)]
    assert len(family) >= 6
    site.process.send_signal(how)
    site.process.wait(PATIENCE)
    _gone, left = psutil.wait_procs(family, timeout=PATIENCE)
    assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []
    if how is not signal.SIGKILL:
        assert site.process.returncode == 0, site.said


def test_the_demonstration_does_not_deafen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sets its certificates takes Ctrl-C for itself, and would leave the children without their parent."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    heard = []

    def wait(_family: run.Family, _port: int, _stop: threading.Event) -> bool:
        heard.append(signal.getsignal(signal.SIGINT))
        return False

    monkeypatch.setattr(run, "start_servers", lambda *_: None)
    monkeypatch.setattr(run, "prepare_database", lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    monkeypatch.setattr(run, "start_house", lambda *_: None)
    monkeypatch.setattr(run, "wait_for_web", wait)
    monkeypatch.setenv("PORT", str(free_port()))
    try:
        run.keep_house(run.Family(run.say), Path(), threading.Event())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert callable(heard[0])
    assert heard[0] is not signal.default_int_handler


def test_a_later_start_keeps_the_data(tmp_path: Path) -> None:
    site = Site(folder=tmp_path).start()
    site.python("from accounts.models import User; User.objects.create_user('kept@example.org', name='Kept')")
    site.stop()
    site.start()
    shown = site.python("from accounts.models import User; print(User.objects.filter(name='Kept').count())")
    site.stop()
    assert shown.strip().splitlines()[-1] == "1"
