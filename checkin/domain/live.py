"""The live view: all that organizers watch on the day, and the mark by which a screen knows that nothing changed."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from checkin.domain.arrivals import CURVE_STEP, Arrivals, Gate, TeamArrival, arrivals, gates
from checkin.domain.room_counts import RoomCount, room_counts
from checkin.models import Scan
from checkin.models.checkpoint import DOOR_GATE
from checkin.states import LETS_IN
from convenings.models import Convening
from journal.models import Entry
from registration.models import AttendeeDetails, Team
from registration.states import KEPT_PLACES

MINUTE = timedelta(minutes=1)
WATCHED = 10  # minutes that stand apart for each gate
PACE = 5  # minutes of which the pace is the mean


@dataclass(frozen=True)
class GateMinutes:
    """A gate, and how many it let in during each of the last ten whole minutes, the newest last."""

    gate: Gate
    minutes: tuple[int, ...]

    @property
    def pace(self) -> float:
        """People a minute, the mean of the last five."""
        return round(sum(self.minutes[-PACE:]) / PACE, 1)


@dataclass(frozen=True)
class TeamWatched:
    """A team, its coordinator, and whom to call: them, or who else of the team told a number, office-holders first.

    `phone` as it was told, `dial` for a link; empty where nobody told one.
    """

    arrival: TeamArrival
    coordinator: str
    call: str = ""
    phone: str = ""

    @property
    def dial(self) -> str:
        return re.sub(r"[^0-9+]", "", self.phone)


@dataclass(frozen=True)
class Live:
    """The day as it stands in the minute that began at `at`. `minutes`: those that the gates’ counts belong to.

    `came_today`: how many passed a door today; None on the first day, on which it is all who are in, and afterwards.
    """

    at: datetime
    arrivals: Arrivals
    came_today: int | None
    gates: tuple[GateMinutes, ...]
    minutes: tuple[datetime, ...]
    rooms: tuple[RoomCount, ...]
    partly_here: tuple[TeamWatched, ...]
    missing: tuple[TeamWatched, ...]

    @property
    def pace(self) -> float:
        """People a minute through the doors, the mean of the last five."""
        return round(sum(one.pace for one in self.gates if one.gate.kind == "door"), 1)

    @property
    def all_in_at(self) -> datetime | None:
        """When everybody is in, if it goes on so; None while nobody comes, and for more than a day."""
        came = self.arrivals.people_in if self.came_today is None else self.came_today
        waiting = self.arrivals.people_expected - came
        if waiting <= 0 or not self.pace or waiting / self.pace > 24 * 60:
            return None
        return self.at + MINUTE * (waiting / self.pace)

    def as_dict(self) -> dict[str, Any]:
        """The figures, for the API: nobody's name and no telephone."""
        return {
            "at": self.at,
            "people_in": self.arrivals.people_in,
            "came_today": self.came_today,
            "people_expected": self.arrivals.people_expected,
            "curve": [{"at": at, "people_in": count} for at, count in self.arrivals.curve],
            "gates": [_gate_figures(one) for one in self.gates],
            "minutes": list(self.minutes),
            "rooms": [room.as_dict() for room in self.rooms],
            "teams": [_team_figures(team) for team in self.arrivals.teams],
        }


def stamp(convening: Convening, *, at: datetime) -> str:
    """What the live view stands on: it is the same as long as the view is. One statement.

    All that happens at the doors is in the journal, so its newest entry tells; the minute turns, since counts by the
    minute do. An entry whose transaction ends after that of a newer one is seen when the minute turns.
    """
    newest = Entry.objects.filter(convening_id=convening.pk).aggregate(newest=Max("pk"))["newest"]
    return f"{convening.pk}:{newest or 0}:{int(at.timestamp()) // 60}"


def live_of(convening: Convening, *, at: datetime, phones: bool) -> Live:
    """The view, in eleven statements whatever its size, twelve from the second day on.

    phones: whether who looks may read people's numbers.
    """
    now = at.replace(second=0, microsecond=0)
    seen = arrivals(convening)
    watched = _coordinators(convening, phones=phones)
    return Live(
        at=now,
        arrivals=seen,
        came_today=_came_today(convening, seen, at=now),
        gates=_by_minute(convening, at=now),
        minutes=tuple(now - MINUTE * ago for ago in range(WATCHED, 0, -1)),
        rooms=room_counts(convening, at=at),
        partly_here=tuple(watched(team) for team in seen.partly_here),
        missing=tuple(watched(team) for team in seen.missing),
    )


def _came_today(convening: Convening, seen: Arrivals, *, at: datetime) -> int | None:
    day = convening.local(at).replace(hour=0, minute=0)
    if not seen.curve or seen.curve[0][0] - CURVE_STEP >= day or at >= convening.ends_at:
        return None
    ways_in = Scan.objects.standing().filter(
        checkpoint__convening=convening, gate=DOOR_GATE, answer__in=LETS_IN, scanned_at__gte=day
    )
    return ways_in.values("attendee").distinct().count()


def _by_minute(convening: Convening, *, at: datetime) -> tuple[GateMinutes, ...]:
    since = at - MINUTE * WATCHED
    scans = Scan.objects.standing().filter(
        checkpoint__convening=convening, answer__in=LETS_IN, scanned_at__gte=since, scanned_at__lt=at
    )
    counts = Counter((gate, (when - since) // MINUTE) for gate, when in scans.values_list("checkpoint", "scanned_at"))
    return tuple(
        GateMinutes(gate, tuple(counts[gate.checkpoint_id, minute] for minute in range(WATCHED)))
        for gate in gates(convening, at=at)
    )


def _coordinators(convening: Convening, *, phones: bool) -> Callable[[TeamArrival], TeamWatched]:
    """Who coordinates each placed team, and whose number is known. Two statements, one without numbers."""
    placed = Team.objects.filter(convening=convening, place__in=KEPT_PLACES)
    rows = placed.values_list("pk", "coordinator", "coordinator__name")
    coordinators = {team: (person, name) for team, person, name in rows}
    by_person, by_team = _numbers(convening) if phones else ({}, {})

    def watched(team: TeamArrival) -> TeamWatched:
        person, name = coordinators.get(team.team_id, (0, ""))
        return TeamWatched(team, name, *(by_person.get(person) or by_team.get(team.team_id) or ("", "")))

    return watched


def _numbers(convening: Convening) -> tuple[dict[int, tuple[str, str]], dict[int | None, tuple[str, str]]]:
    """Name and number of who told one, by person; and of each team one, an office-holder's where there is one."""
    details = AttendeeDetails.objects.filter(attendee__convening=convening, attendee__cancelled_at=None)
    told = details.exclude(mobile="").order_by("-attendee__office", "attendee")
    by_person: dict[int, tuple[str, str]] = {}
    by_team: dict[int | None, tuple[str, str]] = {}
    for person, name, team, mobile in told.values_list(
        "attendee__person", "attendee__person__name", "attendee__team", "mobile"
    ):
        by_person[person] = (name, mobile)
        by_team.setdefault(team, (name, mobile))
    return by_person, by_team


def _gate_figures(one: GateMinutes) -> dict[str, Any]:
    gate = one.gate
    return {
        "checkpoint": gate.checkpoint_id,
        "name": gate.name,
        "kind": gate.kind,
        "people": gate.people,
        "refused": gate.refused,
        "per_minute": list(one.minutes),
    }


def _team_figures(team: TeamArrival) -> dict[str, Any]:
    return {
        "team": team.team_id,
        "name": team.team,
        "state": str(team.state),
        "here": team.here,
        "total": team.total,
        "offices_here": team.offices_here,
        "offices": team.offices,
    }
