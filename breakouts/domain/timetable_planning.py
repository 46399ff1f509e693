"""A timetable as long work: asked for, searched by a worker, judged, and put before people as a proposal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from breakouts.domain.programmes import hold_programme, version_of
from breakouts.domain.published import frozen_in
from breakouts.domain.schedule_facts import Schedule, read_schedule
from breakouts.domain.timetable_contradictions import find_contradiction, plain_contradiction
from breakouts.domain.timetable_figures import check, figures_of
from breakouts.domain.timetable_from_sessions import Reading, problem_of, wishes_in
from breakouts.domain.timetable_problem import NoTimetable, Place, Problem
from breakouts.domain.timetable_rules import Rule
from breakouts.states import TimetableMode
from convenings.models import Convening
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from journal.refusals import Refusal

KIND = "breakouts.timetable"
PROPOSAL = "breakouts.timetable"
ITERATIONS = 40_000  # for each session: about 9 s for 150
SECONDS = 120.0  # then a search ends early, on a machine that is very busy
SECONDS_TO_EXPLAIN = 15.0  # then rules are named that contradict each other, be they the fewest or not
LATELY = timedelta(minutes=10)
FEWER = frozenset({"missed_wishes", "overflow", "same_track_pairs", "travels", "moved"})  # of these, fewer is better


class NothingToTimetable(Refusal):
    code = "nothing_to_timetable"
    words = _("There are no breakouts, rooms and times to make a timetable of. Add them first.")


class RulesContradict(Refusal):
    code = "rules_contradict"
    words = _("Not all sessions can have a room and time: rules contradict each other. See which, and release one.")


@dataclass(frozen=True)
class ClashIds:
    """Rules that contradict each other, by ids, as a job keeps them. No rules: there are fewer places than sessions,
    or, with no sessions either, the clock ran out before any were found. `is_smallest`: proven so."""

    rules: tuple[dict[str, Any], ...]
    places: int
    sessions: int
    is_smallest: bool = True


def read_problem(convening: Convening, *, mode: str, frees_public: bool = False) -> tuple[Schedule, Reading]:
    """What would be timetabled; frees_public: sessions may move though they are public where they stand.

    Eight statements at most. Refusals: nothing_to_timetable.
    """
    schedule = read_schedule(convening)
    frozen = frozenset[int]() if frees_public else frozen_in(schedule)
    reading = problem_of(schedule, wishes_in(convening), mode=TimetableMode(mode), frozen=frozen)
    if not (reading.sessions and reading.rooms and reading.slots):
        raise NothingToTimetable
    return schedule, reading


def ask_timetable(
    *, convening: Convening, mode: str, frees_public: bool = False, by: str, at: datetime, seed: int = 1
) -> Job:
    """Let a worker look for a better timetable; what goes on already is not asked for twice.

    Refusals: nothing_to_timetable, rules_contradict where that is seen without a search.
    """
    __, reading = read_problem(convening, mode=mode, frees_public=frees_public)
    if plain_contradiction(reading.problem) is not None:
        raise RulesContradict
    args = {
        "mode": TimetableMode(mode).value, "frees_public": frees_public, "seed": seed,
        "language": translation.get_language() or "en",
    }  # fmt: skip
    return _ask(convening, args, by=by, at=at)


@transaction.atomic
def _ask(convening: Convening, args: dict[str, Any], *, by: str, at: datetime) -> Job:
    hold_programme(convening=convening)
    newest = newest_work(convening, at=at)
    if newest is not None and newest.ended_at is None:
        return newest
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=convening.pk)


def newest_work(convening: Convening, *, at: datetime) -> Job | None:
    """The newest search, if it goes on or has ended lately."""
    asked = Job.objects.filter(kind=KIND, convening_id=convening.pk)
    return asked.filter(Q(ended_at=None) | Q(ended_at__gt=at - LATELY)).order_by("-pk").first()


def proposals_of(convening: Convening) -> list[Proposal]:
    """All proposals of timetables, newest first."""
    return list(Proposal.objects.filter(kind=PROPOSAL, convening_id=convening.pk))


def subject_of(convening: Convening) -> str:
    """How a proposal names what it is for."""
    return f"programme:{convening.pk}"


def run_timetable(job: Job, progress: Callable[[int, int], None], *, at: datetime) -> dict[str, Any]:
    """The worker's part: a proposal, or the rules that are in the way. Begun again it comes to the same.

    Refusals: nothing_to_timetable.
    """
    convening = Convening.objects.get(pk=job.convening_id or 0)
    with translation.override(job.args["language"]):
        version = version_of(convening)
        frees = job.args.get("frees_public", False)
        schedule, reading = read_problem(convening, mode=job.args["mode"], frees_public=frees)
        try:
            proposal = find_proposal(
                schedule, reading, job.args, version=version, by=job.started_by, at=at, job=job, progress=progress
            )
        except NoTimetable:
            return {"moved": 0, "clash": asdict(clash_in(reading, seconds=SECONDS_TO_EXPLAIN))}
    return {"proposal": proposal.pk, "moved": len(proposal.rows)} if proposal is not None else {"moved": 0}


def clash_in(reading: Reading, *, seconds: float | None) -> ClashIds:
    """Why there is no timetable; for workers, since it may need a search."""
    found = find_contradiction(reading.problem, seconds=seconds)
    if found is None:
        return ClashIds((), 0, 0, is_smallest=False)
    return replace(ids_of(reading, found.rules, found.places), is_smallest=found.is_minimal)


def ids_of(reading: Reading, rules: Sequence[Rule], places: int) -> ClashIds:
    """Rules by the ids of what they are about."""
    named = tuple(
        {"kind": rule.kind, "sessions": [reading.sessions[one] for one in rule.sessions], "presenter": rule.presenter}
        for rule in rules
    )
    return ClashIds(named, places, len(reading.sessions))


def find_proposal(
    schedule: Schedule,
    reading: Reading,
    args: Mapping[str, Any],
    *,
    version: int,
    by: str,
    at: datetime,
    job: Job | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Proposal | None:
    """Search, judge what was found, and propose it; None where nothing has to move. Raises NoTimetable."""
    from breakouts.domain.timetable import plan_timetable  # here: no web process runs the search

    problem, convening = reading.problem, schedule.convening
    budget = args.get("iterations", ITERATIONS) * problem.sessions
    found = plan_timetable(problem, seed=args["seed"], iterations=budget, seconds=SECONDS, progress=progress)
    worth = check(problem, found.place)  # by the judge, who shares nothing with the search
    rows = rows_of(reading, found.place)
    if not rows:
        return None
    figures = {
        "lines": lines_of(problem, found.place), "cost": worth.cost, "sessions": problem.sessions,
        "people": len(problem.wishes), "pins": len(problem.pinned), "frozen": len(problem.frozen),
        "iterations": found.iterations, "ended_early": found.ended_early,
    }  # fmt: skip
    return proposals.propose(
        kind=PROPOSAL, convening_id=convening.pk, subject=subject_of(convening), base_version=version,
        args={name: value for name, value in args.items() if name != "language"}, figures=figures, rows=rows, job=job,
        by=by, at=at,
    )  # fmt: skip


def lines_of(problem: Problem, proposal: Sequence[Place]) -> list[dict[str, Any]]:
    """The figures as it stands and as proposed, each counted the same way."""
    standing = problem.standing or (None,) * problem.sessions
    stands, then = asdict(figures_of(problem, standing)), asdict(figures_of(problem, proposal))
    stands["placed"], then["placed"] = sum(at is not None for at in standing), len(proposal)
    most = {"placed": problem.sessions, "missed_wishes": sum(len(wishes) for wishes in problem.wishes)}
    names = ("placed", "missed_wishes", "overflow", "same_track_pairs", "travels", "moved")
    return [{"key": key, "of": most.get(key, 0), "stands": stands[key], "proposal": then[key]} for key in names]


def rows_of(reading: Reading, proposal: Sequence[Place]) -> list[dict[str, Any]]:
    """Which sessions move, the most useful first: ids of rooms and times, and why as a code."""
    problem = reading.problem
    standing = problem.standing or (None,) * problem.sessions
    found = []
    for one, (was, now) in enumerate(zip(standing, proposal, strict=True)):
        if was == now:
            continue
        why, worth = _reason(problem, one, list(standing), list(proposal))
        stood, to = reading.place(was) or (None, None), reading.place(now) or (None, None)
        session = reading.sessions[one]
        row = {"key": str(session), "session": session, "from_room": stood[0], "from_slot": stood[1], "to_room": to[0]}
        found.append(row | {"to_slot": to[1], "why": why, "worth": worth})
    return sorted(found, key=lambda row: (-row["worth"], row["session"]))


def _reason(problem: Problem, one: int, before: list[Place | None], after: list[Place | None]) -> tuple[str, int]:
    """The weightiest reason of a session's own, and how many people or pairs it is worth."""
    was, now = before[one], after[one]
    if was is None or now is None:
        return "new", 10_000
    if was in problem.shut or not problem.available[one][was[1]] or not problem.fits[one][was[0]]:
        return "rule", 5_000
    gains = {
        "wishes": _missed(problem, one, before) - _missed(problem, one, after),
        "seats": problem.overflow[one][was[0]] - problem.overflow[one][now[0]],
        "track": _beside(problem, one, before) - _beside(problem, one, after),
    }
    why, worth = max(gains.items(), key=lambda gain: gain[1])
    return (why, worth) if worth > 0 else ("room", 0)


def _missed(problem: Problem, one: int, places: Sequence[Place | None]) -> int:
    """How many people want this session and another one at its time."""
    here = places[one]
    slot = here[1] if here else None
    return sum(
        any(other != one and (at := places[other]) is not None and at[1] == slot for other in wishes)
        for wishes in problem.wishes
        if one in wishes
    )


def _beside(problem: Problem, one: int, places: Sequence[Place | None]) -> int:
    """How many sessions of its track are at its time."""
    here, track = places[one], problem.track[one] if problem.track else None
    if here is None or track is None:
        return 0
    return sum(
        other != one and problem.track[other] == track and at is not None and at[1] == here[1]
        for other, at in enumerate(places)
    )
