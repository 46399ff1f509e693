"""A PDF of 1,000 badges on each paper: what it costs, and whether another decoder reads every code back.

`python -m bench.badge_codes [COUNT]` prints both. The PDF is drawn by the `pdftoppm` of poppler and read by zxing-cpp:
neither had a part in making it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.harness.site import Site

DOTS = 110
PAPERS = ("letter_6", "letter_4", "a4_8", "card_4x3", "label_62")
WORLD = """
import json, time
from datetime import timedelta
from django.utils import timezone
from checkin.domain import badges, sheets
from checkin.models import Badge
from checkin.states import BadgeFormat
from tests.checkin.factories import make_attendee, make_convening, make_somebody, make_team
now = timezone.now()
convening = make_convening(slug="codes", starts_at=now, ends_at=now + timedelta(hours=30), capacity_people=5000)
team = make_team(convening, members=0)
for number in range(%(count)d - 3):
    somebody = make_somebody(convening, f"Somebody{number} O'Brien-Nuñez")
    make_attendee(convening, somebody, team=team, job="Teacher, Grade 4", organization=f"School {number}")
badges.issue_badges(convening=convening, by="system", at=now)
while badges.render_waiting(at=now):
    pass
held = list(Badge.objects.of(convening).with_people().for_tables())
sheets.badge_sheet(held[:1])
told = {}
for paper in %(papers)r:
    wall, cpu = time.perf_counter(), time.process_time()
    pdf = sheets.badge_sheet(held, paper=BadgeFormat(paper))
    told[paper] = [time.perf_counter() - wall, time.process_time() - cpu, len(pdf)]
    open(f"%(folder)s/{paper}.pdf", "wb").write(pdf)
print(json.dumps({"codes": [badge.code for badge in held], "papers": told}))
"""


def run(count: int) -> dict[str, Any]:
    """The figures of each paper."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        site = Site(folder / "site", parts="web").start()
        try:
            said = site.python(WORLD % {"count": count, "papers": PAPERS, "folder": folder})
        finally:
            site.stop()
        told = json.loads(said.strip().splitlines()[-1])
        return {paper: _judged(folder, paper, told) for paper in PAPERS}


def _judged(folder: Path, paper: str, told: dict[str, Any]) -> dict[str, Any]:
    wall, cpu, size = told["papers"][paper]
    codes = told["codes"]
    return {
        "ms_a_badge": round(1000 * wall / len(codes), 2), "cpu_ms_a_badge": round(1000 * cpu / len(codes), 2),
        "kib_a_badge": round(size / 1024 / len(codes), 2), "codes_as_in_the_database": read(folder, paper) == codes,
    }  # fmt: skip


def read(folder: Path, paper: str) -> list[str]:
    """All codes of a PDF, in the order of its pages and on each from the top, left to right."""
    import zxingcpp
    from PIL import Image

    subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS), folder / f"{paper}.pdf", folder / paper], check=True)
    codes: list[str] = []
    for page in sorted(folder.glob(f"{paper}-*.pgm")):
        with Image.open(page) as picture:
            found = zxingcpp.read_barcodes(picture)
        found.sort(key=lambda one: (one.position.top_left.y // 40, one.position.top_left.x))
        codes += [one.text for one in found]
    return codes


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000), indent=1))
