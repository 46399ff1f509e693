"""The dates of a rehearsed convening, all counted from its first day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "America/New_York"


@dataclass(frozen=True)
class Calendar:
    """Turns "day 2, 09:00" into an instant. Day 1 is the first day of the convening; day 0 the day before."""

    first_day: date

    def at(self, day: int, clock: str) -> datetime:
        """The instant of a local time, as an aware datetime in the convening's zone."""
        hour, minute = clock.split(":")
        on = self.first_day + timedelta(days=day - 1)
        return datetime.combine(on, time(int(hour), int(minute)), tzinfo=ZoneInfo(ZONE))
