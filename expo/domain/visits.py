"""Visits to other teams' booths: one tap, counted once, whenever it arrives and however often it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from expo.domain.bookmarks import keep_bookmark
from expo.domain.notes import leave_note
from expo.domain.standing_booths import require_self, visited_placement
from expo.models import Visit
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

OLDEST = timedelta(days=7)  # a phone keeps its visits for so long; what is older comes from a clock that is wrong
MOST_AT_ONCE = 50


class VisitIdReused(Refusal):
    code = "visit_id_reused"
    words = _("This visit was sent before for another booth. Please tap once more.")


class ExpoNotOpen(Refusal):
    code = "expo_not_open"
    words = _("The expo has not opened yet. Bookmark the booth now, and leave a visit when you are there.")


@dataclass(frozen=True)
class VisitDraft:
    """What a phone sends of one tap. `visit_id` is its own; a note goes under the same id."""

    visit_id: UUID
    code: str
    visited_at: datetime
    bookmark: bool = True
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a draft: `code` is "kept", or that of the refusal, whose words are for people."""

    visit_id: UUID
    code: str
    words: str = ""
    visit: Visit | None = None

    @property
    def is_kept(self) -> bool:
        return self.code == "kept"


def leave_visit(*, attendee: Attendee, draft: VisitDraft, by: str, at: datetime) -> Visit:
    """Counts a visit, the first to each team; keeps the bookmark and the note that came with the tap.

    Sending the same `visit_id` again gives the first visit again and changes nothing. A time that has not come yet is
    taken as now, one of more than a week ago as a week ago. No lock is held: a unique constraint lets one of two at
    once in, and the other looks again. Refusals: not_yourself, booth_unknown, nobody_stands_there, own_booth,
    expo_not_open, visit_id_reused, and those of a note.
    """
    try:
        return _leave(attendee, draft, by=by, at=at)
    except IntegrityError:
        return _leave(attendee, draft, by=by, at=at)


def leave_visits(*, attendee: Attendee, drafts: Iterable[VisitDraft], by: str, at: datetime) -> list[Outcome]:
    """Several that waited on a phone, the oldest first: each is kept or refused by itself, in the order given."""
    outcomes = []
    for draft in drafts:
        try:
            visit = leave_visit(attendee=attendee, draft=draft, by=by, at=at)
        except Refusal as refusal:
            outcomes.append(Outcome(draft.visit_id, refusal.code, str(refusal)))
        else:
            outcomes.append(Outcome(draft.visit_id, "kept", visit=visit))
    return outcomes


@transaction.atomic
def _leave(attendee: Attendee, draft: VisitDraft, *, by: str, at: datetime) -> Visit:
    require_self(attendee, by, or_system=True)
    placement = visited_placement(attendee, draft.code)
    visited_at = max(min(draft.visited_at, at), at - OLDEST)
    if visited_at < placement.booth.hall.opens_at:
        raise ExpoNotOpen
    visit = _standing(attendee, placement.team_id, draft.visit_id)
    if visit is None:
        visit = Visit(
            visit_id=draft.visit_id, attendee=attendee, team=placement.team, booth=placement.booth,
            visited_at=visited_at, received_at=at,
        )  # fmt: skip
        visit.save(force_insert=True)
        record(
            kind="visit.left", by=by, at=at, subject=f"attendee:{attendee.pk}", convening_id=attendee.convening_id,
            data={"visit": visit.pk, "team": placement.team_id},
        )  # fmt: skip
        if draft.bookmark:
            keep_bookmark(attendee, placement.team, at=at)
    if draft.note.strip():
        leave_note(
            attendee=attendee, code=draft.code, note_id=draft.visit_id, text=draft.note, by=by, at=at,
        )  # fmt: skip
    return visit


def _standing(attendee: Attendee, team: int, visit_id: UUID) -> Visit | None:
    """The visit that was sent under this id, or the attendee's first to the team. Refusal: visit_id_reused."""
    found = list(Visit.objects.filter(Q(visit_id=visit_id) | Q(attendee=attendee, team=team)))
    if any(row.visit_id == visit_id and (row.attendee_id, row.team_id) != (attendee.pk, team) for row in found):
        raise VisitIdReused
    return next(iter(found), None)
