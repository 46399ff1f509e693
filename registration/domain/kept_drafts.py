"""Registrations that are left and taken up again: kept as typed, for whoever has the link, until they expire."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import outbox
from registration.domain import people, unproved
from registration.domain.drafts import PersonDraft
from registration.models import RegistrationDraft

LIVES = timedelta(days=60)
MOST_LETTERS = 200_000
Fields = Mapping[str, Sequence[str]]


class DraftTooLong(Refusal):
    code = "draft_too_long"
    status = 400
    words = _("This is too much to keep. Please shorten what you wrote.")


class DraftFinished(Refusal):
    code = "draft_finished"
    words = _("This registration was handed in already.")


@transaction.atomic
def keep_draft(
    *, convening: Convening, coordinator: PersonDraft, fields: Fields, by: str, at: datetime
) -> RegistrationDraft:
    """Keep what was typed so far; owes its coordinator the mail with the link.

    Refusals: mailed_often, draft_too_long, of names.
    """
    unproved.require_few_kept(coordinator.email, at=at)
    draft = RegistrationDraft.objects.create(
        convening=convening,
        person=people.new_person(convening.pk, coordinator),
        fields=_fit(fields),
        kept_at=at,
        saved_at=at,
        expires_at=max(at + timedelta(days=1), min(at + LIVES, convening.promise_by_at)),
    )
    _record("registration.kept", draft, by=by, at=at)
    outbox.owe(
        occasion="registration.kept",
        key=f"registration.kept:{draft.pk}",
        person_id=draft.person_id,
        to_address=draft.person.email,
        to_name=draft.person.name,
        convening_id=convening.pk,
        refs={"draft": draft.pk},
        language=coordinator.language,
        at=at,
    )
    return draft


@transaction.atomic
def save_draft(*, draft: RegistrationDraft, fields: Fields, at: datetime) -> RegistrationDraft:
    """Keep what was typed since. Refusals: draft_finished, draft_too_long."""
    locked = _locked(draft)
    if locked.finished_at is not None:
        raise DraftFinished
    locked.fields, locked.saved_at = _fit(fields), at
    locked.save(update_fields=["fields", "saved_at"])
    return locked


@transaction.atomic
def finish_draft(*, draft: RegistrationDraft, by: str, at: datetime) -> RegistrationDraft:
    """It was handed in: nothing of it is kept. Refusal: draft_finished, so that it is handed in once."""
    locked = _locked(draft)
    if locked.finished_at is not None:
        raise DraftFinished
    locked.fields, locked.finished_at = {}, at
    locked.save(update_fields=["fields", "finished_at"])
    _record("registration.draft_finished", locked, by=by, at=at)
    return locked


@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Empty the drafts whose time is over; how many. Idempotent."""
    over = RegistrationDraft.objects.filter(expires_at__lte=at).exclude(fields={})
    return int(over.update(fields={}))


def _fit(fields: Fields) -> dict[str, list[str]]:
    """What can be kept: no NUL, which no database takes. Refuses what is too long."""
    kept = {name: [value.replace("\0", "") for value in values] for name, values in fields.items()}
    if len(json.dumps(kept)) > MOST_LETTERS:
        raise DraftTooLong
    return kept


def _locked(draft: RegistrationDraft) -> RegistrationDraft:
    drafts = RegistrationDraft.objects.select_for_update(of=("self",), no_key=True)
    found: RegistrationDraft = drafts.get(pk=draft.pk)
    return found


def _record(kind: str, draft: RegistrationDraft, *, by: str, at: datetime) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"draft:{draft.pk}", convening_id=draft.convening_id)
