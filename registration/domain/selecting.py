"""Selecting among complete teams: what the rule suggests, what organizers apply, and the letters on one day.

From the moment it is applied a selected team's place counts against capacity; nobody but organizers sees it before the
letters. Places that are left free then go to the line of those who were not selected, in the order of completion.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from convenings.states import Admission
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission, completion, team_moves
from registration.domain.selection import Candidate, Problem, Suggestion, Verdict, suggest
from registration.domain.selection_rule import as_kept, rule_of, traits_of
from registration.models import Selection, Team
from registration.states import COUNTED_PLACES, PlaceState, TeamState


class NotSelecting(Refusal):
    code = "not_selecting"
    words = _("Teams of this convening are not selected: its places go to who is complete first.")


class SelectionStands(Refusal):
    code = "selection_stands"
    words = _("A selection was applied already. Take it back before you apply another.")


class CandidatesChanged(Refusal):
    code = "candidates_changed"
    words = _("A team that you chose is no longer complete, or has its place. Please look at the list again.")


class NoRoom(Refusal):
    code = "no_room"
    words = _("There is no room for all the teams that you chose.")


class LettersAtRefused(Refusal):
    code = "letters_at"
    status = 400
    words = _("A time to come, before the convening begins.")
    field = "letters_at"


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    words = _("No selection stands.")


class LettersOut(Refusal):
    code = "letters_out"
    words = _("The letters are on their way: the selection cannot be taken back any more.")


def candidates_of(convening: Convening) -> list[Team]:
    """The complete teams that wait for the selection, in the order of completion. Two statements."""
    waiting = Team.objects.filter(convening=convening, state=TeamState.COMMITTED, place=PlaceState.NONE)
    return list(waiting.with_people().select_related("type").prefetch_related("focus").order_by("completion"))


def placed_of(convening: Convening) -> list[Team]:
    """The teams whose places count already. Two statements."""
    placed = Team.objects.filter(convening=convening, place__in=COUNTED_PLACES)
    return list(placed.with_people().select_related("type").prefetch_related("focus").order_by("completion"))


def problem_of(convening: Convening, candidates: Collection[Team], placed: Collection[Team]) -> Problem:
    """What there is to choose, and from what room."""
    left = admission.places_left(convening)
    return Problem(
        candidates=tuple(Candidate(t.pk, t.people, t.completion or 0, traits_of(t)) for t in candidates),
        rule=rule_of(convening),
        teams=left.teams,
        people=left.people,
        taken=tuple(traits_of(team) for team in placed),
    )


def suggestion_for(convening: Convening) -> Suggestion:
    """What the rule suggests now. It changes nothing."""
    return suggest(problem_of(convening, candidates_of(convening), placed_of(convening)))


@transaction.atomic
def apply_selection(
    *, convening: Convening, chosen: Collection[int], letters_at: datetime, by: str, at: datetime
) -> Selection:
    """Selects these teams, and has the letters to all go out at an instant. Locks the convening.

    chosen: ids of candidates; they may differ from the suggestion, and the record then says so. Refusals:
    not_selecting, selection_stands, candidates_changed, no_room, letters_at.
    """
    locked = Convening.objects.locked(convening.pk)
    if locked.admission != Admission.SELECTION:
        raise NotSelecting
    if Selection.objects.standing(locked).exists():
        raise SelectionStands
    if not at < letters_at <= locked.starts_at:
        raise LettersAtRefused
    candidates = candidates_of(locked)
    wanted = [team for team in candidates if team.pk in set(chosen)]
    if len(wanted) != len(set(chosen)):
        raise CandidatesChanged
    left = admission.places_left(locked)
    if len(wanted) > left.teams or sum(team.people for team in wanted) > left.people:
        raise NoRoom
    selection = _write_down(locked, candidates, {team.pk for team in wanted}, letters_at, by=by, at=at)
    for team in wanted:
        team.convening = locked
        team_moves.move_place(team, PlaceState.SELECTED, by=by, at=at)
    return selection


@transaction.atomic
def undo_selection(*, convening: Convening, by: str, at: datetime) -> Selection:
    """Takes a selection back, before its letters. Refusals: nothing_to_undo, letters_out."""
    locked = Convening.objects.locked(convening.pk)
    selection = Selection.objects.standing(locked).first()
    if selection is None:
        raise NothingToUndo
    if selection.sent_at is not None or at >= selection.letters_at:
        raise LettersOut
    for team in Team.objects.filter(convening=locked, place=PlaceState.SELECTED).order_by("completion"):
        team_moves.move_place(team, PlaceState.NONE, by=by, at=at)
    selection.undone_at = at
    selection.save(update_fields=["undone_at"])
    _record("selection.undone", selection, by=by, at=at)
    return selection


def send_letters(*, at: datetime) -> int:
    """Confirms the selected and puts the others in line, with a letter to each, once the day has come; how many teams.

    One short transaction for each team, and a last one that closes the selection: whatever stops it, the next sweep
    goes on.
    """
    due = Selection.objects.filter(undone_at__isnull=True, sent_at__isnull=True, letters_at__lte=at)
    found = due.filter(convening__state__in=admission.PROMISING_STATES).select_related("convening")
    return sum(_send(selection, at=at) for selection in found.order_by("pk"))


def _send(selection: Selection, *, at: datetime) -> int:
    convening, told = selection.convening, 0
    for team in Team.objects.filter(convening=convening, place=PlaceState.SELECTED).order_by("completion"):
        told += _tell_selected(team, at=at)
    while not _close(selection, at=at):
        for team in candidates_of(convening):
            told += _tell_waiting(team, at=at)
    return told


@transaction.atomic
def _tell_selected(team: Team, *, at: datetime) -> bool:
    """A team that is asked for a promise again keeps its place for the grace period."""
    fresh = Team.objects.locked(team)
    if fresh.place != PlaceState.SELECTED:
        return False
    if fresh.state == TeamState.COMMITTED:
        admission.confirm(fresh, by="system", at=at)
    else:
        until = completion.grace_end(fresh.convening, at)
        team_moves.move_place(fresh, PlaceState.HELD, by="system", at=at, held_until_at=until)
    return True


@transaction.atomic
def _tell_waiting(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    if fresh.place != PlaceState.NONE or fresh.state != TeamState.COMMITTED:
        return False
    admission.put_on_waitlist(fresh, by="system", at=at)
    return True


@transaction.atomic
def _close(selection: Selection, *, at: datetime) -> bool:
    """Whether everybody is told; then it is over, and what is left goes to the line."""
    locked = Convening.objects.locked(selection.convening_id)
    if Selection.objects.get(pk=selection.pk).sent_at is not None:
        return True  # by another sweep
    if candidates_of(locked):
        return False
    selection.sent_at = at
    selection.save(update_fields=["sent_at"])
    _record("selection.sent", selection, by="system", at=at)
    admission.fill_places(convening=locked, by="system", at=at)
    return True


def _write_down(
    convening: Convening, candidates: list[Team], chosen: set[int], letters_at: datetime, *, by: str, at: datetime
) -> Selection:
    found = suggest(problem_of(convening, candidates, placed_of(convening)))
    suggested = {verdict.team for verdict in found.chosen}
    by_team = {verdict.team: verdict for verdict in found.chosen + found.waiting}
    verdicts = [by_team[team.pk] for team in candidates]
    selection = Selection.objects.create(
        convening=convening,
        number=Selection.objects.filter(convening=convening).count() + 1,
        rule=as_kept(rule_of(convening)),
        chosen=[_kept(v, by_hand=v.team not in suggested) for v in verdicts if v.team in chosen],
        waiting=[_kept(v, by_hand=v.team in suggested) for v in verdicts if v.team not in chosen],
        letters_at=letters_at,
        applied_at=at,
        applied_by=by,
    )
    convening.selection_letters_at = letters_at  # the date that teams and the public read
    convening.save(update_fields=["selection_letters_at"])
    _record("selection.applied", selection, by=by, at=at, teams=sorted(chosen))
    return selection


def _kept(verdict: Verdict, *, by_hand: bool) -> dict[str, Any]:
    return {"team": verdict.team, "why": [asdict(reason) for reason in verdict.why], "by_hand": by_hand}


def _record(kind: str, selection: Selection, *, by: str, at: datetime, teams: list[int] | None = None) -> None:
    entries.record(
        kind=kind,
        by=by,
        at=at,
        subject=f"convening:{selection.convening_id}",
        convening_id=selection.convening_id,
        data={"selection": selection.number, "teams": teams or []},
    )
