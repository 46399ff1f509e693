"""What is wrong with a place, and with a schedule: one list, for pages, API, solver and release alike.

Impossible: a session must not be there, and is not put there (schedule_impossible). Unwise: it may, and somebody pays
for it (schedule_unwise). Hint: good to know (schedule_hints). What is missing altogether: schedule_gaps.
"""

from breakouts.domain.schedule_facts import Schedule
from breakouts.domain.schedule_gaps import GAPS
from breakouts.domain.schedule_hints import HINTS
from breakouts.domain.schedule_impossible import FORBID, REFUSALS
from breakouts.domain.schedule_problem import Place, Problem
from breakouts.domain.schedule_unwise import UNWISE
from breakouts.states import Level

CHECKS = (*FORBID, *UNWISE, *HINTS)


def problems_at(
    schedule: Schedule, *, session: int, room: int, slot: int, only_forbidding: bool = False
) -> list[Problem]:
    """What is wrong with a session in a room and slot, the worst first; wherever it stands now."""
    place = Place(schedule, schedule.sessions[session], schedule.rooms[room], schedule.slots[slot])
    checks = FORBID if only_forbidding else CHECKS
    return [problem for check in checks for problem in check(place)]


def refuse_impossible(
    schedule: Schedule, *, session: int, room: int, slot: int, only: frozenset[str] = frozenset(REFUSALS)
) -> None:
    """Raise the first of what makes a place impossible, as a refusal of the same code; only: codes looked at."""
    for problem in problems_at(schedule, session=session, room=room, slot=slot, only_forbidding=True):
        if problem.code in only:
            raise REFUSALS[problem.code](problem.words)


def forbidden(schedule: Schedule) -> list[Problem]:
    """What is impossible in the schedule as it stands; each pair once."""
    return _standing(schedule, only_forbidding=True)


def conflicts(schedule: Schedule) -> list[Problem]:
    """What is wrong with the schedule as it stands, the worst first; each pair once."""
    rest = [problem for gaps in GAPS for problem in gaps(schedule)]
    order = list(Level)
    return sorted([*_standing(schedule), *rest], key=lambda one: order.index(one.level))


def _standing(schedule: Schedule, *, only_forbidding: bool = False) -> list[Problem]:
    found: dict[tuple[str, frozenset[int], str], Problem] = {}
    for session in schedule.sessions.values():
        if session.room is None or session.slot is None:
            continue
        for problem in problems_at(
            schedule, session=session.id, room=session.room, slot=session.slot, only_forbidding=only_forbidding
        ):
            about = frozenset(problem.sessions)
            text = problem.words if len(about) == 1 else ""
            found.setdefault((problem.code, about, text), problem)
    return list(found.values())
