"""Settings fail loudly in production, with a sentence that says how to mend it; and `check --deploy` finds nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env, secret

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ACCORD_ENV": "production",
    "SECRET_KEY": "k" * 20 + "0123456789" + "abcdefghijklmnopqrstuvwxyz",
    "ACCORD_URL": "https://accord.example.org",
    "DATABASE_URL": "postgres://accord:secret@db.example.org/accord",
    "REDIS_URL": "redis://queue.example.org:6379/0",
    "MAIL_FROM": "Accord <desk@example.org>",
}


def check_deploy(data: Path, **changed: str) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in {**PRODUCTION, **changed}.items() if value}
    environment = {"PATH": os.environ["PATH"], "ACCORD_DATA": str(data), **own}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )


def test_a_deployment_has_no_faults(tmp_path: Path) -> None:
    done = check_deploy(tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ACCORD_URL", "DATABASE_URL", "REDIS_URL", "MAIL_FROM"])
def test_what_production_needs_is_asked_for_by_name(name: str, tmp_path: Path) -> None:
    done = check_deploy(tmp_path, **{name: ""})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"{name} is not set. " in last
    assert ".env.example" in last


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ACCORD_ENV": "staging"}, "Write local or production."),
        ({"ACCORD_DEBUG": "1"}, "it shows code to visitors"),
        ({"ACCORD_DEMO": "1"}, "everybody knows its passwords"),
        ({"ACCORD_URL": "http://accord.example.org"}, "begins with https://"),
        ({"LOG_FORM": "xml"}, "Write json or text."),
    ],
)
def test_a_wrong_value_says_what_to_write(changed: dict[str, str], words: str, tmp_path: Path) -> None:
    assert words in check_deploy(tmp_path, **changed).stderr


def test_every_setting_is_explained() -> None:
    import re

    sources = [*(ROOT / "config").glob("*.py"), *(ROOT / "worker").glob("*.py")]
    pattern = re.compile(r"env\.(?:text|required|flag|number|words|networks|folder)\(\s*\"([A-Z_]+)\"")
    read = {name for source in sources for name in pattern.findall(source.read_text(encoding="utf-8"))}
    explained = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read - explained == set()


def test_the_address_of_ones_own_machine_is_a_name(tmp_path: Path) -> None:
    """A browser makes no passkey for a host that is a number."""
    environment = {"PATH": os.environ["PATH"], "ACCORD_DATA": str(tmp_path), "PORT": "8123"}
    done = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(settings.ACCORD_URL)"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )
    assert done.stdout.strip() == "http://localhost:8123", done.stderr


def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, meant in {"1": True, "yes": True, "0": False, "": False, "Off": False}.items():
        monkeypatch.setenv("X", value)
        assert env.flag("X", default=True) is meant
    monkeypatch.setenv("X", "maybe")
    with pytest.raises(ImproperlyConfigured, match="Write 1 for yes or 0 for no"):
        env.flag("X", default=True)


def test_a_number_and_a_network_say_what_they_want(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "many")
    with pytest.raises(ImproperlyConfigured, match="Write a whole number, such as 8"):
        env.number("X", default=8)
    with pytest.raises(ImproperlyConfigured, match=r"Write networks such as 10\.0\.0\.0/8"):
        env.networks("X")
    monkeypatch.setenv("X", "10.1.2.3, fd00::/8")
    assert [str(network) for network in env.networks("X")] == ["10.1.2.3/32", "fd00::/8"]


def test_a_dotenv_file_gives_way_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# a remark\nFIRST='one two'\nSECOND=2\n", encoding="utf-8")
    monkeypatch.setenv("SECOND", "mine")
    monkeypatch.setenv("FIRST", "")
    monkeypatch.delenv("FIRST")
    env.load_file(file)
    assert (os.environ["FIRST"], os.environ["SECOND"]) == ("one two", "mine")


def test_a_key_of_ones_own_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    key = secret.kept_in(path)
    assert len(key) > 50
    assert secret.kept_in(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
