"""Applies proposed seats, in one transaction on the version at which they were sought; and undoes them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import hold_programme
from breakouts.domain.seat_news import owe_news
from breakouts.domain.seat_places import Changes, capacity_of, count_seats, taken_in
from breakouts.domain.seat_promotion import promote
from breakouts.domain.seat_proposals import ask_seating
from breakouts.domain.seating_from_choices import seats_version
from breakouts.models import Programme, Seat, Session, WaitlistEntry
from convenings.models import Convening
from jobs.models import Job, Proposal
from jobs.proposal_kinds import Row
from journal.refusals import Refusal
from registration.models import Attendee

Key = tuple[int, int]  # (attendee, slot)


class SeatsChanged(Refusal):
    code = "seats_changed"
    words = gettext_lazy(
        "Seats or the programme have changed since this proposal was made. Nothing was changed now; propose seats"
        " again."
    )


class SeatRowsDepend(Refusal):
    code = "rows_depend"


class SeatedSince(Refusal):
    code = "moved_since"
    words = gettext_lazy(
        "Somebody has changed, pinned or freed a seat of this proposal since. It cannot be undone as a whole; move the"
        " people by hand."
    )


def hold(*, convening_id: int, subject: str) -> None:
    """Lock the programme, as whoever changes seats does first."""
    hold_programme(convening=Convening.objects.get(pk=convening_id))


def version_of(proposal: Proposal) -> int | None:
    """The version of programme and seats now."""
    return seats_version(proposal.convening_id)


def apply_seats(
    proposal: Proposal, rows: Sequence[Row], *, kept: Sequence[Row], by: str, at: datetime
) -> dict[str, Any]:
    """Seat the people of the rows, and pin those of the rows that are kept. The caller holds the programme.

    Who does not come any more is left out. Refusals: seats_changed, rows_depend.
    """
    if version_of(proposal) != proposal.base_version:
        raise SeatsChanged
    coming = set(Attendee.objects.placed().filter(convening=proposal.convening_id).values_list("pk", flat=True))
    moves = {
        (row["attendee"], move["slot"]): move for row in rows for move in row["moves"] if row["attendee"] in coming
    }
    stood = _seats_at(moves)
    _check_room(proposal.convening_id, stood, {key: move["to"] for key, move in moves.items()})
    pinned = _pin(kept)
    waits = _end_waits((attendee, move["to"]) for (attendee, _slot), move in moves.items())
    changes = _change(stood, {key: (move["to"], move["why"], by, False) for key, move in moves.items()}, at=at)
    _finish(proposal.convening_id, changes, at=at)
    told = [
        {"attendee": who, "slot": slot, "from": _kept(stood.get((who, slot))), "to": moves[who, slot]["to"]}
        for who, slot in moves
    ]
    return {"moves": told, "pinned": pinned, "waits": waits}


def undo_seats(proposal: Proposal, *, by: str, at: datetime) -> None:
    """Seat the people where they sat before. The caller holds the programme. Refusals: moved_since."""
    moves = {(move["attendee"], move["slot"]): move for move in proposal.done["moves"]}
    standing = _seats_at(moves)
    sessions = {move["from"]["session"] for move in moves.values() if move["from"]}
    held = dict(Session.objects.filter(pk__in=sessions).values_list("pk", "slot"))
    for key, move in moves.items():
        seat, before = standing.get(key), move["from"]
        if seat is None or seat.session_id != move["to"] or seat.is_pinned:
            raise SeatedSince
        if before is not None and held.get(before["session"]) != key[1]:
            raise SeatedSince
    back_to = {key: move["from"] and move["from"]["session"] for key, move in moves.items()}
    try:
        _check_room(proposal.convening_id, standing, back_to)
    except SeatRowsDepend as full:
        raise SeatedSince from full
    back = {
        key: (one["session"], one["why"], one["given_by"], one["pinned"])
        for key, move in moves.items() if (one := move["from"]) is not None
    }  # fmt: skip
    changes = _change(standing, back, at=at)
    _wait_again(proposal.done["waits"])
    _finish(proposal.convening_id, changes, at=at)


@transaction.atomic
def seat_again(*, proposal: Proposal, pinned: frozenset[str], by: str, at: datetime) -> Job:
    """Pin the people of these rows where they sit, and look for seats once more in the same way.

    Refusals: those of ask_seating; nothing is pinned then.
    """
    hold(convening_id=proposal.convening_id, subject=proposal.subject)
    if _pin([row for row in proposal.rows if row["key"] in pinned]):
        count_seats(Programme.objects.get(convening=proposal.convening_id))
    convening = Convening.objects.get(pk=proposal.convening_id)
    return ask_seating(convening=convening, mode=proposal.args["mode"], by=by, at=at)


def _seats_at(keys: Iterable[Key]) -> dict[Key, Seat]:
    """The seats of these people in these slots."""
    wanted = set(keys)
    found = Seat.objects.filter(
        attendee__in={who for who, _slot in wanted}, slot__in={slot for _who, slot in wanted}
    ).select_related("session")
    return {key: seat for seat in found if seat.slot_id and (key := (seat.attendee_id, seat.slot_id)) in wanted}


def _check_room(convening_id: int, stood: Mapping[Key, Seat], to: Mapping[Key, int | None]) -> None:
    """Refuse where a session would hold more people than may sit there."""
    coming = Counter(session for session in to.values() if session is not None)
    leaving = Counter(seat.session_id for key, seat in stood.items() if key in to)
    sessions = Session.objects.filter(pk__in=coming, convening=convening_id).select_related("room")
    taken = taken_in(list(coming))
    for session in sessions:
        people = taken[session.pk] + coming[session.pk] - leaving[session.pk]
        if people > capacity_of(session):
            facts = {"session": session.title, "people": people, "seats": capacity_of(session)}
            raise SeatRowsDepend(
                _("“%(session)s” would hold %(people)s people, and there is room for %(seats)s: whoever you keep there"
                  " does not leave it. Accept more rows, or propose again with the pins.") % facts
            )  # fmt: skip


def _change(stood: Mapping[Key, Seat], to: Mapping[Key, tuple[int, Any, str, bool]], *, at: datetime) -> Changes:
    """Take the seats away, and give these."""
    changes = Changes()
    for (attendee, slot) in {**stood, **to}:
        before = stood.get((attendee, slot))
        changes.note(attendee, slot, before.session if before else None)
    Seat.objects.filter(pk__in=[seat.pk for seat in stood.values()]).delete()
    Seat.objects.bulk_create(
        Seat(
            attendee_id=attendee, slot_id=slot, session_id=session, why=why, given_by=by, is_pinned=pinned, given_at=at
        )
        for (attendee, slot), (session, why, by, pinned) in to.items()
    )
    return changes


def _finish(convening_id: int, changes: Changes, *, at: datetime) -> None:
    """Let move up whoever can, count the change, and tell whom it concerns."""
    programme = Programme.objects.get(convening=convening_id)
    waited = WaitlistEntry.objects.filter(session__convening=convening_id).values_list("session", flat=True)
    promote(sorted(set(waited)), programme=programme, changes=changes, at=at)
    count_seats(programme)
    owe_news(programme=programme, changes=changes, at=at)


def _kept(seat: Seat | None) -> dict[str, Any] | None:
    """What is needed to give a seat back."""
    if seat is None:
        return None
    return {"session": seat.session_id, "why": seat.why, "given_by": seat.given_by, "pinned": seat.is_pinned}


def _pin(rows: Sequence[Row]) -> list[int]:
    """Pin the seats that these rows would change; their ids."""
    seats = _seats_at((row["attendee"], move["slot"]) for row in rows for move in row["moves"])
    fresh = sorted(seat.pk for seat in seats.values() if not seat.is_pinned)
    Seat.objects.filter(pk__in=fresh).update(is_pinned=True)
    return fresh


def _end_waits(seated: Iterable[Key]) -> list[dict[str, Any]]:
    """Nobody waits for a seat that they get now; what is needed to let them wait again."""
    pairs = set(seated)
    found = WaitlistEntry.objects.filter(
        attendee__in={who for who, _session in pairs}, session__in={session for _who, session in pairs}
    )
    ended = [entry for entry in found if (entry.attendee_id, entry.session_id) in pairs]
    WaitlistEntry.objects.filter(pk__in=[entry.pk for entry in ended]).delete()
    return [
        {
            "attendee": entry.attendee_id, "session": entry.session_id, "slot": entry.slot_id, "number": entry.number,
            "asked_at": entry.asked_at.isoformat(),
        }
        for entry in ended
    ]  # fmt: skip


def _wait_again(waits: Sequence[Mapping[str, Any]]) -> None:
    """Back in line where they stood, but for who waits for another session of that round by now."""
    for one in waits:
        if not WaitlistEntry.objects.filter(attendee=one["attendee"], slot=one["slot"]).exists():
            WaitlistEntry.objects.create(
                attendee_id=one["attendee"], session_id=one["session"], slot_id=one["slot"], number=one["number"],
                asked_at=datetime.fromisoformat(one["asked_at"]),
            )
