"""Who is here: whole teams by their offices, people by their first scan at a door.

A team has arrived when the holder of every required office, or a substitute, is scanned in at a door.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Party
from agreements.states import Requirement, Side
from checkin.models import Checkpoint, Scan
from checkin.models.checkpoint import DOOR_GATE
from checkin.states import LETS_GO, LETS_IN, Answer, ArrivalState
from convenings.models import Convening
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES

CURVE_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class MissingOffice:
    """A required office whose holder is not here yet."""

    office: str
    label: str
    side: str
    name: str


@dataclass(frozen=True)
class TeamArrival:
    """How much of a team is here: of its members, and of its required offices."""

    team_id: int
    team: str
    here: int
    total: int
    offices: int
    missing: tuple[MissingOffice, ...]

    @property
    def state(self) -> ArrivalState:
        if self.here and not self.missing:
            return ArrivalState.ARRIVED
        return ArrivalState.PARTLY_HERE if self.here else ArrivalState.MISSING

    @property
    def offices_here(self) -> int:
        return self.offices - len(self.missing)

    @property
    def words(self) -> str:
        """Team Durango: 3 of 5 here, the board's holder is missing."""
        counted = _("Team %(team)s: %(here)d of %(total)d here") % {
            "team": self.team,
            "here": self.here,
            "total": self.total,
        }
        if self.missing:
            return f"{counted}, {_missing_words(self.missing)}."
        return f"{counted}, {_('every office is in')}." if self.offices else f"{counted}."

    def as_dict(self) -> dict[str, Any]:
        """For devices and the API."""
        return {
            "team_id": self.team_id,
            "team": self.team,
            "state": str(self.state),
            "here": self.here,
            "total": self.total,
            "missing": [asdict(office) for office in self.missing],
            "words": self.words,
        }


@dataclass(frozen=True)
class Arrivals:
    """The day so far. `curve` holds (instant, people in by then) every five minutes in which somebody came."""

    people_in: int
    people_expected: int
    teams: tuple[TeamArrival, ...]
    curve: tuple[tuple[datetime, int], ...]

    def teams_in(self, state: ArrivalState) -> tuple[TeamArrival, ...]:
        return tuple(team for team in self.teams if team.state == state)

    @property
    def arrived(self) -> tuple[TeamArrival, ...]:
        return self.teams_in(ArrivalState.ARRIVED)

    @property
    def partly_here(self) -> tuple[TeamArrival, ...]:
        return self.teams_in(ArrivalState.PARTLY_HERE)

    @property
    def missing(self) -> tuple[TeamArrival, ...]:
        return self.teams_in(ArrivalState.MISSING)


@dataclass(frozen=True)
class Gate:
    """One checkpoint's count of people let in, of ways in lately, first or not, and of readings that were refused."""

    checkpoint_id: int
    name: str
    kind: str
    people: int
    lately: int
    refused: int


@dataclass(frozen=True)
class _Member:
    people: frozenset[int]  # persons whose office this member fills: the own, and of whom the member stands in for
    here: bool


def arrival_of(team: Team) -> TeamArrival:
    """How much of one team is here, in two statements."""
    inside = Scan.objects.standing().filter(attendee=OuterRef("pk"), gate=DOOR_GATE, answer=Answer.WELCOME)
    rows = Attendee.objects.coming().filter(team=team).values_list(
        "person_id", "substitute_for__person_id", Exists(inside)
    )
    members = [_member(person, stood_in_for, here) for person, stood_in_for, here in rows]
    return _reckon(team.pk, team.name, members, _required(agreement=team.agreement_id) if team.agreement_id else ())


def arrivals(convening: Convening) -> Arrivals:
    """The whole convening's arrivals, in four statements whatever its size."""
    entered = dict(Scan.objects.entries(convening).order_by("scanned_at").values_list("attendee_id", "scanned_at"))
    expected = Attendee.objects.placed().filter(convening=convening).values_list(
        "pk", "team_id", "person_id", "substitute_for__person_id"
    )
    members: dict[int | None, list[_Member]] = defaultdict(list)
    people_expected = 0
    for pk, team_id, person, stood_in_for in expected:
        people_expected += 1
        members[team_id].append(_member(person, stood_in_for, pk in entered))
    placed = Team.objects.filter(convening=convening, place__in=KEPT_PLACES).order_by("folded_name", "pk")
    teams = list(placed.values_list("pk", "name", "agreement_id"))
    offices: dict[int, list[Party]] = defaultdict(list)
    for party in _required(agreement__team__convening=convening, agreement__team__place__in=KEPT_PLACES):
        offices[party.agreement_id].append(party)
    return Arrivals(
        people_in=len(entered),
        people_expected=people_expected,
        teams=tuple(_reckon(pk, name, members[pk], offices[agreement or 0]) for pk, name, agreement in teams),
        curve=_curve(entered.values()),
    )


def gates(convening: Convening, *, at: datetime, lately: timedelta = timedelta(minutes=5)) -> list[Gate]:
    """The convening's checkpoints with their counts, in one statement."""
    stands = Q(scans__annulled_at=None)
    rows = convening.checkpoints.annotate(
        people=Count("scans", filter=stands & Q(scans__answer=Answer.WELCOME)),
        lately=Count("scans", filter=stands & Q(scans__answer__in=LETS_IN, scans__scanned_at__gt=at - lately)),
        refused=Count("scans", filter=~Q(scans__answer__in=LETS_GO)),
    ).order_by("name")
    return [Gate(row.pk, row.name, row.kind, row.people, row.lately, row.refused) for row in rows]


def count_in(checkpoint: Checkpoint) -> tuple[int, int]:
    """People in at the checkpoint's gate, and people expected in the convening."""
    inside = Scan.objects.standing().filter(
        checkpoint__convening_id=checkpoint.convening_id, gate=checkpoint.gate, answer=Answer.WELCOME
    ).count()
    return inside, Attendee.objects.placed().filter(convening_id=checkpoint.convening_id).count()


def count_inside(checkpoint: Checkpoint) -> int:
    """People who are inside now, where people are scanned out, too. One statement."""
    here = Scan.objects.filter(checkpoint__convening_id=checkpoint.convening_id, gate=checkpoint.gate)
    return here.inside().count()


def _required(**which: Any) -> "QuerySet[Party]":
    must = Q(requirement=Requirement.REQUIRED) | Q(
        requirement=Requirement.REQUIRED_IF_EXISTS, accepted_missing_at__isnull=True
    )
    parties = Party.objects.filter(must, **which).select_related("signatory").order_by("agreement", "position")
    return parties.only("agreement", "office", "label", "side", "position", "signatory__name")


def _member(person: int, stood_in_for: int | None, here: bool) -> _Member:
    return _Member(frozenset({person} if stood_in_for is None else {person, stood_in_for}), here)


def _reckon(team_id: int, name: str, members: list[_Member], offices: Iterable[Party]) -> TeamArrival:
    here = [member for member in members if member.here]
    filled = frozenset().union(*(member.people for member in here))
    required = list(offices)
    absent = [party for party in required if party.signatory_id not in filled]
    return TeamArrival(
        team_id=team_id,
        team=name,
        here=len(here),
        total=len(members),
        offices=len(required),
        missing=tuple(_missing(party) for party in absent),
    )


def _missing(party: Party) -> MissingOffice:
    name = party.signatory.name if party.signatory else ""
    return MissingOffice(office=party.office, label=party.label, side=party.side, name=name)


def _missing_words(missing: tuple[MissingOffice, ...]) -> str:
    sides = [str(Side(office.side).label) for office in missing]
    holders = sides[0] if len(sides) == 1 else _("%(most)s and %(last)s") % {
        "most": ", ".join(sides[:-1]),
        "last": sides[-1],
    }
    return ngettext("the %(side)s's holder is missing", "the holders of %(side)s are missing", len(sides)) % {
        "side": holders
    }


def _curve(entered: Iterable[datetime]) -> tuple[tuple[datetime, int], ...]:
    points: dict[datetime, int] = {}
    for count, at in enumerate(sorted(entered), start=1):
        since_hour = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
        points[at - since_hour + CURVE_STEP] = count
    return tuple(points.items())
