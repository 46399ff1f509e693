"""The rota of a hall as long work: reckoned without a lock, then written team by team in short transactions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from expo.domain.crews import TeamCrew, crews_of, hold_crew
from expo.domain.ended import check_not_ended
from expo.domain.rota import Shifts, plan_crews
from expo.domain.shift_rules import pins_contradict
from expo.models import Hall, Shift, Wave
from jobs.domain import work
from jobs.models import Job
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Team

KIND = "expo.rota"
LATELY = timedelta(minutes=10)
Progress = Callable[[int, int], None]


class NoWaves(Refusal):
    code = "no_waves"
    words = gettext_lazy("This hall has no waves yet. Divide its time first.")


class TeamChanged(Refusal):
    code = "team_changed"
    words = gettext_lazy("This team has changed while its rota was planned. Nothing was changed now; plan it again.")


def ask_rota(*, hall: Hall, team: Team | None = None, by: str, at: datetime) -> Job:
    """Let a worker plan the rota of all teams of the hall, or of one; what goes on already is not asked for twice.

    Refusals: expo_ended, no_waves.
    """
    check_not_ended(hall, at)
    if not Wave.objects.filter(hall=hall).exists():
        raise NoWaves
    only = team.pk if team is not None else None
    newest = newest_plan(hall, at=at)
    if newest is not None and newest.ended_at is None and newest.args["team"] == only:
        return newest
    return work.ask(kind=KIND, args={"hall": hall.pk, "team": only}, by=by, at=at, convening_id=hall.convening_id)


def newest_plan(hall: Hall, *, at: datetime) -> Job | None:
    """The newest planning of this hall, if it goes on or has ended lately."""
    asked = Job.objects.filter(kind=KIND, convening_id=hall.convening_id, args__hall=hall.pk)
    return asked.filter(Q(ended_at=None) | Q(ended_at__gt=at - LATELY)).order_by("-pk").first()


def run_rota(job: Job, progress: Progress, *, at: datetime) -> dict[str, Any]:
    """The worker's part, in figures. Begun again after its worker died it comes to the same shifts.

    `changed` teams are left as they stand, and so are those whose pins `contradict` the rules.
    """
    hall, team = Hall.objects.get(pk=job.args["hall"]), job.args["team"]
    crews = crews_of(hall, teams=None if team is None else [team])
    free = [crew for crew in crews if not pins_contradict(crew.crew)]
    steps = 2 * len(free) or 1
    progress(0, steps)
    rotas = plan_crews([crew.crew for crew in free], progress=lambda done, of: progress(done, steps))
    told = {"planned": 0, "gaps": 0, "changed": 0, "contradict": len(crews) - len(free)}
    for number, (crew, rota) in enumerate(zip(free, rotas, strict=True), start=1):
        try:
            write_shifts(found=crew, shifts=rota.shifts, by=job.started_by, at=at)
        except TeamChanged:
            told["changed"] += 1
        else:
            told["planned"] += 1
            told["gaps"] += len(rota.gaps)
        progress(len(free) + number, steps)
    return told


@transaction.atomic
def write_shifts(*, found: TeamCrew, shifts: Shifts, by: str, at: datetime) -> None:
    """Write a team's rota, if people, presentations, waves, rules and shifts are as they were when it was found.

    Who keeps a shift keeps its row. Refusals: team_changed.
    """
    now = hold_crew(found.team.pk)
    if now is None or now.problem != found.problem:
        raise TeamChanged
    wanted = {
        (found.people[member].pk, found.waves[wave].pk)
        for member, row in enumerate(shifts) for wave, stands in enumerate(row) if stands
    }  # fmt: skip
    standing = {(shift.attendee_id, shift.wave_id) for shift in now.held.values()}
    if wanted == standing:
        return
    keep = [shift.pk for shift in now.held.values() if (shift.attendee_id, shift.wave_id) in wanted]
    Shift.objects.filter(attendee__team=found.team).exclude(pk__in=keep).delete()
    Shift.objects.bulk_create(Shift(attendee_id=who, wave_id=when) for who, when in sorted(wanted - standing))
    data = {"new": len(wanted - standing), "gone": len(standing - wanted)}
    record(
        kind="rota.planned", by=by, at=at, subject=f"team:{found.team.pk}", convening_id=found.team.convening_id,
        data=data,
    )  # fmt: skip
