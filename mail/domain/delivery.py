"""Sending what is owed, each message once.

A message is claimed by a conditional UPDATE, composed, handed to the mail server, and marked as sent. One honest gap
is left: when a worker dies after the server took the message and before we wrote it down, that one message (each
worker has one in hand) is sent again once the sweep has put it back. Both copies carry the same Message-ID, which is
fixed at the first try, so that mail programs show one; organizers see it on the message (`doubtful_tries`).
"""

import functools
import hashlib
import logging
import random
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from journal.refusals import Refusal
from mail import occasions, signals
from mail.domain import addresses, attaching, retries
from mail.domain.defaults import language_of
from mail.domain.faults import Fault, fault_of
from mail.domain.posting import Post
from mail.domain.rendering import HeaderBroken, Rendered, render_letter, strike_links
from mail.models import Message
from mail.models.bad_address import fold_address
from mail.states import MessageState, ReturnKind

log = logging.getLogger(__name__)

CHUNK = 50
ELSEWHERE = 20  # chunks ahead, where a second worker may begin
LONGEST_ROUND = 5.0  # seconds: a worker that is asked to end has a message or two in hand, and ends in time
STUCK_AFTER = timedelta(minutes=10)  # longer than all time-outs of one message together
NOTE_FOR = 240.0  # seconds in which a database that was stopped may come back, for us to write down what was sent
SLOW = 60.0  # seconds from the claim to the server: then somebody may have put the message back


def due_messages(*, at: datetime, limit: int = 200) -> list[int]:
    """The ids of what may be sent now, the longest owed first."""
    return list(Message.objects.due(at).values_list("pk", flat=True)[:limit])


def deliver_due(*, at: datetime, limit: int = 2_000) -> int:
    """Send what is due, at most `limit`, over one connection, for a few seconds; returns how many this call sent.

    Several workers may do it at once: who finds that another was here goes on elsewhere. When time runs out before the
    messages do, a worker is told to go on.
    """
    began, tried, sent, skip = time.monotonic(), 0, 0, 0
    with Post() as post:
        while tried < limit:
            chunk = _due(at=at, skip=skip, limit=min(CHUNK, limit - tried))
            if not chunk and not skip:
                break
            skip, suspects = 0, addresses.troubles(message.to_address for message in chunk)
            for message in chunk:
                elapsed = time.monotonic() - began
                if elapsed > LONGEST_ROUND:
                    signals.owed.send_robust(sender=Message, ids=[message.pk])
                    return sent
                ended = _deliver(message, post, suspects, at=at + timedelta(seconds=elapsed))
                tried, sent = tried + 1, sent + (ended == MessageState.SENT)
                if ended is None:
                    skip = CHUNK * random.randint(1, ELSEWHERE)
                    break
    return sent


def deliver(*, message_id: int, at: datetime) -> MessageState:
    """Send one message if it is due and nobody else has it in hand; returns the state it is in then.

    Runs in no transaction of its own: others must see the claim before the message leaves. What the mail server or
    a composer does wrong ends in the row, in words, and is not raised.
    """
    message = Message.objects.get(pk=message_id)
    with Post() as post:
        ended = _deliver(message, post, addresses.troubles([message.to_address]), at=at)
    return ended or MessageState(Message.objects.values_list("state", flat=True).get(pk=message_id))


def sweep(*, at: datetime) -> int:
    """Put back what a dead worker had in hand; returns how many. What was tried for a day fails instead. Idempotent."""
    stuck = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=at - STUCK_AFTER)
    again: dict[str, Any] = {
        "last_error": _("The worker stopped while it had this mail in hand."),
        "doubtful_tries": F("doubtful_tries") + 1,
    }
    stuck.filter(first_tried_at__lte=at - retries.GIVE_UP_AFTER).update(state=MessageState.FAILED, **again)
    return stuck.update(state=MessageState.QUEUED, due_at=at, **again)


def _due(*, at: datetime, skip: int, limit: int) -> list[Message]:
    """Some of what may be sent now. Its texts are not written yet: the row is small."""
    return list(Message.objects.due(at).knowing_own_words()[skip : skip + limit])


def _deliver(message: Message, post: Post, suspects: Collection[str], *, at: datetime) -> MessageState | None:
    """Claim, write, hand over, note; None when the message is not ours to send. suspects: addresses known as bad."""
    if not _claim(message, at=at):
        return None
    claimed = time.time()  # a machine that slept must see it
    written = _write(message, suspects, at=at)
    if isinstance(written, MessageState):
        return written
    mail, kept = written
    if time.time() - claimed > SLOW and not _ours(message).exists():
        return None  # put back meanwhile: it is another's, or was held or cancelled
    try:
        provider_id = post.send(mail)
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            log.exception("Message %s could not be handed over", message.pk)
            fault = Fault(lasting=True, words=_("A fault of ours kept this mail from being sent."))
        return _give_back(message, fault, at=at, doubtful=fault.doubtful and post.is_handing_over)
    return _note_sent_for_sure(message, kept, provider_id, at=at)


def _claim(message: Message, *, at: datetime) -> bool:
    """Take it in hand, if it is still as we read it; whoever comes second changes no row."""
    message.attempts += 1
    message.first_tried_at = message.first_tried_at or at
    message.message_id = message.message_id or _message_id(message)
    free = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, due_at__lte=at)
    return bool(
        free.filter(attempts=message.attempts - 1).update(
            state=MessageState.SENDING,
            claimed_at=at,
            attempts=message.attempts,
            first_tried_at=message.first_tried_at,
            message_id=message.message_id,
        )
    )


def _message_id(message: Message) -> str:
    """The same for the same row, another after the tables were made anew: mail programs hide what they saw before."""
    mark = hashlib.sha256(f"{message.pk}:{message.key}:{message.owed_at.isoformat()}".encode()).hexdigest()[:32]
    return f"<{mark}@{urlsplit(settings.ACCORD_URL).hostname or 'localhost'}>"


def _write(
    message: Message, suspects: Collection[str], *, at: datetime
) -> tuple[EmailMultiAlternatives, Rendered] | MessageState:
    """The mail and the copy to keep; or the state that the message ended in instead. Links are minted here."""
    occasion = occasions.get(message.occasion)
    if occasion is None:
        words = _("Nobody in this process knows how to write “%(occasion)s”.") % {"occasion": message.occasion}
        return _give_back(message, Fault(lasting=False, words=words), at=at)
    try:
        if suspects and not occasion.asked_for and (trouble := _trouble(message, suspects)):
            return _end(message, MessageState.FAILED, last_error=trouble)
        written = _compose(occasion, message, at=at)
    except HeaderBroken:
        return _end(message, MessageState.FAILED, last_error=_("A line break stands in the subject."))
    except Refusal as refusal:
        return _end(message, MessageState.FAILED, last_error=str(refusal))
    except (OperationalError, InterfaceError):
        log.exception("Message %s could not be written: the database did not answer", message.pk)
        fault = Fault(lasting=False, words=_("The database did not answer while this mail was written."))
        return _give_back(message, fault, at=at)
    except Exception:
        log.exception("Message %s of occasion %s could not be written", message.pk, message.occasion)
        return _end(message, MessageState.FAILED, last_error=_("A fault of ours kept this mail from being written."))
    words = _("No longer needed when it was about to be sent.")
    return written or _end(message, MessageState.CANCELLED, last_error=words)


def _compose(
    occasion: occasions.Occasion, message: Message, *, at: datetime
) -> tuple[EmailMultiAlternatives, Rendered] | None:
    """The mail in its reader's language, and the copy to keep; None when it is no longer needed."""
    with translation.override(language_of(message.language)), transaction.atomic():
        # Address and refs as they stand now, and no others until the links are minted: outbox.redirect waits.
        now = Message.objects.select_for_update(no_key=True).values_list("to_address", "refs").get(pk=message.pk)
        message.to_address, message.refs = now
        letter = occasion.compose(message, at)
        if letter is None:
            return None
        letter = letter.minted()
        rendered = render_letter(letter=letter, message=message)
        kept = strike_links(rendered=rendered, letter=letter)
        mail = _envelope(message, rendered, reply_to=letter.reply_to)
        for part in attaching.parts_of(letter.attachments):
            mail.attach(part)
        message.attachments = attaching.named(letter.attachments)
        mail.message()  # the head is checked here and not on the way out
        return mail, kept


def _trouble(message: Message, suspects: Collection[str]) -> str:
    """Why no mail is sent to this address, in words; looked up anew, for somebody may have said “try again”."""
    address = Message.objects.values_list("to_address", flat=True).get(pk=message.pk)
    if fold_address(address) not in suspects:
        return ""
    return "".join(addresses.words_for(bad) for bad in addresses.troubles([address]).values())


class Envelope(EmailMultiAlternatives):
    """A mail that is written out once: when its head is checked, which is what the server gets."""

    @functools.cached_property
    def written(self) -> Any:
        return super().message()

    def message(self, **options: Any) -> Any:
        return self.written


def _envelope(message: Message, rendered: Rendered, *, reply_to: str | None) -> Envelope:
    mail = Envelope(
        subject=rendered.subject,
        body=rendered.text,
        to=[formataddr((message.to_name, message.to_address))],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def _note_sent_for_sure(message: Message, kept: Rendered, provider_id: str, *, at: datetime) -> MessageState:
    """Write down that it was sent, however long the database takes to come back: else it would leave once more."""
    until = time.monotonic() + NOTE_FOR
    while True:
        try:
            return _note_sent(message, kept, provider_id, at=at)
        except (OperationalError, InterfaceError):
            if time.monotonic() > until or connection.in_atomic_block:
                raise
            log.warning("Message %s was sent; waiting for the database to write it down", message.pk)
            connection.close()
            time.sleep(0.5)


def _note_sent(message: Message, kept: Rendered, provider_id: str, *, at: datetime) -> MessageState:
    """Write down that the server took it, even if a sweep has put it back meanwhile: it shall not go out again."""
    Message.objects.filter(pk=message.pk).exclude(state__in=[MessageState.SENT, MessageState.BOUNCED]).update(
        state=MessageState.SENT,
        sent_at=at,
        last_error="",
        provider_id=(provider_id or message.message_id).strip("<>")[:200],
        subject=kept.subject[:300],
        text=kept.text,
        html=kept.html,
        attachments=message.attachments,
    )
    return MessageState.SENT


def _give_back(message: Message, fault: Fault, *, at: datetime, doubtful: bool = False) -> MessageState:
    """Try again later, or show that it failed; an address that takes no mail at all gets no more."""
    doubts: dict[str, Any] = {"doubtful_tries": F("doubtful_tries") + 1} if doubtful else {}
    if fault.of_address:
        addresses.note_bad(
            address=message.to_address, reason=ReturnKind.BOUNCED, said=fault.words, happened_at=at, at=at,
            subject=f"message:{message.pk}", convening_id=message.convening_id,
        )
    if fault.lasting:
        return _end(message, MessageState.FAILED, last_error=fault.words, **doubts)
    if retries.is_over(first_tried_at=message.first_tried_at, at=at):
        words = _("%(fault)s We tried for 24 hours.") % {"fault": fault.words}
        return _end(message, MessageState.FAILED, last_error=words, **doubts)
    again = at + retries.pause_after(attempts=message.attempts, message_id=message.pk)
    return _end(message, MessageState.QUEUED, last_error=fault.words, due_at=again, **doubts)


def _end(message: Message, state: MessageState, **values: Any) -> MessageState:
    """Let go of a message that is still ours."""
    _ours(message).update(state=state, **values)
    return state


def _ours(message: Message) -> QuerySet[Message]:
    """The row while it is ours: `attempts` tells our claim from a later one."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
