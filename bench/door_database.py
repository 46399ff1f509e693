"""What the door does while its database only reads, and while it is stopped: real processes, a real browser.

`python -m bench.door_database` starts PostgreSQL and a site of its own, scans with a scanner in Chromium, and prints
what the scanner answered and what the server holds in the end: each scan once.
"""

import json
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.checkin.test_scanner_browser import ROWS, until
from tests.checkin.test_scanner_trouble_browser import HOLDS, SENT, WORLD
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.harness import postgres
from tests.harness.site import Site

READS_ONLY = "ALTER SYSTEM SET default_transaction_read_only = on"
WRITES = "ALTER SYSTEM RESET default_transaction_read_only"


def say(url: str, words: str) -> None:
    """Tells the server something that all connections hear."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(words)  # type: ignore[arg-type]  # one of the two above
        connection.execute("SELECT pg_reload_conf()")


def scan(page: Any, code: str, name: str) -> dict[str, Any]:
    """Types the code as a hardware scanner does; the answer, and the seconds until it stood there."""
    began = time.perf_counter()
    page.keyboard.type(code + "\n")
    page.locator("[data-name]", has_text=name).wait_for()
    told = {"answer": page.inner_text("[data-word]"), "seconds": round(time.perf_counter() - began, 2)}
    page.wait_for_timeout(4000)
    return {**told, "network": page.inner_text("[data-net]")}


def run() -> dict[str, Any]:
    """One scan each: as always, read-only, read-only after a reload, and with the database stopped."""
    from playwright.sync_api import sync_playwright

    server = postgres.launch(postgres.TUNING_KILLED)
    url, told = server.get_uri(), dict[str, Any]()
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        site = Site(Path(kept) / "site", demo=False, parts="web", extra={"DATABASE_URL": url, "REDIS_URL": ""}).start()
        try:
            world = json.loads(site.python(WORLD).strip().splitlines()[-1])
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
            page.goto(f"{site.url}/door/open/{world['tokens'][0]}/")
            until(page, HOLDS)
            names = iter(zip(world["codes"], (f"Guest {number:03}" for number in range(10)), strict=False))
            told["as always"] = scan(page, *next(names))
            say(url, READS_ONLY)
            told["read-only"] = scan(page, *next(names))
            page.reload()
            page.locator("body[data-listening]").wait_for()
            told["read-only, after a reload"] = scan(page, *next(names))
            say(url, WRITES)
            until(page, SENT)
            server.stop()
            told["stopped"] = scan(page, *next(names))
            server.ensure_postgres_running()
            until(page, SENT)
            rows = json.loads(site.python(ROWS % "trouble").strip().splitlines()[-1])
            chromium.close()
        finally:
            site.stop()
    return {**told, "on the server": [[row["answer"], row["device_answer"]] for row in rows]}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
