"""Checkpoints: where badges are scanned, and who may pass there."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from breakouts.models import Room
from checkin.models import Checkpoint
from checkin.states import CheckpointKind
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.models import Team


class CheckpointNameTaken(Refusal):
    code = "checkpoint_name_taken"
    words = _("There is a checkpoint of this name. Please give this one another.")
    field = "name"


@transaction.atomic
def make_checkpoint(*, convening: Convening, name: str, kind: str, by: str, at: datetime) -> Checkpoint:
    """A place where badges are scanned. Refuses: checkpoint_name_taken."""
    Convening.objects.select_for_update(of=("self",), no_key=True).get(pk=convening.pk)
    if convening.checkpoints.filter(name=name).exists():
        raise CheckpointNameTaken
    checkpoint = Checkpoint(convening=convening, name=name, kind=kind)
    checkpoint.save()
    entries.record(
        kind="checkpoint.made",
        by=by,
        at=at,
        subject=f"checkpoint:{checkpoint.pk}",
        convening_id=convening.pk,
        data={"kind": kind},
    )
    return checkpoint


class RoomNotHere(Refusal):
    code = "room_not_here"
    words = _("Only the door of a room has one, and it is a room of this convening.")
    field = "room"


class TeamNotHere(Refusal):
    code = "team_not_here"
    words = _("One of these teams is not of this convening.")
    field = "teams"


class ClosesTooEarly(Refusal):
    code = "closes_too_early"
    words = _("It closes before it opens. Please look at both times.")
    field = "closes_at"


@dataclass(frozen=True)
class PassingRules:
    """Who may pass at a checkpoint, as organizers say it. Empty kinds or teams: everybody."""

    room: Room | None = None
    both_ways: bool = False
    needs_seat: bool = False
    kinds: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@transaction.atomic
def change_checkpoint(*, checkpoint: Checkpoint, name: str, rules: PassingRules, by: str, at: datetime) -> Checkpoint:
    """Its name and who may pass there, from the next scan on; what it is stays, since its scans count for that.

    Refuses: checkpoint_name_taken, room_not_here, team_not_here, closes_too_early.
    """
    convening = Convening.objects.select_for_update(of=("self",), no_key=True).get(pk=checkpoint.convening_id)
    fresh = convening.checkpoints.get(pk=checkpoint.pk)
    if convening.checkpoints.filter(name=name).exclude(pk=fresh.pk).exists():
        raise CheckpointNameTaken
    _check(fresh, rules)
    fresh.name, fresh.room, fresh.both_ways = name, rules.room, rules.both_ways
    fresh.needs_seat = rules.needs_seat and rules.room is not None
    fresh.kinds, fresh.teams = sorted(rules.kinds), sorted(rules.teams)
    fresh.opens_at, fresh.closes_at = rules.opens_at, rules.closes_at
    fresh.save(update_fields=["name", "room", "both_ways", "needs_seat", "kinds", "teams", "opens_at", "closes_at"])
    entries.record(
        kind="checkpoint.changed",
        by=by,
        at=at,
        subject=f"checkpoint:{fresh.pk}",
        convening_id=convening.pk,
        data={"kinds": fresh.kinds, "teams": fresh.teams, "room": fresh.room_id},
    )
    return fresh


def _check(checkpoint: Checkpoint, rules: PassingRules) -> None:
    room = rules.room
    if room and (checkpoint.kind != CheckpointKind.ROOM or room.convening_id != checkpoint.convening_id):
        raise RoomNotHere
    ours = Team.objects.filter(convening=checkpoint.convening_id, pk__in=rules.teams).count()
    if ours != len(set(rules.teams)):
        raise TeamNotHere
    if rules.opens_at and rules.closes_at and rules.closes_at <= rules.opens_at:
        raise ClosesTooEarly
