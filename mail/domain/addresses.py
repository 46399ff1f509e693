"""Addresses to which mail is not sent: it came back for good, or their reader wants none.

An address is known as bad for the whole house, as it is to the provider. It is good again when an organizer says
“try again”; a person whose address is corrected has another one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from journal.domain import entries
from mail.domain import outbox
from mail.models import BadAddress, Message
from mail.models.bad_address import fold_address
from mail.states import ReturnKind

WHAT = {
    ReturnKind.BOUNCED: gettext_lazy("Mail to this address comes back."),
    ReturnKind.COMPLAINED: gettext_lazy("Whoever reads this address reported our mail as unwanted."),
    ReturnKind.UNSUBSCRIBED: gettext_lazy("Whoever reads this address asked for no more mail from us."),
}
TODO = {
    ReturnKind.BOUNCED: gettext_lazy("We send nothing there until it is corrected. Ask for the right address."),
    ReturnKind.COMPLAINED: gettext_lazy("We send nothing there. Speak with them before you write again."),
    ReturnKind.UNSUBSCRIBED: gettext_lazy("We send nothing there. Speak with them before you write again."),
}
STOPPED = gettext_lazy("So this mail was not sent. Correct the address, or press “Try again”.")


def what_ails(bad: BadAddress) -> str:
    """Why no mail is sent to the address."""
    return str(WHAT[ReturnKind(bad.reason)])


def todo_for(bad: BadAddress) -> str:
    """What to do about the address."""
    return str(TODO[ReturnKind(bad.reason)])


def words_for(bad: BadAddress) -> str:
    """Why a mail to the address was not sent, and what to do."""
    return f"{what_ails(bad)} {STOPPED}"


def troubles(addresses: Iterable[str]) -> dict[str, BadAddress]:
    """What is known against these addresses, by the address as fold_address writes it. One statement."""
    return {bad.address: bad for bad in BadAddress.objects.among(addresses)}


@transaction.atomic
def note_bad(
    *, address: str, reason: ReturnKind, said: str, happened_at: datetime, at: datetime, subject: str,
    convening_id: int | None,
) -> bool:  # fmt: skip
    """Send no more to the address; False when it is known, or older than the last “try again”.

    subject: what the journal names instead of it, the message that came back or the person.
    """
    bad, is_new = BadAddress.objects.get_or_create(
        address=fold_address(address), defaults={"reason": reason, "said": said[:500], "noted_at": happened_at}
    )
    if not is_new:
        again = BadAddress.objects.filter(pk=bad.pk, cleared_at__lt=happened_at)
        if not again.update(reason=reason, said=said[:500], noted_at=happened_at, cleared_at=None):
            return False
    entries.record(
        kind="address.bad", by="system", at=at, subject=subject, convening_id=convening_id, data={"reason": reason}
    )
    return True


@transaction.atomic
def try_again(*, address: str, convening_id: int, by: str, at: datetime) -> int:
    """Send to this address again, and what did not arrive there of this convening once more: the newest of each
    occasion, unless it is no longer needed when it is sent. How many those are. Idempotent.
    """
    known = BadAddress.objects.among([address])
    if not known.update(cleared_at=at):
        return 0
    back = Message.objects.filter(convening_id=convening_id, to_address__iexact=address.strip())
    released = outbox.send_once_more(back, at=at)
    person_id = back.exclude(person_id=None).values_list("person_id", flat=True).first()
    subject = f"person:{person_id}" if person_id else ""
    entries.record(kind="address.try_again", by=by, at=at, subject=subject, convening_id=convening_id)
    return len(released)
