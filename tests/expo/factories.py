"""A floor for tests, made by the domain functions: three booths, of which the first has power."""

import itertools
from datetime import UTC, datetime
from typing import Any

from convenings.models import Convening
from expo.domain.booths import make_booth
from expo.domain.floors import make_hall
from expo.models import Booth, Hall

AT = datetime(2027, 3, 15, 13, 40, tzinfo=UTC)
BY = "user:1"
_numbers = itertools.count(1)


def hall(convening: Convening, name: str = "", **over: Any) -> Hall:
    facts = {
        "width": 100, "depth": 60,
        "opens_at": datetime(2027, 5, 26, 17, 30, tzinfo=UTC), "closes_at": datetime(2027, 5, 26, 20, 30, tzinfo=UTC),
    }
    return make_hall(convening=convening, name=name or f"Hall {next(_numbers)}", **{**facts, **over}, by=BY, at=AT)


def booths(where: Hall, *features: str) -> list[Booth]:
    """One booth for each string of features, such as "power screen"; numbered from 101."""
    return [
        make_booth(hall=where, number=101 + n, x=10 * n, y=0, features=offered.split(), by=BY, at=AT)
        for n, offered in enumerate(features)
    ]
