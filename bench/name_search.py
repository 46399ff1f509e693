"""What it costs to find somebody at the door by name, among 10,000 people: CPU of this process and of the database.

`python -m bench.name_search [COUNT]` measures on SQLite and on PostgreSQL, each on a site's own empty database.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.harness import postgres
from tests.harness.site import ROOT, Site

SEARCHES = 50  # of each kind, each for somebody else
WORLD = """
import json, time
from datetime import timedelta
from random import Random
from django.db import connection
from django.utils import timezone
import psutil
from accounts.domain.folding import fold
from accounts.models import Person
from checkin.domain.finding import find_people
from registration.models import Attendee
from tests.checkin.factories import make_convening, make_team
now, rng = timezone.now(), Random(7)
said = json.load(open("%(names)s"))
convening = make_convening(slug="names", starts_at=now, ends_at=now + timedelta(hours=30), capacity_people=20000)
teams = [make_team(convening, f"{rng.choice(said['family'])} {number}", members=0) for number in range(60)]
names = [
    f"{rng.choice(said['given'])} {rng.choice(said['given'])} {rng.choice(said['family'])}-{rng.choice(said['family'])}"
    for _number in range(%(count)d)
]
people = Person.objects.bulk_create(
    [Person(convening_id=convening.pk, name=name, folded_name=fold(name), email="") for name in names], batch_size=500
)
Attendee.objects.bulk_create(
    [Attendee(convening=convening, person=one, team=rng.choice(teams), kind="member") for one in people], batch_size=500
)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
def slipped(word):
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]
def two(name, change):
    words = [word for word in fold(name).replace("-", " ").split() if len(word) >= 5]
    return " ".join(change(word) for word in (words[0], words[-1])) if len(words) > 1 else None
def kind(change):
    return [asked for asked in (two(name, change) for name in names) if asked][:%(searches)d]
kinds = {"as it is written": kind(lambda word: word), "two slips": kind(slipped)}
kinds["one word with a slip"] = [asked.split()[0] for asked in kinds["two slips"]]
kinds["half a word"] = [asked[:4] for asked in kinds["as it is written"]]
backend = None
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
def spent():
    there = backend.cpu_times() if backend else None
    return time.process_time(), there.user + there.system if there else 0.0
told = {}
for which, words in kinds.items():
    find_people(convening, words[0])
    each, before = [], spent()
    for asked in words:
        began = time.process_time()
        found = len(find_people(convening, asked))
        each.append(time.process_time() - began)
    here, there = (after - start for after, start in zip(spent(), before))
    told[which] = {
        "cpu_ms": round(1000 * (here + there) / len(words), 1), "python_ms": round(1000 * here / len(words), 1),
        "database_ms": round(1000 * there / len(words), 1), "worst_python_ms": round(1000 * max(each), 1),
        "found_last": found,
    }
print(json.dumps(told))
"""


def run(count: int) -> dict[str, Any]:
    """The figures of each database; SQLite works within the process, so that its part is in `python_ms`."""
    told = {}
    for name in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as kept:
            url = postgres.start() if name == "postgresql" else ""
            site = Site(Path(kept), demo=False, extra={"DATABASE_URL": url, "REDIS_URL": ""})
            site.manage("migrate")
            asked = {"names": ROOT / "rehearsal/data/names.json", "count": count, "searches": SEARCHES}
            told[name] = json.loads(site.python(WORLD % asked).strip().splitlines()[-1])
    return told


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), indent=1))
