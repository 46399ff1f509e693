from datetime import date
from typing import Any

import pytest

from convenings.states import Promotion
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.play import Play
from rehearsal.domain.scripts import Ending

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


@pytest.fixture
def played(db: None) -> Play:
    """A small convening, played to its first morning."""
    return play()


def play(slug: str = "played", **over: Any) -> Play:
    performed = Play(plan(slug, **over), sends_mail=True)
    performed.perform()
    return performed
