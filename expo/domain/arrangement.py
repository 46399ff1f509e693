"""Arranging a floor as long work: asked for, searched by a worker, judged, and put before people as a proposal."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from expo.domain.arrangement_figures import check, first_come_first_served
from expo.domain.ended import check_not_ended
from expo.domain.floor_facts import Reading, read_floor
from expo.domain.floor_figures import lines_of, moves_of
from expo.domain.floor_problem import contradiction_of, problem_of
from expo.domain.floors import hold_halls
from expo.models import Hall
from expo.states import Emphasis, Mode, Reason
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from journal.refusals import Refusal

KIND = "expo.arrange"
PROPOSAL = "expo.floor"
USUAL = {reason.value: Emphasis.CLEARLY.value for reason in Reason}
ITERATIONS = 15_000  # for each booth: about 5 s for a floor of 400
SECONDS = 120.0  # then a search ends early, on a machine that is very busy
LATELY = timedelta(minutes=10)


class NoBooths(Refusal):
    code = "no_booths"
    words = _("This hall has no booths yet. Add them first, then arrange the floor.")


class NobodyToPlace(Refusal):
    code = "nobody_to_place"
    words = _("No team has a confirmed place yet, so there is nobody to arrange. Come back when places are given.")


class RulesContradict(Refusal):
    code = "rules_contradict"
    words = _("Not all teams can stand: some needs and pins contradict each other. See which, and release one.")


def check_arrangeable(hall: Hall, *, leave_out: bool) -> Reading:
    """What would be arranged. Refusals: no_booths, nobody_to_place, rules_contradict."""
    reading = read_floor(hall, leave_out=leave_out)
    if not reading.floor.booths:
        raise NoBooths
    if not reading.floor.teams:
        raise NobodyToPlace
    if contradiction_of(reading.floor) is not None:
        raise RulesContradict
    return reading


def ask_arrangement(
    *,
    hall: Hall,
    mode: str,
    by: str,
    at: datetime,
    weights: Mapping[str, str] = USUAL,
    leave_out: bool = False,
    seed: int = 1,
) -> Job:
    """Let a worker look for a better floor; what goes on already is not asked for twice.

    weights: an Emphasis for each Reason; leave_out: who cannot stand by the fair assignment stays without a booth.
    Refusals: expo_ended, and those of check_arrangeable.
    """
    check_not_ended(hall, at)
    check_arrangeable(hall, leave_out=leave_out)
    args = {
        "hall": hall.pk, "mode": Mode(mode).value, "leave_out": leave_out, "seed": seed,
        "weights": {reason.value: Emphasis(weights[reason]).value for reason in Reason},
        "language": translation.get_language() or "en",
    }  # fmt: skip
    return _ask(hall, args, by=by, at=at)


@transaction.atomic
def _ask(hall: Hall, args: dict[str, Any], *, by: str, at: datetime) -> Job:
    hold_halls(convening_id=hall.convening_id)
    newest = newest_work(hall, at=at)
    if newest is not None and newest.ended_at is None:
        return newest
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=hall.convening_id)


def newest_work(hall: Hall, *, at: datetime) -> Job | None:
    """The newest search for this hall, if it goes on or has ended lately."""
    asked = Job.objects.filter(kind=KIND, convening_id=hall.convening_id, args__hall=hall.pk)
    return asked.filter(Q(ended_at=None) | Q(ended_at__gt=at - LATELY)).order_by("-pk").first()


def proposals_of(hall: Hall) -> "list[Proposal]":
    """All proposals for this hall, newest first."""
    return list(Proposal.objects.filter(kind=PROPOSAL, convening_id=hall.convening_id, subject=subject_of(hall)))


def subject_of(hall: Hall) -> str:
    """How a proposal names the hall."""
    return f"hall:{hall.pk}"


def run_arrangement(job: Job, progress: Callable[[int, int], None], *, at: datetime) -> dict[str, Any]:
    """The worker's part. Begun again after its worker died it makes the same proposal.

    Refusals: those of check_arrangeable.
    """
    hall = Hall.objects.get(pk=job.args["hall"])
    with translation.override(job.args["language"]):
        reading = check_arrangeable(hall, leave_out=job.args["leave_out"])
        proposal = find_proposal(hall, reading, job.args, progress=progress, by=job.started_by, at=at, job=job)
    return {"proposal": proposal.pk, "moved": len(proposal.rows)} if proposal is not None else {"moved": 0}


def find_proposal(
    hall: Hall,
    reading: Reading,
    args: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    job: Job | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Proposal | None:
    """Search, judge what was found, and propose it; None where nobody has to move."""
    from expo.domain.arranging import arrange  # here: no web process runs the search

    floor = reading.floor
    problem = problem_of(floor, weights=args["weights"], moves_least=args["mode"] == Mode.LEAST)
    budget = args.get("iterations", ITERATIONS) * len(floor.booths)
    found = arrange(problem, seed=args["seed"], iterations=budget, seconds=SECONDS, progress=progress)
    worth = check(problem, found.booth)  # by the judge, who shares nothing with the search
    moves = moves_of(floor, problem, found.booth)
    if not moves:
        return None
    stands = tuple(team.at for team in floor.teams)
    lines = lines_of(floor, first=first_come_first_served(problem), stands=stands, proposal=found.booth)
    figures = {
        "lines": [asdict(line) for line in lines], "cost": worth.cost, "teams": len(floor.teams),
        "pins": len(problem.pinned), "unplaced": [asdict(left) for left in reading.unplaced],
        "iterations": found.iterations, "ended_early": found.ended_early,
    }  # fmt: skip
    return proposals.propose(
        kind=PROPOSAL, convening_id=hall.convening_id, subject=subject_of(hall), base_version=floor.version,
        args={name: value for name, value in args.items() if name != "language"}, figures=figures,
        rows=[move.row() for move in moves], job=job, by=by, at=at,
    )  # fmt: skip
