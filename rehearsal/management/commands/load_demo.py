from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from convenings.models import Convening
from rehearsal.domain import calendar
from rehearsal.domain.demo import demo_plans
from rehearsal.domain.play import Play


class Command(BaseCommand):
    help = "Load the demonstration: an open convening with the 18 sites, one that is live, one that selects."

    def handle(self, *args: Any, **options: Any) -> None:
        if Convening.objects.exists():
            raise CommandError(
                "There are convenings here already. The demonstration loads into an empty database only."
            )
        now = timezone.now()
        today = now.astimezone(ZoneInfo(calendar.ZONE)).date()  # in the evening there, UTC is a day ahead
        for plan in demo_plans(today=today, now=now):
            convening = Play(plan).perform()
            self.stdout.write(f"  {convening.name}: {convening.teams.count()} teams")
