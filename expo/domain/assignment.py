"""Teams at booths: by the fair assignment, and by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.domain.actors import actor_name
from expo.domain.floors import FloorChanged, check_version, count_change, hold_halls
from expo.domain.needs import spoken
from expo.domain.placement import BoothSpot, Problem, Solution, TeamWish, assign
from expo.domain.placement import Unplaced as Left
from expo.models import Booth, Hall, Placement, Request
from expo.states import Use
from journal.domain.entries import Happened, record_all
from journal.refusals import Refusal
from registration.models import Team
from registration.states import PlaceState


class BoothTaken(Refusal):
    code = "booth_taken"
    field = "booth"


class BoothLacks(Refusal):
    code = "booth_lacks"
    field = "booth"


class BoothNotForTeams(Refusal):
    code = "booth_not_for_teams"
    field = "booth"


class TeamWithoutPlace(Refusal):
    code = "team_without_place"
    field = "team"


class BoothElsewhere(Refusal):
    code = "other_convening"
    words = gettext_lazy("This booth belongs to another convening. Choose one from the list.")


@dataclass(frozen=True)
class Unplaced:
    """A team without a booth, and why, in a sentence."""

    team: int
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What an assignment did. `moved` teams stood elsewhere before."""

    placed: int
    moved: int
    unplaced: tuple[Unplaced, ...]


def open_teams(hall: Hall) -> list[Team]:
    """Teams with a confirmed place and no booth in any hall, in order of completion."""
    teams = Team.objects.filter(convening_id=hall.convening_id, place=PlaceState.CONFIRMED)
    standing = Placement.objects.filter(booth__hall__convening_id=hall.convening_id)
    return list(teams.exclude(pk__in=standing.values("team")).order_by("completion", "pk"))


def problem_of(hall: Hall) -> Problem:
    """The hall as the pure assignment wants it: its booths, who stands there, and who has no booth yet."""
    standing = list(Placement.objects.standing().filter(booth__hall=hall).select_related("booth", "team"))
    waiting = open_teams(hall)
    teams = [placement.team_id for placement in standing] + [team.pk for team in waiting]
    needs = {request.team_id: frozenset(request.needs) for request in Request.objects.filter(team__in=teams)}
    wishes = [
        TeamWish(
            placement.team_id, placement.team.completion or 0, needs.get(placement.team_id, frozenset()),
            placement.booth.number, placement.is_pinned,
        )
        for placement in standing
    ]
    wishes += [TeamWish(team.pk, team.completion or 0, needs.get(team.pk, frozenset())) for team in waiting]
    spots = tuple(BoothSpot(booth.number, booth.offers) for booth in hall.booths.filter(use=Use.TEAMS))
    return Problem(spots, tuple(wishes))


def reason_of(left: Left, booths: int) -> str:
    """Why a team has no booth."""
    if not booths:
        return _("This hall has no booths yet.")
    if not left.fitting:
        return _("No booth offers %(needs)s.") % {"needs": spoken(left.needs)}
    if not left.needs:
        return _("All booths are taken by teams that stand already or were complete earlier.")
    words = ngettext(
        "The only booth with %(needs)s is taken by a team that stands already or was complete earlier.",
        "All %(n)s booths with %(needs)s are taken by teams that stand already or were complete earlier.",
        left.fitting,
    )
    return words % {"n": left.fitting, "needs": spoken(left.needs)}


def outlook_of(hall: Hall) -> dict[int, str]:
    """For every team that an assignment would leave without a booth, why. Changes nothing."""
    problem = problem_of(hall)
    return {left.team: reason_of(left, len(problem.booths)) for left in assign(problem).unplaced}


def _held(hall: Hall) -> Hall:
    """The hall, locked with all others of its convening."""
    return next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)


def _journal(kind: str, team_id: int, hall: Hall, *, number: int, by: str, at: datetime) -> None:
    record_all([_happened(kind, team_id, hall, number=number, by=by, at=at)])


def _happened(kind: str, team_id: int, hall: Hall, *, number: int, by: str, at: datetime) -> Happened:
    data = {"hall": hall.pk, "booth": number}
    return Happened(kind=kind, by=by, at=at, subject=f"team:{team_id}", convening_id=hall.convening_id, data=data)


def clear_lapsed(hall: Hall, *, by: str, at: datetime) -> None:
    """Drop what is left of teams that have lost their place. The caller holds the lock."""
    lapsed = Placement.objects.lapsed().filter(booth__hall__convening_id=hall.convening_id)
    for placement in lapsed.select_related("booth"):
        placement.delete()
        _journal("booth.freed", placement.team_id, hall, number=placement.booth.number, by=by, at=at)


@dataclass(frozen=True)
class Suggestion:
    """Which team shall stand where, found without a lock, and what it was found for."""

    problem: Problem
    solution: Solution


def assign_booths(*, hall: Hall, by: str, at: datetime, version: int | None = None) -> Outcome:
    """Give a booth to every team with a confirmed place, by needs and order of completion; pinned teams stay.

    It is reckoned first, and then written in one short transaction, unless the floor has changed since.
    version: the hall's when the page was made; None does not look. Refusals: floor_changed.
    """
    check_version(hall, version)
    return apply_suggestion(hall=hall, suggestion=suggest_booths(hall), by=by, at=at)


def suggest_booths(hall: Hall) -> Suggestion:
    """The fair assignment of what stands now. Changes nothing, and holds no lock."""
    problem = problem_of(hall)
    return Suggestion(problem, assign(problem))


@transaction.atomic
def apply_suggestion(*, hall: Hall, suggestion: Suggestion, by: str, at: datetime) -> Outcome:
    """Write an assignment, if booths, teams, needs and pins are as they were when it was found.

    Refusals: floor_changed.
    """
    hall = _held(hall)
    problem, solution = suggestion.problem, suggestion.solution
    if problem_of(hall) != problem:
        raise FloorChanged(
            _("Somebody has changed this floor while the booths were assigned. Nothing was changed now; press again.")
        )
    clear_lapsed(hall, by=by, at=at)
    stood = {team.id: team.at for team in problem.teams if team.at is not None}
    changed = {team: number for team, number in solution.places.items() if stood.get(team) != number}
    if changed:
        write_places(hall=hall, changed=changed, by=by, at=at)
    moved = sum(team in stood for team in changed)
    reasons = tuple(Unplaced(left.team, reason_of(left, len(problem.booths))) for left in solution.unplaced)
    return Outcome(len(changed) - moved, moved, reasons)


def write_places(*, hall: Hall, changed: Mapping[int, int | None], by: str, at: datetime) -> None:
    """Let these teams stand at these booths, by number; None frees a team's booth. The caller holds the halls."""
    numbers = {team: number for team, number in sorted(changed.items()) if number is not None}
    freed = Placement.objects.filter(team__in=changed.keys() - numbers.keys()).values_list("team", "booth__number")
    happened = [
        _happened("booth.freed", team, hall, number=number, by=by, at=at) for team, number in freed.order_by("team")
    ]
    booths = {booth.number: booth for booth in hall.booths.filter(number__in=numbers.values())}
    Placement.objects.filter(team__in=changed).delete()
    Placement.objects.bulk_create(
        Placement(booth=booths[number], team_id=team, placed_at=at, placed_by=by) for team, number in numbers.items()
    )
    count_change(hall=hall)
    happened += [
        _happened("booth.assigned", team, hall, number=number, by=by, at=at) for team, number in numbers.items()
    ]
    record_all(happened)


def _check_placing(booth: Booth, team: Team) -> None:
    if team.convening_id != booth.hall.convening_id:
        raise BoothElsewhere
    if team.place != PlaceState.CONFIRMED:
        raise TeamWithoutPlace(
            _("%(team)s has no confirmed place. Only a team with a place gets a booth.") % {"team": team}
        )
    if booth.use != Use.TEAMS:
        words = _("Booth %(number)s is for partners. Choose another, or change in the drawing for whom it is.")
        if booth.use == Use.NOBODY:
            words = _("Booth %(number)s is kept free. Choose another, or change in the drawing for whom it is.")
        raise BoothNotForTeams(words % {"number": booth})
    other = Placement.objects.filter(booth=booth).exclude(team=team).select_related("team").first()
    if other is not None:
        raise BoothTaken(
            _("%(other)s stands at booth %(number)s. Choose a free booth.") % {"other": other.team, "number": booth}
        )
    request = Request.objects.filter(team=team).first()
    lacks = frozenset(request.needs) - booth.offers if request else frozenset()
    if lacks:
        raise BoothLacks(
            _("%(team)s needs %(needs)s, which booth %(number)s does not offer.")
            % {"team": team, "needs": spoken(lacks), "number": booth}
        )


@transaction.atomic
def place_team(
    *, booth: Booth, team: Team, by: str, at: datetime, stood_at: int | None = None, pin: bool = False
) -> Placement:
    """Put a team at a booth by hand, from wherever it stood. Again the same is harmless.

    stood_at: the number of its booth when the page was made, 0 for none; None does not look.
    Refusals: booth_taken, booth_lacks, booth_not_for_teams, team_without_place, floor_changed, other_convening.
    """
    team = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    hold_halls(convening_id=booth.hall.convening_id)
    booth = Booth.objects.select_related("hall").get(pk=booth.pk)
    clear_lapsed(booth.hall, by=by, at=at)
    before = Placement.objects.filter(team=team).select_related("booth__hall").first()
    if before is not None and before.booth_id == booth.pk:
        return before
    if stood_at is not None and stood_at != (before.booth.number if before else 0):
        _refuse_moved(team, before)
    _check_placing(booth, team)
    if before is not None:
        before.delete()
        if before.booth.hall_id != booth.hall_id:
            count_change(hall=before.booth.hall)
    placement = Placement.objects.create(booth=booth, team=team, is_pinned=pin, placed_at=at, placed_by=by)
    count_change(hall=booth.hall)
    _journal("booth.placed", team.pk, booth.hall, number=booth.number, by=by, at=at)
    return placement


def _refuse_moved(team: Team, before: Placement | None) -> None:
    if before is None:
        raise FloorChanged(
            _("%(team)s has lost its booth since this page was made. Nothing was changed now.") % {"team": team}
        )
    raise FloorChanged(
        _("%(who)s has put %(team)s at booth %(number)s since this page was made. Nothing was changed now.")
        % {"who": actor_name(before.placed_by), "team": team, "number": before.booth}
    )


@transaction.atomic
def clear_placement(*, team: Team, by: str, at: datetime) -> None:
    """Free the booth at which the team stands. Again is harmless."""
    hold_halls(convening_id=team.convening_id)
    placement = Placement.objects.filter(team=team).select_related("booth__hall").first()
    if placement is None:
        return
    placement.delete()
    count_change(hall=placement.booth.hall)
    _journal("booth.freed", team.pk, placement.booth.hall, number=placement.booth.number, by=by, at=at)


@transaction.atomic
def pin(*, placement: Placement, pinned: bool, by: str, at: datetime) -> Placement:
    """Let a team stay where it stands whatever is assigned later, or release it. Again is harmless."""
    hold_halls(convening_id=placement.booth.hall.convening_id)
    placement = Placement.objects.select_related("booth__hall").get(pk=placement.pk)
    if placement.is_pinned == pinned:
        return placement
    placement.is_pinned = pinned
    placement.save(update_fields=["is_pinned"])
    count_change(hall=placement.booth.hall)
    kind = "booth.pinned" if pinned else "booth.released"
    _journal(kind, placement.team_id, placement.booth.hall, number=placement.booth.number, by=by, at=at)
    return placement


def pin_teams(*, hall: Hall, teams: Collection[int], by: str, at: datetime) -> None:
    """Pin several teams of a hall where they stand, in few statements. The caller holds the halls."""
    loose = list(Placement.objects.filter(team__in=teams, booth__hall=hall, is_pinned=False).select_related("booth"))
    if not loose:
        return
    Placement.objects.filter(pk__in=[placement.pk for placement in loose]).update(is_pinned=True)
    count_change(hall=hall)
    record_all(
        _happened("booth.pinned", placement.team_id, hall, number=placement.booth.number, by=by, at=at)
        for placement in sorted(loose, key=lambda placement: placement.team_id)
    )
