"""Applies what is proposed for a floor, in one transaction on the hall's version; and undoes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from expo.domain import assignment
from expo.domain.arrangement import ask_arrangement
from expo.domain.arrangement_figures import RuleBroken, check
from expo.domain.assignment import clear_lapsed, write_places
from expo.domain.booth_news import owe_news
from expo.domain.ended import check_not_ended
from expo.domain.floor_facts import facts_of
from expo.domain.floor_problem import Floor, problem_of
from expo.domain.floors import FloorChanged, hold_halls
from expo.models import Hall, Placement
from expo.states import Emphasis, Reason, Use
from jobs.models import Job, Proposal
from jobs.proposal_kinds import Row
from journal.refusals import Refusal

UNWEIGHED = {reason.value: Emphasis.NONE.value for reason in Reason}  # the rules alone are judged once more


class RowsDepend(Refusal):
    code = "rows_depend"


class MovedSince(Refusal):
    code = "moved_since"


def number_of(proposal: Proposal) -> int:
    """The id of the hall that a proposal is for."""
    return int(proposal.subject.removeprefix("hall:"))


def hall_of(proposal: Proposal) -> Hall:
    """The hall that a proposal is for. Hall.DoesNotExist where it was deleted."""
    return Hall.objects.select_related("convening").get(pk=number_of(proposal))


def version_of(proposal: Proposal) -> int | None:
    """The version of its hall now."""
    return Hall.objects.filter(pk=number_of(proposal)).values_list("version", flat=True).first()


def hold(*, convening_id: int, subject: str) -> None:
    """Lock the halls, as whoever changes a floor does first."""
    hold_halls(convening_id=convening_id)


def apply_floor(
    proposal: Proposal, rows: Sequence[Row], *, kept: Sequence[Row], by: str, at: datetime
) -> dict[str, Any]:
    """Move the teams of the rows, and pin those of the rows that are kept. The caller holds the halls.

    Refusals: expo_ended, floor_changed, rows_depend.
    """
    hall = hall_of(proposal)
    check_not_ended(hall, at)
    if hall.version != proposal.base_version:
        raise _changed()
    clear_lapsed(hall, by=by, at=at)
    moved = {row["team"]: row["to"] for row in rows}
    stood = _booths_of(moved)
    _judge(hall, moved)
    pinned = sorted(row["team"] for row in kept if row["stood"] is not None)
    write_places(hall=hall, changed=moved, by=by, at=at)
    assignment.pin_teams(hall=hall, teams=pinned, by=by, at=at)
    owe_news(hall=hall, stood=stood, key=f"{proposal.pk}:applied", at=at)
    moves = [{"team": row["team"], "from": row["stood"], "to": row["to"]} for row in rows]
    return {"moves": moves, "pinned": pinned}


def undo_floor(proposal: Proposal, *, by: str, at: datetime) -> None:
    """Move the teams back to where they stood. The caller holds the halls. Refusals: moved_since."""
    hall = hall_of(proposal)
    moves = {move["team"]: move for move in proposal.done["moves"]}
    clear_lapsed(hall, by=by, at=at)
    _check_unmoved(hall, moves)
    stood = _booths_of(moves)
    write_places(hall=hall, changed={team: move["from"] for team, move in moves.items()}, by=by, at=at)
    owe_news(hall=hall, stood=stood, key=f"{proposal.pk}:undone", at=at)


def _changed() -> FloorChanged:
    return FloorChanged(
        _("The floor has changed since this proposal was made. Nothing was changed now; arrange it again.")
    )


def _booths_of(teams: Mapping[int, Any]) -> dict[int, int]:
    """The booth where each team stands, by id; 0 where it has none."""
    standing = dict(Placement.objects.filter(team__in=teams).values_list("team", "booth"))
    return {team: standing.get(team, 0) for team in teams}


def _judge(hall: Hall, moved: Mapping[int, int]) -> None:
    """Every rule once more, on what stands now: needs may have changed, a team may have lost its place."""
    wishes = [wish for wish in assignment.problem_of(hall).teams if wish.at is not None or wish.id in moved]
    floor = facts_of(hall, wishes, version=hall.version, neighbours=False)
    place = {booth.number: index for index, booth in enumerate(floor.booths)}
    if moved.keys() - {team.id for team in floor.teams} or set(moved.values()) - place.keys():
        raise _changed()
    wanted = [place[moved[team.id]] if team.id in moved else team.at for team in floor.teams]
    stays = {place: team.at for place, team in enumerate(floor.teams) if team.id not in moved}
    _check_crowding(floor, wanted, stays)
    problem = problem_of(floor, weights=UNWEIGHED, moves_least=False)
    allowed = tuple(
        tuple(may or stays.get(team) == booth for booth, may in enumerate(row))  # who stays is no worse off
        for team, row in enumerate(problem.allowed)
    )
    try:
        check(replace(problem, allowed=allowed), [booth for booth in wanted if booth is not None])
    except RuleBroken:
        raise _changed() from None


def _check_crowding(floor: Floor, wanted: Sequence[int | None], stays: Mapping[int, int | None]) -> None:
    """Refuse to move a team to where another one stays."""
    staying = {booth: team for team, booth in stays.items()}
    for team, booth in enumerate(wanted):
        if team not in stays and booth in staying:
            other = floor.teams[staying[booth]].name
            raise RowsDepend(
                _("%(team)s cannot move to booth %(number)s while %(other)s stays there. Accept both or keep both, or"
                  " arrange again with the pin.")
                % {"team": floor.teams[team].name, "number": floor.booths[booth or 0].number, "other": other}
            )


def _check_unmoved(hall: Hall, moves: Mapping[int, Row]) -> None:
    """Refuse where one of the teams does not stand as it did after applying, or its old booth is taken."""
    standing = {
        placement.team_id: placement
        for placement in Placement.objects.filter(booth__hall=hall).select_related("booth", "team")
    }
    taken = {placement.booth.number: placement.team for team, placement in standing.items() if team not in moves}
    numbers = set(hall.booths.filter(use=Use.TEAMS).values_list("number", flat=True))
    for team, move in moves.items():
        placement = standing.get(team)
        if placement is None or placement.booth.number != move["to"] or placement.is_pinned:
            raise MovedSince(
                _("Somebody has moved, pinned or freed a team of this proposal since. It cannot be undone as a whole;"
                  " move the teams by hand.")
            )
        if move["from"] is not None and (move["from"] in taken or move["from"] not in numbers):
            raise MovedSince(
                _("Booth %(number)s, where %(team)s stood, is taken or gone by now. It cannot be undone as a whole;"
                  " move the teams by hand.")
                % {"number": move["from"], "team": placement.team}
            )


@transaction.atomic
def arrange_again(*, proposal: Proposal, pinned: frozenset[str], by: str, at: datetime) -> Job:
    """Pin the teams of these rows where they stand, and look for another proposal in the same way.

    Refusals: those of ask_arrangement; nothing is pinned then.
    """
    hold(convening_id=proposal.convening_id, subject=proposal.subject)
    teams = [row["team"] for row in proposal.rows if row["key"] in pinned and row["stood"] is not None]
    hall, args = hall_of(proposal), proposal.args
    assignment.pin_teams(hall=hall, teams=teams, by=by, at=at)
    return ask_arrangement(
        hall=hall, mode=args["mode"], weights=args["weights"], leave_out=args["leave_out"], by=by, at=at
    )
