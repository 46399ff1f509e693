"""The three convenings of the demonstration."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from convenings.states import Admission, Promotion
from registration.domain.selection import EACH, Bound, Rule
from rehearsal.domain.calendar import first_day_for
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.scripts import Ending

OPEN_SLUG, LIVE_SLUG, SELECTING_SLUG = "cincinnati", "cleveland", "omaha"
DAYS_UNTIL_PROMISE = 18


def demo_plans(*, today: date, now: datetime | None = None) -> list[Plan]:
    """The three, in this order: open, live, selecting. now: when they are loaded, so that an expo goes on."""
    return [_open_one(today), replace(_live_one(today), loaded_at=now), _selecting_one(today)]


def _open_one(today: date) -> Plan:
    """Cincinnati: modelled on the conference of 2012, still open."""
    return Plan(
        slug=OPEN_SLUG,
        name="The Cincinnati Convening",
        tagline="Labor-management collaboration in public education",
        city="Cincinnati",
        us_state="OH",
        hall="Ohio River Hall",
        seed=2012,
        first_day=first_day_for(today=today, days_until_promise=DAYS_UNTIL_PROMISE),
        with_sites=True,
        endings={
            Ending.PARTLY: 4, Ending.DEFERRED: 1, Ending.DECLINED: 1, Ending.DRAFT: 1, Ending.HANDED_OVER: 1,
            Ending.ON_HOLD: 1, Ending.LATE: 2,
        },
        first_capacity_teams=20,  # the sites and two more; the late ones wait, then there is room, and it is offered
        capacity_teams=30,
        capacity_people=220,
        breakout_rooms=12,
        until=Until.SCHEDULED,
        is_demo=True,
        promotion=Promotion.CONFIRMED,
        offer_days=14,  # still open when the demonstration is loaded
    )


def _live_one(today: date) -> Plan:
    """Cleveland: invented, its first day was yesterday."""
    return Plan(
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


def _selecting_one(today: date) -> Plan:
    """Omaha: invented and small; its teams are selected, and the letters go out in some days."""
    return Plan(
        slug=SELECTING_SLUG,
        name="The Platte River Convening",
        tagline="Five teams from the plains, chosen by a published rule",
        city="Omaha",
        us_state="NE",
        hall="Riverfront Hall",
        seed=1867,
        first_day=first_day_for(today=today, days_until_promise=DAYS_UNTIL_PROMISE),
        with_sites=False,
        endings={Ending.COMPLETE: 8, Ending.PARTLY: 1},
        capacity_teams=5,
        capacity_people=40,
        breakout_rooms=3,
        until=Until.ANSWERS,
        is_demo=True,
        admission=Admission.SELECTION,
        checks_holders=True,
        rule=Rule(("enrollment", "poverty"), (Bound("us_state", EACH, most=1),)),
    )
