"""A migrated SQLite database, kept from one run of the tests to the next while no migration changes.

To run all migrations takes a test run longer than most files of tests do.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
PREFIX = f"accord-migrated-{os.getuid()}-"


def kept_at() -> Path:
    """Where the database of these migrations is kept, or would be: named by all that they are made of."""
    made_of = hashlib.sha256(django.__version__.encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        made_of.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"{PREFIX}{made_of.hexdigest()[:24]}.sqlite3"


def bring(database: Path) -> bool:
    """Put the kept one in its place; whether there is one, and it is ours."""
    kept = kept_at()
    if not kept.is_file() or kept.is_symlink() or kept.stat().st_uid != os.getuid():
        return False
    shutil.copyfile(kept, database)
    return True


def keep(connection: sqlite3.Connection) -> None:
    """Keep this one in the folder of temporary files, whole or not at all, for several runs may do so at once."""
    kept = kept_at()
    making = kept.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(making) as copy:
        connection.backup(copy)
    copy.close()
    making.replace(kept)
