"""The dates of a rehearsed convening, all counted from its first day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "America/New_York"
WEDNESDAY = 2

# Days, counted so that the first day of the convening is day 1.
OPENS = -149
FIRST_TEAM, LAST_TEAM = -146, -104
LAST_ANSWER = -90  # early answers are in by then; a demo that is open plays with this as yesterday
LETTERS = -75  # about a selection
PROMISE_BY = -71
LAPSE = -70
PLANS_DUE = -26
CHOICES_UNTIL = -7
CALL_CLOSES = -78
FLOOR, PROGRAMME, BADGES = -24, -20, -6


@dataclass(frozen=True)
class Calendar:
    """Turns "day 2, 09:00" into an instant. Day 1 is the first day of the convening; day 0 the day before."""

    first_day: date

    def at(self, day: int, clock: str) -> datetime:
        """The instant, in UTC, of a local time in the convening's zone."""
        hour, minute = clock.split(":")
        on = self.first_day + timedelta(days=day - 1)
        return datetime.combine(on, time(int(hour), int(minute)), tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def by_day(instant: datetime) -> datetime:
    """The same moment of the same day, squeezed between 8:10 a.m. and 5 p.m.: keeps what came before before."""
    local = instant.astimezone(ZoneInfo(ZONE))
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    passed = (local - midnight) / timedelta(days=1)
    return (midnight + timedelta(hours=8, minutes=10) + passed * timedelta(hours=8, minutes=50)).astimezone(UTC)


def first_day_for(*, today: date, days_until_promise: int) -> date:
    """The last Wednesday for which the last promise is due at most `days_until_promise` days after `today`."""
    latest = today + timedelta(days=days_until_promise - PROMISE_BY + 1)
    return latest - timedelta(days=(latest.weekday() - WEDNESDAY) % 7)
