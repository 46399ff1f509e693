"""A PDF of 1,000 badges on each paper: what it costs, and whether another decoder reads every code back.

`python -m bench.badge_codes [COUNT [PAPER …]]` prints both, of the fronts alone and with everybody's own agenda on the
back. The PDF is drawn by the `pdftoppm` of poppler and read by zxing-cpp: neither had a part in making it.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checkin.states import BadgeFormat
from tests.harness.site import Site

DOTS = 110
SLOTS, ROOMS = 8, 6  # of the programme on the backs: two days
WORLD = """
import json, time
from django.utils import timezone
from checkin.domain import badges, sheets
from checkin.domain.designs import change_design
from checkin.models import Badge
from checkin.states import BadgeFormat
from breakouts.models import Programme, Seat
from tests.breakouts import factories as breakouts
from tests.checkin.factories import make_attendee, make_convening, make_somebody, make_team
now = timezone.now()
convening = make_convening(slug="codes", capacity_people=5000)
team = make_team(convening, members=0)
for number in range(%(count)d - 3):
    somebody = make_somebody(convening, f"Somebody{number} O'Brien-Nuñez")
    make_attendee(convening, somebody, team=team, job="Teacher, Grade 4", organization=f"School {number}")
badges.issue_badges(convening=convening, by="system", at=now)
while badges.render_waiting(at=now):
    pass
rooms = [breakouts.room(convening, capacity=%(count)d) for _ in range(%(rooms)d)]
people = list(convening.attendees.all())
for number in range(%(slots)d):
    slot = breakouts.slot(convening, 9 + 2 * (number %% 4), day=26 + number // 4)
    sessions = [breakouts.placed(room, slot, f"What both sides tried in the {number}th year") for room in rooms]
    Seat.objects.bulk_create([
        Seat(attendee=one, session=sessions[at %% len(rooms)], slot=slot, given_by="system", given_at=now)
        for at, one in enumerate(people)
    ])
breakouts.released(convening)
Programme.objects.filter(convening=convening).update(seats_open_at=now)
held = list(Badge.objects.of(convening).with_people().for_tables())
sheets.badge_sheet(held[:1])
told = {}
for back in ("", "-backs"):
    if back:
        for kind in {one.kind for one in people}:
            change_design(convening=convening, kind=kind, values={"shows_agenda": True}, by="user:1", at=now)
    for paper in %(papers)r:
        if back and paper == "label_62":
            continue  # a roll has no backs
        wall, cpu = time.perf_counter(), time.process_time()
        pdf = sheets.badge_sheet(held, paper=BadgeFormat(paper))
        told[paper + back] = [time.perf_counter() - wall, time.process_time() - cpu, len(pdf)]
        open(f"%(folder)s/{paper}{back}.pdf", "wb").write(pdf)
print(json.dumps({"codes": [badge.code for badge in held], "papers": told}))
"""


def run(count: int, papers: Sequence[str]) -> dict[str, Any]:
    """The figures of each paper, without and with backs."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        site = Site(folder / "site", parts="web").start()
        try:
            asked = {"count": count, "papers": list(papers), "folder": folder, "rooms": ROOMS, "slots": SLOTS}
            said = site.manage("shell", "--no-imports", "-c", WORLD % asked, timeout=3600)
        finally:
            site.stop()
        told = json.loads(said.strip().splitlines()[-1])
        return {paper: _judged(folder, paper, told) for paper in told["papers"]}


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
    for page in sorted(folder.glob(f"{paper}-[0-9]*.pgm")):
        with Image.open(page) as picture:
            found = zxingcpp.read_barcodes(picture)
        found.sort(key=lambda one: (one.position.top_left.y // 40, one.position.top_left.x))
        codes += [one.text for one in found]
    return codes


if __name__ == "__main__":
    count, *papers = sys.argv[1:] or ["1000"]
    print(json.dumps(run(int(count), papers or BadgeFormat.values), indent=1))
