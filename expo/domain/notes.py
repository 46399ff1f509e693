"""Notes left at a booth: the visited team and the author's own see them, by name only with consent to be listed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from expo.domain.authors import shown_as
from expo.domain.short_texts import tidy_text
from expo.domain.standing_booths import require_self, visited_placement
from expo.models import Note
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee, Team

LONGEST = 500
MOST_HERE = 10  # of one person at one team, those that were withdrawn among them


class NoteIdReused(Refusal):
    code = "note_id_reused"
    words = _("This note was sent before with other words. Please write it once more.")


class NotesEnough(Refusal):
    code = "notes_enough"
    words = _("You have left ten notes for this team. Say the rest in person: somebody stands at the booth.")


class NoteGone(Refusal):
    code = "note_gone"
    status = 404
    words = _("This note is not there any more.")


class OrganizersHide(Refusal):
    code = "organizers_hide"
    status = 403
    words = _("Only organizers hide a note; its author withdraws it.")


@dataclass(frozen=True)
class ShownNote:
    """A note as a page shows it; `mine`: the reader wrote it, and may withdraw it."""

    note: Note
    author: str
    mine: bool


def leave_note(*, attendee: Attendee, code: str, note_id: UUID, text: str, by: str, at: datetime) -> Note:
    """A note at another team's booth. Sending the same `note_id` with the same words again changes nothing.

    Refusals: not_yourself, booth_unknown, nobody_stands_there, own_booth, text_refused, notes_enough,
    note_id_reused.
    """
    require_self(attendee, by)
    tidied = tidy_text(text, most=LONGEST)
    placement = visited_placement(attendee, code)
    try:
        return _write(attendee, placement.team, note_id, tidied, by=by, at=at)
    except IntegrityError:
        return _known(attendee, placement.team, note_id, tidied)


@transaction.atomic
def _write(attendee: Attendee, team: Team, note_id: UUID, text: str, *, by: str, at: datetime) -> Note:
    Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)  # so that nobody counts too few
    if Note.objects.filter(note_id=note_id).exists():
        return _known(attendee, team, note_id, text)
    if Note.objects.filter(attendee=attendee, team=team).count() >= MOST_HERE:
        raise NotesEnough
    note = Note(note_id=note_id, attendee=attendee, team=team, text=text, written_at=at)
    note.save(force_insert=True)
    _record("note.left", note, by=by, at=at)
    return note


def _known(attendee: Attendee, team: Team, note_id: UUID, text: str) -> Note:
    """The note that was sent before under this id. Refusal: note_id_reused."""
    note = Note.objects.get(note_id=note_id)
    if (note.attendee_id, note.team_id, note.text) != (attendee.pk, team.pk, text):
        raise NoteIdReused
    return note


@transaction.atomic
def withdraw_note(*, attendee: Attendee, note: int, by: str, at: datetime) -> Note:
    """Its author takes it back, also one who does not come any more; again is harmless.

    Refusals: not_yourself, note_gone (of somebody else's, too).
    """
    require_self(attendee, by, or_gone=True)
    found = Note.objects.select_for_update(of=("self",), no_key=True).filter(pk=note, attendee=attendee).first()
    if found is None:
        raise NoteGone
    if found.withdrawn_at is None:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        _record("note.withdrawn", found, by=by, at=at)
    return found


@transaction.atomic
def hide_note(*, note: Note, hidden: bool, by: str, at: datetime) -> Note:
    """An organizer hides a note from both teams, or shows it again; again is harmless. Refusal: organizers_hide."""
    if not is_organizer(by):
        raise OrganizersHide
    found = Note.objects.select_for_update(of=("self",), no_key=True).select_related("attendee").get(pk=note.pk)
    if (found.hidden_at is not None) != hidden:
        found.hidden_at, found.hidden_by = (at, by) if hidden else (None, "")
        found.save(update_fields=["hidden_at", "hidden_by"])
        _record("note.hidden" if hidden else "note.unhidden", found, by=by, at=at)
    return found


def notes_seen_by(attendee: Attendee, *, team: int | None = None) -> list[ShownNote]:
    """What an attendee may read: notes at their own team's booth, and those of their team; `team`: with that one only.

    Who is on no team reads their own. One statement.
    """
    mine = Q(attendee=attendee)
    if attendee.team_id is not None:
        mine |= Q(team=attendee.team_id) | Q(attendee__team=attendee.team_id)
    rows = Note.objects.seen().filter(mine).with_author()
    if team is not None:
        rows = rows.filter(Q(team=team) | Q(attendee__team=team))
    return [ShownNote(note, shown_as(note.attendee), note.attendee_id == attendee.pk) for note in rows]


def notes_of(team: Team) -> list[ShownNote]:
    """What a team reads: notes at its booth, and those of its members. One statement."""
    rows = Note.objects.seen().filter(Q(team=team) | Q(attendee__team=team)).with_author()
    return [ShownNote(note, shown_as(note.attendee), mine=False) for note in rows]


def _record(kind: str, note: Note, *, by: str, at: datetime) -> None:
    """That there is a note, and none of its words."""
    record(
        kind=kind, by=by, at=at, subject=f"attendee:{note.attendee_id}", convening_id=note.attendee.convening_id,
        data={"note": note.pk, "team": note.team_id},
    )  # fmt: skip
