"""What a rehearsal is asked to play."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from convenings.states import Admission, Promotion
from registration.domain.selection import Rule
from rehearsal.domain.scripts import Ending


class Until(IntEnum):
    """How far a rehearsal goes."""

    ANSWERS = 1  # registration is open, and most have answered
    SCHEDULED = 2  # as ANSWERS, with booths, programme and badges, as an organizer would try them early
    DOOR = 3  # deadlines have passed, and the first morning is over


@dataclass(frozen=True)
class Plan:
    """A convening to play, counted from its first day. The same plan plays the same twice."""

    slug: str
    name: str
    tagline: str
    city: str
    us_state: str
    hall: str
    seed: int
    first_day: date
    with_sites: bool
    endings: Mapping[Ending, int]
    capacity_teams: int
    capacity_people: int
    breakout_rooms: int
    until: Until
    is_demo: bool = False
    loaded_at: datetime | None = None  # of the demonstration: its expo goes on then
    first_capacity_teams: int | None = None  # until the answers are in; then there is room for capacity_teams
    admission: Admission = Admission.FIRST_COMPLETE
    promotion: Promotion = Promotion.AUTOMATIC
    offer_days: int = 3
    checks_holders: bool = False  # from when offers are answered on, a place waits until office-holders are checked
    rule: Rule = field(default_factory=Rule)
