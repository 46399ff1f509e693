"""The two convenings of the demonstration."""

from datetime import date, timedelta

from rehearsal.domain.calendar import first_day_for
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.scripts import Ending

OPEN_SLUG, LIVE_SLUG = "cincinnati", "cleveland"
DAYS_UNTIL_PROMISE = 18


def demo_plans(*, today: date) -> list[Plan]:
    """Cincinnati: modelled on the conference of 2012, still open. Cleveland: invented, its first day was yesterday."""
    open_one = Plan(
        slug=OPEN_SLUG,
        name="The Cincinnati Convening",
        tagline="Labor-management collaboration in public education",
        city="Cincinnati",
        us_state="OH",
        hall="Ohio River Hall",
        seed=2012,
        first_day=first_day_for(today=today, days_until_promise=DAYS_UNTIL_PROMISE),
        with_sites=True,
        endings={Ending.PARTLY: 4, Ending.DEFERRED: 1, Ending.DECLINED: 1, Ending.DRAFT: 1},
        capacity_teams=30,
        capacity_people=220,
        breakout_rooms=12,
        until=Until.SCHEDULED,
        is_demo=True,
    )
    live_one = Plan(
        slug=LIVE_SLUG,
        name="The Lake Erie Convening",
        tagline="A day and a half for teams from around the lake",
        city="Cleveland",
        us_state="OH",
        hall="Lakeside Pavilion",
        seed=1901,
        first_day=today - timedelta(days=1),
        with_sites=False,
        endings={Ending.COMPLETE: 13, Ending.PARTLY: 1, Ending.DECLINED: 1, Ending.WITHDRAWN: 1},
        capacity_teams=11,
        capacity_people=80,
        breakout_rooms=5,
        until=Until.DOOR,
        is_demo=True,
    )
    return [open_one, live_one]
