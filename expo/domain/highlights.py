"""Highlights for the big screen: written by attendees, shown once an organizer has read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from convenings.models import Convening
from expo.domain.authors import shown_as
from expo.domain.short_texts import tidy_text
from expo.domain.standing_booths import require_self
from expo.models import Highlight
from expo.states import HIGHLIGHT_TRANSITIONS, HighlightState
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

LONGEST = 140
MOST_HELD = 3  # of one person, waiting to be read


class HighlightsWait(Refusal):
    code = "highlights_wait"
    field = "text"
    words = _("Three of yours wait to be read. Write the next one when they are through.")


class HighlightIdReused(Refusal):
    code = "highlight_id_reused"
    words = _("This was sent before with other words. Please write it once more.")


class HighlightGone(Refusal):
    code = "highlight_gone"
    status = 404
    words = _("This highlight is not there any more.")


class HighlightChanged(Refusal):
    code = "highlight_changed"
    words = _("Somebody has decided about this highlight meanwhile. Look at it again.")


class HighlightTakenBack(Refusal):
    code = "highlight_taken_back"
    words = _("Its author has taken this highlight back: it is not shown.")


class OrganizersDecide(Refusal):
    code = "organizers_decide"
    status = 403
    words = _("Only organizers decide what the wall shows.")


@dataclass(frozen=True)
class OnWall:
    """A highlight as the screen shows it. `author` is a name only with consent to be listed."""

    id: int
    text: str
    author: str
    shown_at: datetime | None


def write_highlight(*, attendee: Attendee, highlight_id: UUID, text: str, by: str, at: datetime) -> Highlight:
    """A highlight that waits to be read. Sending the same id with the same words again changes nothing.

    Refusals: not_yourself, text_refused, highlights_wait, highlight_id_reused.
    """
    require_self(attendee, by)
    tidied = " ".join(tidy_text(text, most=LONGEST).split())
    try:
        return _write(attendee, highlight_id, tidied, by=by, at=at)
    except IntegrityError:
        return _known(Highlight.objects.get(highlight_id=highlight_id), attendee, tidied)


@transaction.atomic
def _write(attendee: Attendee, highlight_id: UUID, text: str, *, by: str, at: datetime) -> Highlight:
    Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)  # so that nobody counts too few
    known = Highlight.objects.filter(highlight_id=highlight_id).first()
    if known is not None:
        return _known(known, attendee, text)
    if Highlight.objects.filter(attendee=attendee, state=HighlightState.HELD).count() >= MOST_HELD:
        raise HighlightsWait
    row = Highlight(
        highlight_id=highlight_id, convening_id=attendee.convening_id, attendee=attendee, text=text, written_at=at
    )
    row.save(force_insert=True)
    _record("highlight.written", row, by=by, at=at)
    return row


def _known(row: Highlight, attendee: Attendee, text: str) -> Highlight:
    if (row.attendee_id, row.text) != (attendee.pk, text):
        raise HighlightIdReused
    return row


@transaction.atomic
def decide_highlight(
    *, highlight: Highlight, to: HighlightState, seen: str, by: str, at: datetime, name: str | None = None
) -> Highlight:
    """Show, hold or reject it. seen: the state in which the organizer read it; name: its author's as they read it,
    None: as it is now. The wall names nobody by a name that was not read. The same decision twice is harmless.

    Refusals: organizers_decide, highlight_changed, highlight_taken_back.
    """
    if not is_organizer(by):
        raise OrganizersDecide
    row = _locked(highlight.pk)
    if row.state == to:
        return row
    if row.state != seen:
        raise HighlightChanged
    if row.decided_by.startswith("person:"):
        raise HighlightTakenBack
    if to == HighlightState.SHOWN:
        row.name_read = row.attendee.person.name if name is None else name[:200]
    return _move(row, to, by=by, at=at)


@transaction.atomic
def take_back(*, attendee: Attendee, highlight: int, by: str, at: datetime) -> Highlight:
    """Its author takes it from the wall for good, also one who does not come any more; again is harmless.

    Refusals: not_yourself, highlight_gone.
    """
    require_self(attendee, by, or_gone=True)
    row = _locked(highlight)
    if row.attendee_id != attendee.pk:
        raise HighlightGone
    if row.decided_by == by:
        return row
    if row.state == HighlightState.REJECTED:
        row.decided_by, row.decided_at = by, at
        row.save(update_fields=["decided_by", "decided_at"])
        return row
    return _move(row, HighlightState.REJECTED, by=by, at=at)


def wall_of(convening: Convening, *, most: int) -> list[OnWall]:
    """What the wall shows, the newest first. One statement."""
    rows = Highlight.objects.shown(convening)[:most]
    return [OnWall(row.pk, row.text, author_of(row), row.decided_at) for row in rows]


def author_of(row: Highlight) -> str:
    """Who wrote it, as others read it: what is shown names nobody by a name that they took after it was read.

    Wants its attendee with person, details and team.
    """
    return shown_as(row.attendee, by_name=row.state != HighlightState.SHOWN or name_stands(row))


def name_stands(row: Highlight) -> bool:
    """Whether its author still has the name that was read."""
    return row.name_read == row.attendee.person.name


def _locked(pk: int) -> Highlight:
    rows = Highlight.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    row = rows.first()
    if row is None:
        raise HighlightGone
    return row


def _move(row: Highlight, to: HighlightState, *, by: str, at: datetime) -> Highlight:
    """The caller holds the lock."""
    assert to in HIGHLIGHT_TRANSITIONS[HighlightState(row.state)]
    row.state, row.decided_at, row.decided_by = to, at, by
    row.save(update_fields=["state", "decided_at", "decided_by", "name_read"])
    _record(f"highlight.{to}", row, by=by, at=at)
    return row


def _record(kind: str, row: Highlight, *, by: str, at: datetime) -> None:
    """That it was decided, and none of its words."""
    record(
        kind=kind, by=by, at=at, subject=f"attendee:{row.attendee_id}", convening_id=row.convening_id,
        data={"highlight": row.pk},
    )  # fmt: skip
