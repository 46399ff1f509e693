"""All data in one file, and back: the database and the private files.

A backup is a .tar.gz of manifest.json, the database (a copy of the file on SQLite, one file of COPY text per table on
PostgreSQL) and files/. It goes back onto the engine that it came from, and onto this version of Accord or a later one.
"""

import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
CHUNK = 1 << 20


class Unusable(Exception):
    """The backup does not fit, or the place it should go to is taken."""


@dataclass(frozen=True)
class Report:
    """What went into a backup, or came out of it."""

    path: Path
    tables: int
    files: int


def names_of(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files in the storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for name in folders:
        yield from names_of(storage, f"{folder}/{name}".lstrip("/"))


def back_up(*, path: Path, at: datetime) -> Report:
    """Write a backup to `path`, readable by its owner alone; complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    with TemporaryDirectory(dir=path.parent) as folder:
        work = Path(folder)
        tables = dump_postgres(work) if connection.vendor == "postgresql" else dump_sqlite(work)
        manifest = {
            "format": FORMAT,
            "engine": connection.vendor,
            "at": at.isoformat(),
            "tables": tables,
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        }
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        files = copy_files(work / "files")
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, mode="w:gz", compresslevel=3) as archive:
            archive.add(work, arcname=".")
    unfinished.rename(path)
    return Report(path, len(tables), files)


def copy_files(folder: Path) -> int:
    """Copy the private files into the folder; returns how many."""
    count = 0
    for name in names_of(storages["private"]):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with storages["private"].open(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
        count += 1
    return count


def dump_sqlite(folder: Path) -> list[str]:
    """A copy of the database as it is at one instant, while others go on writing."""
    connection.ensure_connection()
    with sqlite3.connect(folder / "database.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return connection.introspection.table_names()


def dump_postgres(folder: Path) -> list[str]:
    """Every table as it is at one instant."""
    (folder / "tables").mkdir()
    tables = connection.introspection.table_names()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in tables:
            columns = ", ".join(quoted(column) for column in columns_of(table))
            copy = f"COPY (SELECT {columns} FROM {quoted(table)}) TO STDOUT"  # noqa: S608
            with (folder / "tables" / table).open("wb") as file, cursor.cursor.copy(copy) as rows:
                file.write(f"{columns}\n".encode())
                for row in rows:
                    file.write(bytes(row))
    return tables


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def columns_of(table: str) -> list[str]:
    """The columns that a row may be written with: those that the database computes are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def put_back(*, path: Path, replace: bool = False) -> Report:
    """Put a backup back; a place that holds data is refused, or emptied when `replace` says so."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(work, filter="data")
        manifest = json.loads((work / "manifest.json").read_text(encoding="utf-8"))
        check_fits(manifest)
        if holds_data() and not replace:
            raise Unusable("The database holds data. To lose them for those of the backup, add --replace.")
        load = load_postgres if connection.vendor == "postgresql" else load_sqlite
        load(work, manifest)
        call_command("migrate", verbosity=0, interactive=False)
        return Report(path, len(manifest["tables"]), put_files_back(work / "files"))


def check_fits(manifest: dict[str, Any]) -> None:
    """Refuse a backup of another engine, of another form, or of a later Accord."""
    if manifest["format"] != FORMAT:
        raise Unusable(f"The backup has format {manifest['format']}; this Accord reads {FORMAT}.")
    if manifest["engine"] != connection.vendor:
        raise Unusable(f"The backup is one of {manifest['engine']}, and the database here is {connection.vendor}.")
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    if later := [step for step in manifest["migrations"] if tuple(step) not in known]:
        raise Unusable(f"The backup is of a later Accord: this one does not know {later[0][0]} {later[0][1]}.")


def holds_data() -> bool:
    """Whether somebody has used this database: an account or a convening is there."""
    tables = set(connection.introspection.table_names()) & {"accounts_user", "convenings_convening"}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return True
    return False


def load_sqlite(folder: Path, manifest: dict[str, Any]) -> None:
    """Copy the database back over the one that is open."""
    connection.ensure_connection()
    with sqlite3.connect(folder / "database.sqlite3") as copy:
        copy.backup(connection.connection)
    copy.close()
    connection.close()


def load_postgres(folder: Path, manifest: dict[str, Any]) -> None:
    """Make the tables as they were at the time of the backup, then fill them, in one transaction."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {quoted(table)} CASCADE")
    executor = MigrationExecutor(connection)
    graph, wanted = executor.loader.graph, {tuple(step) for step in manifest["migrations"]}
    leaves = [step for step in wanted if not wanted & {child.key for child in graph.node_map[step].children}]
    executor.migrate(leaves)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = manifest["tables"]
        cursor.execute(f"TRUNCATE {', '.join(map(quoted, tables))} CASCADE")
        for table in tables:
            with (folder / "tables" / table).open("rb") as file:
                columns = file.readline().decode().strip()
                with cursor.cursor.copy(f"COPY {quoted(table)} ({columns}) FROM STDIN") as rows:
                    while chunk := file.read(CHUNK):
                        rows.write(chunk)
            go_on_counting(cursor, table)


def go_on_counting(cursor: Any, table: str) -> None:
    """Let the next row's number follow the last one's."""
    for sequence in connection.introspection.get_sequences(cursor, table):
        column = sequence["column"]
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({quoted(column)}), 0) + 1, false)"  # noqa: S608
            f" FROM {quoted(table)}",
            [quoted(table), column],
        )


def put_files_back(folder: Path) -> int:
    """Copy the files of the backup into the private storage, over those of the same name; returns how many."""
    storage, count = storages["private"], 0
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = source.relative_to(folder).as_posix()
        if storage.exists(name):
            storage.delete(name)
        with source.open("rb") as file:
            storage.save(name, File(file))
        count += 1
    return count
