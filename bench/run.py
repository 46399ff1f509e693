"""Runs the benchmarks on real servers: gunicorn, a Celery worker, Valkey, and PostgreSQL (BENCH_DB=sqlite: SQLite).

`make bench` prints a table and writes bench/latest.json; `python -m bench.run portal` runs those with the word.
CPU is that of all server processes together, database included; the client's is not counted.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

LATEST = Path(__file__).parent / "latest.json"
COLUMNS = ("statements", "cpu_ms", "web_ms", "database_ms", "worker_ms", "p50_ms", "p95_ms", "calls")


def start_database() -> str:
    """The address of the database to measure on, empty for SQLite."""
    if os.environ.get("BENCH_DB") == "sqlite":
        return ""
    if url := os.environ.get("DATABASE_URL"):
        return url
    from tests.harness import postgres

    return postgres.start(tuning={"max_connections": "400", "shared_buffers": "'256MB'"})


def roots(url: str, site: Any) -> dict[str, list[int]]:
    """The processes that all server processes descend from, by part. The mail sink stands for the world outside."""
    import psutil

    found: dict[str, list[int]] = {"web": [], "database": [], "broker": [], "worker": []}
    marks = {"gunicorn": "web", "celery": "worker", "valkey": "broker", "redis-server": "broker"}
    for child in psutil.Process(site.process.pid).children():
        line = " ".join(child.cmdline())
        part = next((part for mark, part in marks.items() if mark in line), "")
        if part:
            found[part].append(child.pid)
    if url:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            postmaster = psutil.Process(cursor.fetchone()[0]).parent()
            found["database"] += [postmaster.pid] if postmaster else []
    return found


def table(results: dict[str, dict[str, float]]) -> str:
    """The figures for a person to read."""
    lines = [f"{'':<26}" + "".join(f"{column:>12}" for column in COLUMNS)]
    for name, row in results.items():
        lines.append(f"{name:<26}" + "".join(f"{row.get(column, 0):>12g}" for column in COLUMNS))
    return "\n".join(lines)


def main(words: list[str]) -> None:
    """Start the servers, run the benchmarks, stop the servers."""
    from tests.harness.site import Site

    url = start_database()
    folder = Path(tempfile.mkdtemp(prefix="accord-bench-"))
    extra = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": url, "LOG_LEVEL": "WARNING"}
    site = Site(folder=folder, demo=True, extra=extra)
    os.environ.update(site.environment)
    try:
        site.start()
        os.environ["DATABASE_POOL"] = "0"
        os.environ["REDIS_URL"] = broker_of(folder)
        import django

        django.setup()
        from bench.benches import BENCHES
        from bench.measuring import Family
        from bench.stage import Stage

        stage = Stage(port=site.port, family=Family(roots(url, site))).set()
        chosen = {name: run for name, run in BENCHES.items() if not words or any(word in name for word in words)}
        results = {}
        for name, run in chosen.items():
            results[name] = run(stage)
            print(f"… {name}: {results[name]}", file=sys.stderr, flush=True)
        print(table(results))
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {'PostgreSQL' if url else 'SQLite'}"
        print(f"on {machine}; CPU of all server processes; a web worker holds {stage.family.web_megabytes()} MB")
        if not words:
            LATEST.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


def broker_of(folder: Path) -> str:
    """The address of the Valkey that the site has started."""
    return (folder / "broker").read_text(encoding="ascii").strip()


if __name__ == "__main__":
    main(sys.argv[1:])
