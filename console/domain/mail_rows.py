"""The outbox as organizers see it, and what they do to a message; their steps are written in the journal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import addresses, outbox
from mail.models import Message
from mail.states import MessageState

CANCELLED_BY_HAND = "An organizer cancelled it."


class TooLate(Refusal):
    code = "message_moved_on"
    words = _("The message has moved on meanwhile: look at its state.")


@dataclass(frozen=True)
class WeekOfMail:
    """The mails of one occasion within a week, counted by state."""

    occasion: str
    sent: int
    waiting: int
    held: int
    failed: int
    last_sent_at: datetime | None


def messages_of(convening: Convening, *, state: str = "", occasion: str = "", address: str = "") -> "QuerySet[Message]":
    """The convening's messages, newest first, without their texts."""
    found = Message.objects.filter(convening_id=convening.pk).defer("text", "html", "refs").order_by("-pk")
    if state:
        found = found.filter(state=state)
    if occasion:
        found = found.filter(occasion=occasion)
    if address:
        found = found.filter(Q(to_address__icontains=address) | Q(to_name__icontains=address))
    return found


def occasions_of(convening: Convening) -> list[str]:
    """The occasions for which this convening owed mail."""
    found = Message.objects.filter(convening_id=convening.pk)
    return list(found.order_by("occasion").values_list("occasion", flat=True).distinct())


def week_of_mail(convening: Convening, *, at: datetime) -> list[WeekOfMail]:
    """What was owed in the last seven days, by occasion. One statement."""
    states = {
        "sent": [MessageState.SENT],
        "waiting": [MessageState.QUEUED, MessageState.SENDING],
        "held": [MessageState.HELD],
        "failed": [MessageState.FAILED, MessageState.BOUNCED],
    }
    rows = (
        Message.objects.filter(convening_id=convening.pk, owed_at__gt=at - timedelta(days=7))
        .exclude(state=MessageState.CANCELLED)
        .values("occasion")
        .annotate(
            last_sent_at=Max("sent_at"), **{name: Count("pk", filter=Q(state__in=of)) for name, of in states.items()}
        )
        .order_by("occasion")
    )
    return [WeekOfMail(**row) for row in rows]  # type: ignore[call-arg]  # the annotations name the rest


def bounced(convening: Convening) -> int:
    """How many mails did not arrive."""
    found = Message.objects.filter(convening_id=convening.pk)
    return found.filter(state__in=[MessageState.FAILED, MessageState.BOUNCED]).count()


@transaction.atomic
def hold_message(*, message: Message, by: str, at: datetime) -> None:
    """Keep a message back. Refusal: TooLate."""
    _step(message, "message.held", outbox.hold(message, at=at), by=by, at=at)


@transaction.atomic
def release_message(*, message: Message, by: str, at: datetime) -> None:
    """Send what was held, failed or came back; its address is tried again, if it is known as bad. Refusal: TooLate."""
    _step(message, "message.released", outbox.release(message, at=at), by=by, at=at)
    if message.convening_id is not None:
        addresses.try_again(address=message.to_address, convening_id=message.convening_id, by=by, at=at)


@transaction.atomic
def cancel_message(*, message: Message, by: str, at: datetime) -> None:
    """Never send it. Refusal: TooLate."""
    _step(message, "message.cancelled", outbox.cancel(message, at=at, reason=CANCELLED_BY_HAND), by=by, at=at)


def _step(message: Message, kind: str, moved: bool, *, by: str, at: datetime) -> None:
    if not moved:
        raise TooLate
    entries.record(kind=kind, by=by, at=at, subject=f"message:{message.pk}", convening_id=message.convening_id)


STEPS: dict[str, Callable[..., None]] = {"hold": hold_message, "release": release_message, "cancel": cancel_message}
MAY: dict[str, frozenset[MessageState]] = {
    "hold": frozenset({MessageState.QUEUED}),
    "release": frozenset({MessageState.HELD, *outbox.UNARRIVED}),
    "cancel": frozenset({MessageState.QUEUED, MessageState.HELD, MessageState.FAILED}),
}


def steps_for(message: Message) -> list[str]:
    """What may be done to the message now."""
    return [step for step, states in MAY.items() if message.state in states]
