"""The state diagrams of the documentation, drawn from the tables that the code asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agreements import states as agreements
from convenings import states as convenings
from jobs import states as jobs
from mail import states as mail
from registration import states as registration


@dataclass(frozen=True)
class Machine:
    """One table: `title` and `about` are for people, `first` are the states in which a row begins."""

    title: str
    about: str
    table: Mapping[Any, frozenset[Any]]
    first: tuple[str, ...]


MACHINES = (
    Machine(
        "Convening",
        "Moved by `convenings.domain.convenings`. Postponing and cancelling tell everybody concerned.",
        convenings.TRANSITIONS,
        ("draft",),
    ),
    Machine(
        "Team: the promise",
        "Moved by `registration.domain.team_moves`, which asks the joint gate before `committed`."
        " Back to `committing`: a promise was withdrawn, the text changed, an office was added, or it was reopened.",
        registration.TEAM_TRANSITIONS,
        ("draft",),
    ),
    Machine(
        "Team: the place",
        "Moved by `registration.domain.team_moves`. All but `none`, `waitlisted` and"
        " `released` count against capacity. A withdrawn promise of a needed office releases the place at once, but not"
        " one that an organizer holds; a changed statement holds it for the grace period, and a team on the waitlist"
        " keeps its number. `in_check` comes before `confirmed` where a convening wants office-holders checked first;"
        " it has no end. `selected` is shown to nobody but organizers until the letters are out. `offered` and"
        " `held` have an end date, which sweeps keep.",
        registration.PLACE_TRANSITIONS,
        ("none",),
    ),
    Machine(
        "Commitment: what answer may follow what answer",
        "Each is a new row of the party, written by `agreements.domain.commitments`; none is ever edited or deleted.",
        agreements.TRANSITIONS,
        tuple(sorted(agreements.FIRST)),
    ),
    Machine("Message", "Moved by the outbox and the delivery of `mail`.", mail.TRANSITIONS, ("held", "queued")),
    Machine("Job", "Moved by `jobs.domain.work`.", jobs.TRANSITIONS, ("waiting",)),
)
HEAD = "# States\n\nDrawn from the tables in each room's `states.py` by `python manage.py draw_states`; do not edit.\n"


def draw_all() -> str:
    """The whole page, docs/states.md."""
    return "\n".join([HEAD, *(draw(machine) for machine in MACHINES)])


def draw(machine: Machine) -> str:
    """One section with its mermaid diagram."""
    lines = [f"    [*] --> {state}" for state in machine.first]
    for was, allowed in machine.table.items():
        lines += [f"    {was.value} --> {to.value}" for to in machine.table if to in allowed]
        lines += [] if allowed else [f"    {was.value} --> [*]"]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"## {machine.title}\n\n{machine.about}\n\n{diagram}\n"
