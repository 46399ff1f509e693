"""A backup brings back every row and every file, on both databases; what does not fit is refused with a sentence."""

import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.harness.site import Site

MAKE = """
from accounts.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import storages
User.objects.create_user("olga@example.org", name="Olga Ñandú")
storages["private"].save("plans/7/plan.pdf", ContentFile(b"%PDF the plan"))
"""
LOSE = """
from accounts.models import User
from django.core.files.storage import storages
User.objects.filter(email="olga@example.org").delete()
User.objects.create_user("late@example.org", name="Late")
storages["private"].delete("plans/7/plan.pdf")
"""
SHOW = """
import json
from accounts.models import User
from django.core.files.storage import storages
new = User.objects.create_user("next@example.org", name="Next")
kept = storages["private"]
print(json.dumps({
    "users": sorted(User.objects.values_list("name", flat=True)),
    "file": kept.open("plans/7/plan.pdf").read().decode() if kept.exists("plans/7/plan.pdf") else None,
}))
"""


@contextmanager
def database_for() -> Iterator[dict[str, str]]:
    """The settings of an empty database of the kind that this run is on."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield {}
        return
    import psycopg

    name = f"accord_backup_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        admin.execute(f"CREATE DATABASE {name}".encode())
        server, mark, query = url.partition("?")
        try:
            yield {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}{mark}{query}"}
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.slow
@pytest.mark.race
def test_everything_comes_back(tmp_path: Path) -> None:
    with database_for() as extra:
        site = Site(folder=tmp_path / "data", demo=False, extra=extra)
        site.folder.mkdir()
        backup = tmp_path / "kept.tar.gz"
        site.manage("migrate", "-v0")
        site.python(MAKE)
        assert "1 private files" in site.manage("backup", str(backup))
        assert backup.stat().st_mode & 0o777 == 0o600
        site.python(LOSE)
        with pytest.raises(AssertionError, match="add --replace"):
            site.manage("restore", str(backup))
        assert "1 private files" in site.manage("restore", str(backup), "--replace")
        assert json.loads(site.python(SHOW)) == {"users": ["Next", "Olga Ñandú"], "file": "%PDF the plan"}


@pytest.mark.django_db
def test_a_backup_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    fitting = {"format": 1, "engine": connection.vendor, "tables": [], "migrations": []}
    for changed, words in (
        ({"format": 9}, "format 9"),
        ({"engine": "oracle"}, "one of oracle"),
        ({"migrations": [["accounts", "9999_from_the_future"]]}, "a later Accord"),
    ):
        manifest = tmp_path / "manifest.json"
        manifest.write_text(json.dumps({**fitting, **changed}), encoding="utf-8")
        path = tmp_path / "backup.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            archive.add(manifest, arcname="manifest.json")
        with pytest.raises(CommandError, match=words):
            call_command("restore", path)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "nowhere.tar.gz")
