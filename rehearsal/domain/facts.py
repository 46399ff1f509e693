"""The demo's own data files: 18 real sites with their printed figures, invented names, and a programme."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def read(name: str) -> Any:
    """The content of `rehearsal/data/<name>.json`; shared, so callers do not change it.

    Source: the sites' figures are those printed by the NEA Foundation's Institute for Innovation in Teaching and
    Learning (cohorts 2010, 2012 and 2013); the sponsors and the shape of the two days those of the 2012 conference.
    """
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
