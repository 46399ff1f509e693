"""A web process loads no library that only workers, or few pages, need: each is megabytes in every process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "typst", "PIL", "qrcode", "fontTools", "ortools", "numpy", "boto3", "storages.backends.s3", "sentry_sdk",
    "icalendar", "markdown_it", "anymail.webhooks.base", "anymail.exceptions", "requests", "pygments",
}
START = """
import sys
from config.wsgi import application
from django.urls import get_resolver
get_resolver().reverse_dict
assert "console.views" in sys.modules, "the addresses were read"
print(*sys.modules)
from jobs.domain.sheets import read_sheet
from jobs.domain.tables import write_workbook
book = write_workbook(["Team"], [["Bath"]], title="Teams")
assert read_sheet(book, needed=["TEAM"]).rows[0].get("TEAM") == "Bath"
assert "numpy" not in sys.modules, "nor does an Excel file"
"""


def test_a_started_web_process_has_loaded_nothing_heavy(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "ACCORD_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(done.stdout.split()) == set()
