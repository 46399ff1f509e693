"""Bulk mail: written, held for a second look, confirmed, sent in parts by a worker, cancelled.

A draft's list is counted anew whenever somebody looks. Held, the list is fixed: what was looked at is what is sent.
Of an announcement the worker fixes it, so that nobody waits for it.
Who is no longer what they were written to as (handed over, taken off a team) is left out when their mail is composed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from convenings.states import ConveningState
from jobs.domain import work
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import outbox
from mail.models import Message
from registration.domain import bulk_list, bulk_text
from registration.domain.audience import Recipient, require_no_secret
from registration.models import BulkList, BulkMail, BulkRecipient
from registration.states import BULK_TRANSITIONS, BulkState

JOB = "mail.bulk"
PART = 100  # cancelled in one transaction
STOPPED = (ConveningState.CANCELLED, ConveningState.POSTPONED)


class BulkMovedOn(Refusal):
    code = "bulk_moved_on"
    words = _("This mail has moved on meanwhile: look at its state.")


class ChangedSinceSeen(Refusal):
    code = "bulk_changed_since_seen"
    words = _("Somebody changed this mail or its list since you looked at it. Please read it again, then send it.")


class NobodyOnList(Refusal):
    code = "nobody_on_list"
    words = _("Nobody is on this list. Choose other people, or wait until there are some.")
    field = "audience"


class ConveningStopped(Refusal):
    code = "convening_stopped"
    words = _("The convening was postponed or cancelled since this was held. Read it again, and hold it anew.")


@dataclass(frozen=True, kw_only=True)
class BulkDraft:
    """What an organizer writes, and to whom. `narrowed`: as registration.domain.lists takes it."""

    audience: str
    narrowed: Mapping[str, str] = field(default_factory=dict)
    subject: str
    body: str
    with_link: bool = False


@transaction.atomic
def write(*, convening: Convening, draft: BulkDraft, by: str, at: datetime) -> BulkMail:
    """Keep a draft. Refusals: words_missing, subject_broken, variable_unknown, selected_is_secret."""
    bulk = BulkMail(convening=convening, written_by=by, written_at=at, **_facts(draft))
    bulk.save()
    _record(bulk, "bulk.written", by=by, at=at)
    return bulk


@transaction.atomic
def rewrite(*, bulk: BulkMail, draft: BulkDraft, by: str, at: datetime) -> BulkMail:
    """Other words or other people; a mail that is held becomes a draft again. Refusals as `write`, bulk_moved_on."""
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state == BulkState.HELD:
        BulkList.objects.filter(bulk=locked).delete()
        _move(locked, BulkState.DRAFT, by=by, at=at, total=0)
    elif locked.state != BulkState.DRAFT:
        raise BulkMovedOn
    facts = {**_facts(draft), "written_by": by, "written_at": at}
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(facts))
    _record(locked, "bulk.written", by=by, at=at)
    return locked


def hold(*, bulk: BulkMail, by: str, at: datetime) -> BulkMail:
    """Fix the list, for a second look: counted before its lock is taken, and written as one row.

    Refusals: bulk_moved_on, nobody_on_list, variable_empty.
    """
    draft = BulkMail.objects.select_related("convening").get(pk=bulk.pk)
    if draft.state != BulkState.DRAFT:
        raise BulkMovedOn
    return _hold(draft, bulk_list.count(draft), by=by, at=at)


@transaction.atomic
def _hold(draft: BulkMail, found: list[Recipient], *, by: str, at: datetime) -> BulkMail:
    locked = BulkMail.objects.locked(draft.pk)
    is_same = (locked.audience, locked.narrowed) == (draft.audience, draft.narrowed)
    if locked.state != BulkState.DRAFT or not is_same:
        raise BulkMovedOn
    if not found:
        raise NobodyOnList
    _require_teams(locked, found)
    turn = locked.convening.state_changes
    _move(locked, BulkState.HELD, by=by, at=at, held_by=by, held_at=at, total=len(found), convening_turn=turn)
    bulk_list.fix(locked, found)
    return locked


@transaction.atomic
def confirm(*, bulk: BulkMail, by: str, at: datetime, seen: str | None = None) -> BulkMail:
    """Send it: a worker owes the mail from the commit on.

    seen: the `turn` of the mail as it was looked at; None where the caller has held it just now. Refusals:
    bulk_moved_on, bulk_changed_since_seen, convening_stopped.
    """
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state == BulkState.HELD and seen is not None and seen != locked.turn:
        raise ChangedSinceSeen
    if locked.state == BulkState.HELD and is_stopped(locked):
        raise ConveningStopped
    _move(locked, BulkState.SENDING, by=by, at=at, confirmed_by=by, confirmed_at=at)
    return _ask(locked, by=by, at=at)


@transaction.atomic
def send_plain(
    *, convening: Convening, audience: str, narrowed: Mapping[str, str], subject: str, body: str, by: str, at: datetime
) -> BulkMail:
    """Send at once what was seen elsewhere, without markup; a worker fixes the list. Wants the convening locked."""
    bulk = BulkMail.objects.create(
        convening=convening, audience=audience, narrowed=dict(narrowed), subject=subject, body=body, with_link=True,
        is_plain=True, written_by=by, written_at=at,
    )  # fmt: skip
    _move(bulk, BulkState.HELD, by=by, at=at, held_by=by, held_at=at, convening_turn=convening.state_changes)
    return confirm(bulk=bulk, by=by, at=at)


@transaction.atomic
def go_on(*, bulk: BulkMail, by: str, at: datetime) -> BulkMail:
    """Take the sending up again whose work has ended before everybody was owed their mail. Refusal: bulk_moved_on."""
    locked = BulkMail.objects.locked(bulk.pk)
    if not is_stuck(locked):
        raise BulkMovedOn
    return _ask(locked, by=by, at=at)


@transaction.atomic
def cancel(*, bulk: BulkMail, by: str, at: datetime) -> BulkMail:
    """Send no more of it, not even what waits in the outbox; what is out is out. Refusal: bulk_moved_on.

    Of many that wait a part is cancelled now, the rest by a sweep (`cancel_rest`): no composer writes them meanwhile.
    """
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state == BulkState.CANCELLED:
        return locked
    _move(locked, BulkState.CANCELLED, by=by, at=at)
    cancel_part(locked, at=at)
    return locked


@transaction.atomic
def cancel_part(bulk: BulkMail, *, at: datetime) -> int:
    """Cancel some of what waits of a cancelled mail, which is over when nothing does; how many. Idempotent."""
    waiting = BulkRecipient.objects.filter(bulk=bulk, message__state__in=outbox.STOPPABLE).values("message_id")
    ids = list(waiting.order_by("message_id").values_list("message_id", flat=True)[:PART])
    reason = str(_("The bulk mail was cancelled."))
    stopped = outbox.cancel_all(Message.objects.filter(pk__in=ids), at=at, reason=reason)
    if len(ids) < PART:
        bulk.ended_at = at
        bulk.save(update_fields=["ended_at"])
    return stopped


def cancel_rest(*, at: datetime) -> int:
    """Cancel what still waits of the mails that were cancelled, in short transactions; how many. Idempotent sweep."""
    stopped = 0
    for bulk in BulkMail.objects.filter(state=BulkState.CANCELLED, ended_at=None).order_by("pk"):
        while bulk.ended_at is None:
            stopped += cancel_part(bulk, at=at)
    return stopped


def is_stopped(bulk: BulkMail) -> bool:
    """Whether the convening was postponed or cancelled since the list was fixed."""
    convening = bulk.convening
    return convening.state in STOPPED and convening.state_changes != bulk.convening_turn


def is_stuck(bulk: BulkMail) -> bool:
    """Whether nobody works on it any more, though not everybody was owed their mail. Two statements."""
    if bulk.state != BulkState.SENDING or (bulk.job is not None and bulk.job.ended_at is None):
        return False
    return bulk_list.is_open(bulk)


def _facts(draft: BulkDraft) -> dict[str, Any]:
    subject = draft.subject.strip()
    bulk_text.check_words(subject=subject, body=draft.body)
    narrowed = {name: value for name, value in draft.narrowed.items() if value}
    require_no_secret(narrowed)
    return {
        "audience": draft.audience, "narrowed": narrowed, "subject": subject, "body": draft.body,
        "with_link": draft.with_link,
    }  # fmt: skip


def _require_teams(bulk: BulkMail, found: list[Recipient]) -> None:
    named = [] if bulk.is_plain else bulk_text.variables_in(f"{bulk.subject} {bulk.body}")
    if "team" in named and any(not one.teams for one in found):
        raise bulk_text.VariableEmpty


def _ask(bulk: BulkMail, *, by: str, at: datetime) -> BulkMail:
    args = {"bulk": bulk.pk, "announces": bulk.is_plain}
    bulk.job = work.ask(kind=JOB, args=args, by=by, at=at, convening_id=bulk.convening_id)
    bulk.save(update_fields=["job"])
    return bulk


def _move(bulk: BulkMail, to: BulkState, *, by: str, at: datetime, **values: Any) -> None:
    """The one way from state to state; wants the row locked. Refusal: bulk_moved_on."""
    if to not in BULK_TRANSITIONS[BulkState(bulk.state)]:
        raise BulkMovedOn
    for name, value in {"state": to, **values}.items():
        setattr(bulk, name, value)
    bulk.save(update_fields=["state", *values])
    _record(bulk, f"bulk.{to}", by=by, at=at)


def _record(bulk: BulkMail, kind: str, *, by: str, at: datetime) -> None:
    data = {"audience": str(bulk.audience), "people": bulk.total}
    entries.record(
        kind=kind, by=by, at=at, subject=f"bulk:{bulk.pk}", convening_id=bulk.convening_id, data=data
    )
