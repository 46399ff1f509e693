"""What comes back after a mail server took a message: it did not arrive, or its reader complained.

Told by a provider, late, twice or in any order. The words of a stranger: whoever forges them needs the id by which the
provider knows the message, besides the secret of the door.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from journal.refusals import Refusal
from mail.domain import addresses
from mail.models import Message, Returned
from mail.states import MessageState, ReturnKind

log = logging.getLogger(__name__)

CLOCKS_DIFFER = timedelta(minutes=5)  # a provider's from ours


class NotNotedYet(Refusal):
    """A message to this address is on its way out, and we do not know its id yet: tell us again in a moment."""

    code = "message_not_noted_yet"
    status = 503
    words = "The message is being sent at this moment. Please tell us again."


@dataclass(frozen=True)
class Notice:
    """What a provider told. `lasting`: the address is at fault, and mail to it will come back again."""

    kind: ReturnKind
    provider_id: str
    recipient: str
    happened_at: datetime
    lasting: bool = True
    said: str = ""


@transaction.atomic
def take(*, notice: Notice, at: datetime) -> bool:
    """Write down what came back, and stop mail to an address that is at fault; False when it is known, older than
    what was sent since, or about no message of ours. Refusal: NotNotedYet.
    """
    message = _message_of(notice)
    if message is None:
        return False
    happened_at = min(notice.happened_at, at)
    if message.sent_at is None or happened_at < message.sent_at - CLOCKS_DIFFER:
        return False
    _row, is_new = Returned.objects.get_or_create(
        message=message, attempt=message.attempts, kind=notice.kind,
        defaults={"said": notice.said[:500], "happened_at": happened_at, "noted_at": at},
    )
    if not is_new:
        return False
    if notice.kind == ReturnKind.BOUNCED:
        sent = Message.objects.filter(pk=message.pk, state=MessageState.SENT)
        sent.update(state=MessageState.BOUNCED, last_error=notice.said[:500])
    if notice.lasting:
        addresses.note_bad(
            address=message.to_address, reason=notice.kind, said=notice.said, happened_at=happened_at, at=at,
            subject=f"message:{message.pk}", convening_id=message.convening_id,
        )
    return True


def _message_of(notice: Notice) -> Message | None:
    """The message, locked; None for one that is not ours, such as that of another system at the same provider."""
    known = notice.provider_id.strip().strip("<>")
    rows = Message.objects.select_for_update(no_key=True).defer("text", "html")
    found = rows.filter(provider_id=known).order_by("-pk").first() if known else None
    if found is None:
        if Message.objects.filter(state=MessageState.SENDING, to_address__iexact=notice.recipient.strip()).exists():
            raise NotNotedYet
        log.info("A provider told of a message that is not ours")
    return found
