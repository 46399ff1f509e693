"""Applies a proposed timetable, in one transaction on the programme's version; and undoes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.published import frozen_in
from breakouts.domain.schedule_checks import refuse_impossible
from breakouts.domain.schedule_facts import Schedule, read_schedule
from breakouts.domain.sessions import SessionPinned
from breakouts.domain.timetable_planning import ask_timetable
from breakouts.models import Programme, Release, Session
from convenings.models import Convening
from jobs.models import Job, Proposal
from jobs.proposal_kinds import Row
from journal.domain.entries import Happened, record_all
from journal.refusals import Refusal

Places = Mapping[int, tuple[int | None, int | None]]  # the room and the slot of each session, by ids


class ScheduleChanged(Refusal):
    code = "schedule_changed"
    words = gettext_lazy(
        "The schedule has changed since this proposal was made. Nothing was changed now; ask for another timetable."
    )


class PublicSince(Refusal):
    code = "public_since"
    words = gettext_lazy(
        "Sessions that it would move became public since this proposal was made, and what is public stays. Nothing was"
        " changed now; ask for another timetable."
    )


class MovedSinceApplied(Refusal):
    code = "moved_since"


def hold(*, convening_id: int, subject: str) -> None:
    """Lock the programme, as whoever changes it does first."""
    hold_programme(convening=Convening.objects.get(pk=convening_id))


def version_of(proposal: Proposal) -> int | None:
    """The version of the programme now."""
    return Programme.objects.filter(convening=proposal.convening_id).values_list("version", flat=True).first()


def apply_timetable(
    proposal: Proposal, rows: Sequence[Row], *, kept: Sequence[Row], by: str, at: datetime
) -> dict[str, Any]:
    """Move the sessions of the rows, and pin those of the rows that are kept. The caller holds the programme.

    Refusals: schedule_changed, public_since, session_pinned, all that makes a place impossible, and those of seats that
    follow.
    """
    convening = Convening.objects.get(pk=proposal.convening_id)
    programme = Programme.objects.get(convening=convening)
    if programme.version != proposal.base_version:
        raise ScheduleChanged
    pinned = sorted(row["session"] for row in kept if row["from_slot"] is not None)
    moved = {row["session"]: (row["to_room"], row["to_slot"]) for row in rows}
    schedule = read_schedule(convening)
    if not proposal.args.get("frees_public", False) and frozen_in(schedule) & moved.keys():
        raise PublicSince
    _judge(schedule, moved)
    _write(moved, by=by, at=at)
    _pin(convening, pinned, by=by, at=at)
    count_change(programme=programme, at=at)
    _record(convening, rows, ("from", "to"), by=by, at=at)
    names = ("session", "from_room", "from_slot", "to_room", "to_slot")
    return {"moves": [{name: row[name] for name in names} for row in rows], "pinned": pinned}


def undo_timetable(proposal: Proposal, *, by: str, at: datetime) -> None:
    """Move the sessions back to where they stood. The caller holds the programme.

    Refusals: moved_since, public_since, all that makes a place impossible, and those of seats that follow.
    """
    convening = Convening.objects.get(pk=proposal.convening_id)
    programme = Programme.objects.get(convening=convening)
    schedule, moves = read_schedule(convening), proposal.done["moves"]
    for move in moves:
        stands = schedule.sessions.get(move["session"])
        if stands is None or stands.is_pinned or (stands.room, stands.slot) != (move["to_room"], move["to_slot"]):
            raise MovedSinceApplied(
                _("Somebody has moved, pinned or removed a session of this proposal since. It cannot be undone as a"
                  " whole; move the sessions by hand.")
            )
    back = {move["session"]: (move["from_room"], move["from_slot"]) for move in moves}
    newer = Release.objects.filter(convening=convening, released_at__gt=proposal.applied_at)
    if frozen_in(schedule) & back.keys() and newer.exists():
        raise PublicSince(
            _("Sessions of this proposal became public since where they stand now, and what is public stays. Let them"
              " move, each on its own page, and then undo; or move them by hand.")
        )
    _judge(schedule, back)
    _write(back, by=by, at=at)
    count_change(programme=programme, at=at)
    _record(convening, moves, ("to", "from"), by=by, at=at)


def _judge(schedule: Schedule, moved: Places) -> None:
    """Every rule once more, on what stands now, with all of them moved."""
    if moved.keys() - schedule.sessions.keys():
        raise ScheduleChanged
    sessions = dict(schedule.sessions)
    for one, (room, slot) in moved.items():
        facts = sessions[one]
        if facts.is_pinned:
            raise SessionPinned(
                _("“%(session)s” is pinned. Release the pin first, then move it.") % {"session": facts.title}
            )
        if (room is not None and room not in schedule.rooms) or (slot is not None and slot not in schedule.slots):
            raise ScheduleChanged
        sessions[one] = replace(facts, room=room, slot=slot)
    then = replace(schedule, sessions=sessions)
    for one, (room, slot) in moved.items():
        if room is not None and slot is not None:
            refuse_impossible(then, session=one, room=room, slot=slot)


def _write(moved: Places, *, by: str, at: datetime) -> None:
    """All leave before any arrives: the database looks at every row by itself. Who presents follows by a trigger."""
    sessions = list(Session.objects.filter(pk__in=moved).order_by("pk"))
    Session.objects.filter(pk__in=moved).update(room=None, slot=None)
    for session in sessions:
        session.room_id, session.slot_id = moved[session.pk]
        session.version, session.placed_by, session.placed_at = session.version + 1, by, at
    Session.objects.bulk_update(sessions, ["room", "slot", "version", "placed_by", "placed_at"])


def _pin(convening: Convening, sessions: Collection[int], *, by: str, at: datetime) -> int:
    """Pin those that stand somewhere and are not pinned; how many."""
    loose = Session.objects.filter(pk__in=sessions, slot__isnull=False, is_pinned=False)
    pinned = list(loose.order_by("pk").values_list("pk", flat=True))
    Session.objects.filter(pk__in=pinned).update(is_pinned=True)
    record_all(
        Happened(kind="session.pinned", by=by, at=at, subject=f"session:{pk}", convening_id=convening.pk)
        for pk in pinned
    )
    return len(pinned)


def _record(convening: Convening, rows: Sequence[Row], way: tuple[str, str], *, by: str, at: datetime) -> None:
    """One entry for each session that was moved."""
    start, end = way
    record_all(
        Happened(
            kind="session.placed" if row[f"{end}_slot"] is not None else "session.unplaced", by=by, at=at,
            subject=f"session:{row['session']}", convening_id=convening.pk,
            data={
                "room": row[f"{end}_room"], "slot": row[f"{end}_slot"], "from_room": row[f"{start}_room"],
                "from_slot": row[f"{start}_slot"],
            },
        )
        for row in rows
    )  # fmt: skip


@transaction.atomic
def plan_again(*, proposal: Proposal, pinned: frozenset[str], by: str, at: datetime) -> Job:
    """Pin the sessions of these rows where they stand, and look for another proposal in the same way.

    Refusals: those of ask_timetable; nothing is pinned then.
    """
    convening = Convening.objects.get(pk=proposal.convening_id)
    programme = hold_programme(convening=convening)
    stay = [row["session"] for row in proposal.rows if row["key"] in pinned and row["from_slot"] is not None]
    if _pin(convening, stay, by=by, at=at):
        count_change(programme=programme, at=at)
    mode, frees = proposal.args["mode"], proposal.args.get("frees_public", False)
    return ask_timetable(convening=convening, mode=mode, frees_public=frees, by=by, at=at)
