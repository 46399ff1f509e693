"""Seats as long work: asked for, sought by a worker, judged, and put before people as a proposal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.known_places import on_the_move
from breakouts.domain.programmes import hold_programme
from breakouts.domain.seat_access import no_room_in
from breakouts.domain.seat_reasons import reason_of
from breakouts.domain.seating_contradictions import Contradiction, plain_contradiction, tied_contradiction
from breakouts.domain.seating_figures import check, counts_of, figures_of, first_come_first_served, why_seats
from breakouts.domain.seating_from_choices import Reading, read_seating
from breakouts.domain.seating_problem import NoSeating, Problem, Seats, Solution
from breakouts.models import Programme
from breakouts.states import SeatingMode
from convenings.models import Convening
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from journal.refusals import Refusal

KIND = "breakouts.seat"
PROPOSAL = "breakouts.seats"
SECONDS_TO_EXPLAIN = 15.0  # then a contradiction is named, be it the smallest or not
SECONDS = 60.0  # then a search over rounds that are tied ends early
LATELY = timedelta(minutes=10)
FEWER = frozenset({"unranked", "with_mate", "moved"})  # figures of which fewer is better
Row = Sequence[int | None]
Progress = Callable[[int, int], None]


class NoRounds(Refusal):
    code = "no_rounds"
    words = gettext_lazy("No round lies ahead: place two breakouts or more at the same time, then propose seats.")


class NobodyToSeat(Refusal):
    code = "nobody_to_seat"
    words = gettext_lazy("Nobody comes for certain yet, so there is nobody to seat. Come back when places are given.")


class TooFewSeats(Refusal):
    code = "too_few_seats"


class NoStepFreeRoom(Refusal):
    code = "no_step_free_room"


class SeatsOnTheMove(Refusal):
    code = "seats_on_the_move"
    words = gettext_lazy(
        "People see their seats, and breakouts have been placed or moved since the newest release. Release the"
        " programme first; then propose seats."
    )


class SeatsContradict(Refusal):
    code = "seats_contradict"
    words = gettext_lazy(
        "Some rules contradict each other, so that not everybody can have a seat. Release one of them."
    )


@dataclass(frozen=True)
class Line:
    """One figure: under first come, first served; as it stands; as proposed. `of`: how many it could be."""

    key: str
    of: int
    first: int
    stands: int
    proposal: int

    def as_data(self) -> dict[str, Any]:
        return dict(vars(self))


def check_seatable(convening: Convening, *, at: datetime) -> Reading:
    """What would be seated.

    Refusals: seats_on_the_move, no_rounds, nobody_to_seat, too_few_seats, no_step_free_room, seats_contradict.
    """
    programme = Programme.objects.filter(convening=convening).first()
    if programme is not None and on_the_move(programme):
        raise SeatsOnTheMove
    reading = read_seating(convening, at=at)
    if not reading.rounds:
        raise NoRounds
    if not reading.people:
        raise NobodyToSeat
    for each, wanting in zip(reading.rounds, reading.wanting, strict=True):
        if wanting > each.seats:
            facts = {"round": each.slot.label, "people": wanting, "seats": each.seats}
            raise TooFewSeats(
                _("In “%(round)s” there is room for %(seats)s, and %(people)s people want a seat. Add a session, or"
                  " move one to a larger room.") % facts
            )  # fmt: skip
    _check_access(reading)
    if plain_contradiction(reading.problem, reading.bars, reading.rooms) is not None:
        raise SeatsContradict
    return reading


def _check_access(reading: Reading) -> None:
    """Refuse where a round has no room at all for those who need one without steps."""
    for slot, each in enumerate(reading.rounds):
        places = frozenset(range(len(each.sessions)))
        people = sum(barred == places for (_person, at), barred in reading.problem.barred.items() if at == slot)
        if people:
            raise NoStepFreeRoom(no_room_in(each.slot, people))


def ask_seating(*, convening: Convening, mode: str, by: str, at: datetime, seed: int = 1) -> Job:
    """Let a worker look for seats; what goes on already is not asked for twice. Refusals: those of check_seatable."""
    check_seatable(convening, at=at)
    args = {"mode": SeatingMode(mode).value, "seed": seed, "language": translation.get_language() or "en"}
    return _ask(convening, args, by=by, at=at)


@transaction.atomic
def _ask(convening: Convening, args: dict[str, Any], *, by: str, at: datetime) -> Job:
    hold_programme(convening=convening)
    newest = newest_work(convening, at=at)
    if newest is not None and newest.ended_at is None:
        return newest
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=convening.pk)


def newest_work(convening: Convening, *, at: datetime) -> Job | None:
    """The newest search for seats, if it goes on or has ended lately."""
    asked = Job.objects.filter(kind=KIND, convening_id=convening.pk)
    return asked.filter(Q(ended_at=None) | Q(ended_at__gt=at - LATELY)).order_by("-pk").first()


def subject_of(convening_id: int) -> str:
    """How a proposal names what it is for."""
    return f"seats:{convening_id}"


def run_seating(job: Job, progress: Progress, *, at: datetime) -> dict[str, Any]:
    """The worker's part. Begun again after its worker died it makes the same proposal.

    Where the rules contradict each other the result names those. Refusals: those of check_seatable.
    """
    assert job.convening_id is not None
    convening = Convening.objects.get(pk=job.convening_id)
    progress(0, 4)
    with translation.override(job.args["language"]):
        reading = check_seatable(convening, at=at)
        try:
            made = find_proposal(
                convening, reading, job.args, by=job.started_by, at=at, job=job, progress=progress
            )
        except NoSeating:
            found = tied_contradiction(reading.problem, seconds=SECONDS_TO_EXPLAIN)
            rules = rules_by_id(found, reading) if found is not None else []
            return {"moved": 0, "clash": rules, "is_smallest": found is not None and found.is_minimal}
    return {"proposal": made.pk, "moved": len(made.rows)} if made is not None else {"moved": 0}


def find_proposal(
    convening: Convening,
    reading: Reading,
    args: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    job: Job | None = None,
    progress: Progress = lambda done, total: None,
) -> Proposal | None:
    """Seat, judge what was found, and propose it; None where nobody's seat changes. Raises NoSeating."""
    progress(1, 4)
    found = _seat(reading, mode=args["mode"], seed=args["seed"])
    progress(2, 4)  # the last moment to cancel
    check(reading.problem, found.seat)  # by the judge, who shares nothing with the search
    rows = _rows(reading, found.seat)
    progress(3, 4)
    if not rows:
        return None
    figures = {
        "lines": [line.as_data() for line in _lines(reading.problem, found.seat)],
        "people": len(reading.people), "rounds": len(reading.rounds), "pins": len(reading.problem.pinned),
        "is_proven": found.is_proven, "ended_early": found.ended_early,
    }  # fmt: skip
    return proposals.propose(
        kind=PROPOSAL, convening_id=convening.pk, subject=subject_of(convening.pk), base_version=reading.version,
        args={"mode": args["mode"], "seed": args["seed"]}, figures=figures, rows=rows, job=job, by=by, at=at,
    )


def _seat(reading: Reading, *, mode: str, seed: int) -> Solution:
    from breakouts.domain.seating import reseat_people, seat_people  # here: no web process runs the search

    sits = any(place is not None for row in reading.problem.standing for place in row)
    search = reseat_people if mode == SeatingMode.LEAST and sits else seat_people
    return search(reading.problem, seed=seed, seconds=SECONDS)


def rules_by_id(found: Contradiction, reading: Reading) -> list[dict[str, Any]]:
    """The rules by the ids of what they are about, as a job's result keeps them."""
    return [
        {
            "kind": rule.kind,
            "session": reading.session(rule.slot, rule.session).pk
            if rule.slot is not None and rule.session is not None else None,
            "people": [reading.people[person].pk for person in rule.people],
        }
        for rule in found.rules
    ]  # fmt: skip


def _lines(problem: Problem, seat: Seats) -> list[Line]:
    """The figures that people compare."""
    first, stands, proposal = (
        _counted(problem, rows) for rows in (first_come_first_served(problem), problem.standing, seat)
    )
    places = problem.people * problem.slots - len(problem.away)
    wished = sum(
        bool(wishes) for person, row in enumerate(problem.ranked) for slot, wishes in enumerate(row)
        if (person, slot) not in problem.away
    )
    of = {
        "seats": places, "first": wished, "second": wished, "unranked": wished, "covered": _coverable(problem),
        "with_mate": places, "moved": sum(at is not None for row in problem.standing for at in row),
    }
    return [Line(key, of[key], first[key], stands[key], proposal[key]) for key in of]


def _counted(problem: Problem, seat: Sequence[Row]) -> dict[str, int]:
    figures = figures_of(problem, seat)
    there = [(person, slot, at) for person, row in enumerate(seat) for slot, at in enumerate(row) if at is not None]
    wished = sum(
        bool(wishes) and seat[person][slot] not in wishes
        for person, row in enumerate(problem.ranked) for slot, wishes in enumerate(row)
        if (person, slot) not in problem.away
    )
    return {
        "seats": len(there), "first": figures.ranks[0], "second": sum(figures.ranks[:2]), "unranked": wished,
        "covered": len({(problem.team[person], slot, at) for person, slot, at in there if problem.team[person]}),
        "with_mate": figures.with_team_mate, "moved": figures.moved,
    }


def _coverable(problem: Problem) -> int:
    """How many sessions all teams together could cover at most."""
    members: dict[tuple[int, int], int] = {}
    for person in range(problem.people):
        for slot in range(problem.slots):
            if (team := problem.team[person]) is not None and (person, slot) not in problem.away:
                members[team, slot] = members.get((team, slot), 0) + 1
    return sum(min(number, len(problem.capacity[slot])) for (_team, slot), number in members.items())


def _rows(reading: Reading, seat: Seats) -> list[dict[str, Any]]:
    """One row for each person whose seats change, those first who fare worst."""
    rows, counts = [], counts_of(reading.problem, seat)
    for person, who in enumerate(reading.people):
        stood = reading.problem.standing[person]
        changed = [slot for slot, at in enumerate(seat[person]) if at is not None and at != stood[slot]]
        if not changed:
            continue
        whys = {why.slot: why for why in why_seats(reading.problem, seat, person, counts)}
        moves = [
            {
                "slot": reading.rounds[slot].slot.pk, "from": _pk(reading, slot, stood[slot]),
                "to": _pk(reading, slot, seat[person][slot]), "why": reason_of(whys[slot], reading),
            }
            for slot in changed
        ]  # fmt: skip
        rows.append({"key": str(who.pk), "attendee": who.pk, "moves": moves})
    return sorted(rows, key=lambda row: (-max(_ill(move["why"]) for move in row["moves"]), row["attendee"]))


def _pk(reading: Reading, slot: int, place: int | None) -> int | None:
    return None if place is None else reading.session(slot, place).pk


def _ill(why: Mapping[str, Any]) -> int:
    """How ill somebody fares: the rank, above all ranks where none could be had."""
    return {"unranked": 99, "wish": why.get("rank") or 0}.get(why["kind"], 0)
