"""What we owe by mail: rows written in the transaction of their cause, each once."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from mail import signals
from mail.models import Message
from mail.states import TRANSITIONS, MessageState

UNARRIVED = frozenset({MessageState.FAILED, MessageState.BOUNCED})


class RecipientUnusable(Refusal):
    code = "recipient_unusable"
    words = _("Mail cannot be sent to this name and address. Please look for line breaks or missing parts in them.")
    field = "email"


def owe(
    *,
    occasion: str,
    key: str,
    to_address: str,
    at: datetime,
    person_id: int | None = None,
    to_name: str = "",
    convening_id: int | None = None,
    refs: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    language: str = "en",
    held: bool = False,
) -> Message | None:
    """Owe one mail in the caller's transaction, to be sent from `due_at` on; None when `key` was owed before.

    Who has no address is owed none. One whose recipient would break the mail's head has failed at once, where
    organizers see why: no act fails for it.
    """
    if not to_address:
        return None
    message = Message(
        occasion=occasion,
        key=key,
        to_address=to_address,
        to_name=to_name,
        person_id=person_id,
        convening_id=convening_id,
        refs=dict(refs or {}),
        owed_at=at,
        due_at=due_at or at,
        language=language,
        **_begins(to_address, to_name, held=held),
    )
    try:
        with transaction.atomic():  # a savepoint, so that the caller's transaction lives on
            message.save(force_insert=True)
    except IntegrityError:
        if Message.objects.filter(key=key).exists():
            return None
        raise
    if message.state == MessageState.QUEUED and message.due_at <= at:
        _tell([message.pk])
    return message


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One of many mails that are owed at once. `occasion`: "" where all have the same, which `owe_all` is told."""

    key: str
    to_address: str
    occasion: str = ""
    to_name: str = ""
    person_id: int | None = None
    refs: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"


def owe_all(
    *,
    owed: Sequence[Owed],
    at: datetime,
    convening_id: int | None = None,
    occasion: str = "",
    due_at: datetime | None = None,
    first: bool = False,
) -> int:
    """Owe many mails in the caller's transaction, to be sent from `due_at` on; how many were not owed before.

    Who has no address is owed none. The caller holds a lock under which nobody else owes the same keys. One whose
    recipient would break the mail's head has failed at once, where organizers see why; the others go out.
    Two statements, or one:
    first: the keys name what this very transaction began, so that none was owed; one that was is a bug, and raises.
    """
    known = set() if first else _known(owed)
    fresh = [
        Message(
            occasion=one.occasion or occasion,
            key=one.key,
            to_address=one.to_address,
            to_name=one.to_name,
            person_id=one.person_id,
            convening_id=convening_id,
            refs=dict(one.refs),
            owed_at=at,
            due_at=due_at or at,
            language=one.language,
            **_begins(one.to_address, one.to_name),
        )
        for one in owed
        if one.key not in known and one.to_address
    ]
    if fresh:
        made = Message.objects.bulk_create(fresh)
        if due_at is None or due_at <= at:
            _tell(message.pk for message in made if message.state == MessageState.QUEUED)
    return len(fresh)


def _known(owed: Sequence[Owed]) -> set[str]:
    return set(Message.objects.filter(key__in=[one.key for one in owed]).values_list("key", flat=True))


def cancel(message: Message | str, *, at: datetime, reason: str) -> bool:
    """Send it no more; False when it is being sent or was. `reason` is shown to organizers."""
    return _move(message, MessageState.CANCELLED, claimed_at=at, last_error=reason)


def cancel_all(messages: "QuerySet[Message]", *, at: datetime, reason: str) -> int:
    """Send none of these any more; how many were stopped. What is being sent or was, goes. One statement."""
    stopped = messages.filter(state__in=_before(MessageState.CANCELLED))
    return stopped.update(state=MessageState.CANCELLED, claimed_at=at, last_error=reason)


def hold(message: Message | str, *, at: datetime) -> bool:
    """Keep it back until it is released; False when that is too late."""
    return _move(message, MessageState.HELD, claimed_at=at)


@transaction.atomic
def release(message: Message | str, *, at: datetime) -> bool:
    """Send what was held, what failed or what came back, from now on; False when there is nothing to release.

    Refuses a recipient that would break the mail's head.
    """
    for address, name in Message.objects.filter(key=_key(message)).values_list("to_address", "to_name"):
        _require_usable(address, name)
    fresh = {"due_at": at, "first_tried_at": None, "last_error": ""}
    moved = _move(message, MessageState.QUEUED, allowed={MessageState.HELD, *UNARRIVED}, **fresh)
    if moved:
        _tell(Message.objects.filter(key=_key(message)).values_list("pk", flat=True))
    return moved


@transaction.atomic
def redirect(*, person_id: int, to_address: str, at: datetime) -> int:
    """Somebody has a new address: what was not sent yet goes there, and what did not arrive at the old one once more.

    Waits for a worker that is writing to them; links minted meanwhile can be revoked after it. Refuses as `owe` does.
    """
    _require_usable(to_address, "")
    unsent = {MessageState.QUEUED, MessageState.HELD, MessageState.SENDING, *UNARRIVED}
    moved = Message.objects.filter(person_id=person_id, state__in=unsent).update(to_address=to_address)
    if moved:
        send_once_more(Message.objects.filter(person_id=person_id), at=at)
    return moved


def send_once_more(messages: QuerySet[Message], *, at: datetime) -> list[Message]:
    """Release what did not arrive of these, the newest about each thing: six reminders are not sent at once.

    What is no longer needed is cancelled when it is written. What has no usable recipient stays as it is.
    """
    back = messages.filter(state__in=UNARRIVED).only("key", "occasion", "refs", "to_address", "to_name").order_by("pk")
    usable = [message for message in back if is_usable(message.to_address, message.to_name)]
    newest = {(message.occasion, json.dumps(message.refs, sort_keys=True)): message for message in usable}
    return [message for message in newest.values() if release(message, at=at)]


def is_waiting(*, occasion: str, person_id: int) -> bool:
    """Whether such a mail to this person is owed and will go out by itself."""
    return Message.objects.filter(occasion=occasion, person_id=person_id, state=MessageState.QUEUED).exists()


def waiting_of(*, occasion: str, convening_id: int, at: datetime) -> list[Message]:
    """All such mails of a convening to which something can be added yet, oldest first. One statement."""
    found = Message.objects.filter(_amendable(at), occasion=occasion, convening_id=convening_id)
    return list(found.order_by("pk"))


def amend(message: Message, *, refs: Mapping[str, Any], due_at: datetime, at: datetime) -> bool:
    """Let a mail that waits say more, and wait until then; False when that is too late. The cause's lock is held."""
    return bool(Message.objects.filter(_amendable(at), pk=message.pk).update(refs=dict(refs), due_at=due_at))


def postpone(messages: Sequence[Message], *, due_at: datetime, at: datetime) -> set[int]:
    """Let mails that wait do so until then: the ids of those for which that is not too late. One statement, one more
    where it is for some.
    """
    ids = {message.pk for message in messages}
    if Message.objects.filter(_amendable(at), pk__in=ids).update(due_at=due_at) == len(ids):
        return ids
    waits = Message.objects.filter(_amendable(at), pk__in=ids, due_at=due_at)
    return set(waits.values_list("pk", flat=True))


def _amendable(at: datetime) -> Q:
    return Q(state=MessageState.HELD) | Q(state=MessageState.QUEUED, due_at__gt=at)


def _move(
    message: Message | str, to: MessageState, *, allowed: Iterable[MessageState] | None = None, **values: Any
) -> bool:
    """One conditional UPDATE: whoever comes second finds nothing to change."""
    before = allowed or _before(to)
    return bool(Message.objects.filter(key=_key(message), state__in=before).update(state=to, **values))


def _before(to: MessageState) -> set[MessageState]:
    """From which states a hand may move a message there; what a worker has in hand is left alone."""
    return {state for state, after in TRANSITIONS.items() if to in after and state != MessageState.SENDING}


STOPPABLE = _before(MessageState.CANCELLED)


def _key(message: Message | str) -> str:
    return message if isinstance(message, str) else message.key


def _tell(ids: Iterable[int]) -> None:
    """After the commit, say that messages are due; nobody who listens can fail the caller."""
    told = list(ids)
    transaction.on_commit(lambda: signals.owed.send_robust(sender=Message, ids=told), robust=True)


def is_usable(address: str, name: str) -> bool:
    """Whether mail can be sent to this recipient: a whole address, and nothing that breaks the head."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in address + name)


def _require_usable(address: str, name: str) -> None:
    if not is_usable(address, name):
        raise RecipientUnusable


def _begins(address: str, name: str, *, held: bool = False) -> dict[str, Any]:
    """How a message stands when it is owed."""
    if not is_usable(address, name):
        return {"state": MessageState.FAILED, "last_error": str(RecipientUnusable.words)}
    return {"state": MessageState.HELD if held else MessageState.QUEUED}
