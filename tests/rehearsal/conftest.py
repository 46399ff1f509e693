from collections.abc import Iterator
from copy import copy
from datetime import date
from typing import Any

import pytest

from convenings.models import Convening
from convenings.states import Promotion
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.play import Play
from rehearsal.domain.scripts import Ending
from tests.harness.shared import rows_for_many

SMALL = {
    Ending.COMPLETE: 8, Ending.PARTLY: 1, Ending.DECLINED: 1, Ending.WITHDRAWN: 1, Ending.DRAFT: 1,
    Ending.HANDED_OVER: 1, Ending.ON_HOLD: 1,
}  # fmt: skip


def plan(
    slug: str = "played", *, seed: int = 1, until: Until = Until.DOOR, promotion: Promotion = Promotion.AUTOMATIC,
    capacity_teams: int = 6,
) -> Plan:
    return Plan(
        slug=slug,
        name="Played",
        tagline="",
        city="Cincinnati",
        us_state="OH",
        hall="Hall",
        seed=seed,
        first_day=date(2027, 5, 26),
        with_sites=False,
        endings=SMALL,
        capacity_teams=capacity_teams,
        capacity_people=60,
        breakout_rooms=4,
        until=until,
        promotion=promotion,
    )


@pytest.fixture(scope="module")
def played_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Play]:
    """A small convening, played to its first morning: once for all tests of a module, for playing takes long."""
    with rows_for_many(django_db_blocker):
        with django_db_blocker.unblock():
            performed = play()
        yield performed


@pytest.fixture
def played(played_once: Play, db: None) -> Play:
    """The same; what a test does to it the next one does not see."""
    own = copy(played_once)
    own.convening = Convening.objects.get(pk=played_once.convening.pk)
    return own


def play(slug: str = "played", **over: Any) -> Play:
    performed = Play(plan(slug, **over), sends_mail=True)
    performed.perform()
    return performed
