from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from convenings.models import Convening
from rehearsal.domain.calendar import first_day_for
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.play import Play
from rehearsal.domain.scripts import Ending

DAYS_UNTIL_PROMISE = 18


class Command(BaseCommand):
    help = "Load the demonstration: one convening that is open, with the 18 sites, and a smaller one that is live."

    def handle(self, *args: Any, **options: Any) -> None:
        if Convening.objects.exists():
            raise CommandError(
                "There are convenings here already. The demonstration loads into an empty database only."
            )
        for plan in demo_plans(today=timezone.now().date()):
            convening = Play(plan).perform()
            self.stdout.write(f"  {convening.name}: {convening.teams.count()} teams")


def demo_plans(*, today: date) -> list[Plan]:
    """Cincinnati: modelled on the conference of 2012, still open. Cleveland: invented, its first day was yesterday."""
    open_one = Plan(
        slug="cincinnati",
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
        slug="cleveland",
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
