"""The organizers' overview: how far the teams are, who is late, where they come from, who is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.templatetags.pictures import Step
from agreements.domain.ring import Ring
from agreements.domain.rings import ring_of
from agreements.models import Party
from agreements.states import CommitmentState
from checkin.domain.arrival_curve import Curve, first_day
from checkin.domain.arrivals import Arrivals, arrivals
from console.domain.mail_rows import WeekOfMail, week_of_mail
from console.domain.team_rows import parties_in_lists
from console.domain.turns import Turn, turns_of
from convenings.models import Convening
from convenings.states import ConveningState
from registration.domain.announcements import Shown, standing
from registration.domain.funnel import SOON, Funnel, funnel, late_teams
from registration.models import Team
from registration.states import COUNTED_PLACES, TeamState

ON_THE_DAY = frozenset({ConveningState.LIVE, ConveningState.CONCLUDED})
LATE_ROWS = 12


@dataclass(frozen=True)
class Home:
    """One state of the union: how many of its teams are complete, have a first promise, take a place."""

    us_state: str
    complete: int
    first_promise: int
    placed: int


@dataclass(frozen=True)
class LateRow:
    """A team that is committing: whom it waits for, when they were last invited and reminded, whether time runs out."""

    team: Team
    ring: Ring
    waits: tuple[Party, ...]
    declined: tuple[Party, ...]
    invited_at: datetime | None
    reminded_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Waiting:
    """The teams that are committing: first those in which somebody declined, then by their deadlines.

    `total` counts them all, `late` those whose time runs out, `declined` those in which somebody declined.
    """

    rows: tuple[LateRow, ...] = ()
    total: int = 0
    late: int = 0
    declined: int = 0


@dataclass(frozen=True)
class Overview:
    funnel: Funnel
    steps: tuple[Step, ...]
    homes: Mapping[str, int]
    teams_open: int
    people_open: int
    days_left: int
    waiting: Waiting
    turns: tuple[Turn, ...]
    arrivals: Arrivals | None
    curve: Curve | None
    mail: tuple[WeekOfMail, ...]
    bounced: int
    announced: Shown | None


@dataclass(frozen=True)
class TeamFunnel:
    """Teams by how far they got, for the API."""

    started: int
    first_promise: int
    committed: int
    confirmed: int
    arrived: int


def overview(convening: Convening, *, at: datetime) -> Overview:
    """All that the page shows, in at most ten statements whatever the size."""
    numbers, homes = funnel(convening), homes_of(convening)
    on_the_day = convening.state in ON_THE_DAY
    here = arrivals(convening) if on_the_day else None
    waiting = Waiting() if on_the_day else waiting_for(convening, at=at)
    mail = tuple(week_of_mail(convening, at=at))
    return Overview(
        funnel=numbers,
        steps=funnel_steps(numbers, homes, here),
        homes={home.us_state: home.complete for home in homes if home.complete},
        teams_open=max(0, convening.capacity_teams - sum(home.placed for home in homes)),
        people_open=max(0, convening.capacity_people - numbers.people_confirmed),
        days_left=(convening.local(convening.promise_by_at).date() - convening.local(at).date()).days,
        waiting=waiting,
        turns=() if on_the_day else tuple(turns_of(convening, numbers)),
        arrivals=here,
        curve=first_day(here, convening) if here else None,
        mail=mail,
        bounced=sum(row.failed for row in mail),
        announced=standing(convening, at=at),
    )


def funnel_of(*, convening: Convening) -> TeamFunnel:
    """The funnel as five numbers. Seven statements."""
    numbers, homes = funnel(convening), homes_of(convening)
    return TeamFunnel(
        started=numbers.registered, first_promise=sum(home.first_promise for home in homes), committed=numbers.complete,
        confirmed=numbers.confirmed, arrived=len(arrivals(convening).arrived),
    )


def homes_of(convening: Convening) -> list[Home]:
    """The teams by state. One statement."""
    signed = Party.objects.filter(agreement=OuterRef("agreement"), answer__state=CommitmentState.SIGNED)
    rows = (
        Team.objects.filter(convening=convening)
        .annotate(has_first=Exists(signed))
        .values("us_state")
        .annotate(
            complete=Count("pk", filter=Q(state=TeamState.COMMITTED)),
            first_promise=Count("pk", filter=Q(has_first=True)),
            placed=Count("pk", filter=Q(place__in=COUNTED_PLACES)),
        )
        .order_by("us_state")
    )
    return [Home(**row) for row in rows]


def funnel_steps(numbers: Funnel, homes: list[Home], here: Arrivals | None) -> tuple[Step, ...]:
    """The funnel's rows, each with a line about those who wait before the next."""
    first = sum(home.first_promise for home in homes)
    drafts = ngettext("%(n)d is still a draft", "%(n)d are still drafts", numbers.draft) % {"n": numbers.draft}
    waiting = ngettext("%(n)d waits for more", "%(n)d wait for more", numbers.committing) % {"n": numbers.committing}
    steps = [
        Step(_("Started"), numbers.registered, drafts),
        Step(_("First promise in"), first, waiting),
        Step(_("Committed"), numbers.complete, _("every office is in")),
        Step(_("Confirmed"), numbers.confirmed, _beside_confirmed(numbers)),
    ]
    if here is not None:
        note = _("%(n)d partly here") % {"n": len(here.partly_here)}
        steps.append(Step(_("Arrived"), len(here.arrived), note))
    return tuple(steps)


def _beside_confirmed(numbers: Funnel) -> str:
    """Where the other complete teams are; a place that is kept so is taken as well."""
    kinds = (
        (numbers.selected, _("%(n)d selected, not told yet")), (numbers.offered, _("%(n)d offered a place")),
        (numbers.in_check, _("%(n)d to be checked first")), (numbers.held, _("%(n)d held to a date")),
    )  # fmt: skip
    said = [_("%(n)d on the waitlist") % {"n": numbers.waitlisted}]
    return ", ".join([*said, *(words % {"n": number} for number, words in kinds if number)])


def waiting_for(convening: Convening, *, at: datetime) -> Waiting:
    """Whom the convening waits for. Two statements."""
    committing = list(Team.objects.filter(convening=convening, state=TeamState.COMMITTING).order_by("folded_name"))
    for team in committing:
        team.convening = convening
    rows = rows_of(committing, at=at)
    rows.sort(key=lambda row: (not row.declined, row.team.deadline))
    late, declined = sum(row.is_late for row in rows), sum(bool(row.declined) for row in rows)
    return Waiting(tuple(rows[:LATE_ROWS]), len(rows), late, declined)


def late_rows(convening: Convening, *, at: datetime) -> list[LateRow]:
    """The late teams, the most urgent first. Three statements, one where nobody is late."""
    return rows_of([row.team for row in late_teams(convening, at)], at=at)


def rows_of(teams: list[Team], *, at: datetime) -> list[LateRow]:
    """Teams with their offices, in their order. One statement."""
    by_agreement: dict[int | None, list[Party]] = {}
    for party in parties_in_lists().filter(agreement__in=[team.agreement_id for team in teams]):
        by_agreement.setdefault(party.agreement_id, []).append(party)
    return [_late_row(team, by_agreement.get(team.agreement_id, []), at=at) for team in teams]


def _late_row(team: Team, parties: list[Party], *, at: datetime) -> LateRow:
    missing = [party for party in parties if party.is_gating and not party.has_signed]
    declined = [party for party in missing if party.answer is not None and party.answer.state in _NO]
    waits = [party for party in missing if party not in declined]
    invited = [party.answer.at for party in waits if party.answer is not None]
    reminded = [party.reminded_at for party in waits if party.reminded_at is not None]
    return LateRow(
        team=team, ring=ring_of(parties, sealed=False), waits=tuple(waits), declined=tuple(declined),
        invited_at=max(invited, default=team.invited_at), reminded_at=max(reminded, default=None),
        is_late=team.deadline <= at + SOON,
    )


_NO = frozenset({CommitmentState.DECLINED, CommitmentState.WITHDRAWN})
