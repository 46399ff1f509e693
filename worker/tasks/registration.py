"""What falls due in registration."""

from celery import shared_task
from django.utils import timezone

from registration.domain import (
    admission,
    bulk_sending,
    deadlines,
    digests,
    holds,
    kept_drafts,
    notices,
    offers,
    selecting,
)


@shared_task(name="registration.tell_everybody")
def tell_everybody() -> int:
    """Owe the news of a postponed or cancelled convening, in parts; what was begun and stopped goes on."""
    return notices.tell_everybody(at=timezone.now())


@shared_task(name="registration.forget_drafts")
def forget_drafts() -> int:
    """Empty the registrations that were left and never taken up again."""
    return kept_drafts.forget_drafts(at=timezone.now())


@shared_task(name="registration.lapse")
def lapse() -> int:
    """Let teams lapse whose last day to promise has passed."""
    return admission.lapse_overdue(at=timezone.now())


@shared_task(name="registration.announce_lapses")
def announce_lapses() -> int:
    """Tell teams a day before that their time runs out; each once, however often this runs."""
    return deadlines.announce_lapses(at=timezone.now())


@shared_task(name="registration.expire_offers")
def expire_offers() -> int:
    """End the offers that nobody accepted in time, and move the next teams up."""
    return offers.expire_offers(at=timezone.now())


@shared_task(name="registration.remind_of_offers")
def remind_of_offers() -> int:
    """Owe the reminders of offers that soon run out; each once."""
    return offers.remind_of_offers(at=timezone.now())


@shared_task(name="registration.send_selection")
def send_selection() -> int:
    """Send the letters about selections whose day has come; what was begun and stopped goes on."""
    return selecting.send_letters(at=timezone.now())


@shared_task(name="registration.end_holds")
def end_holds() -> int:
    """End the holds whose date has come."""
    return holds.end_holds(at=timezone.now())


@shared_task(name="registration.settle_bulk_mail")
def settle_bulk_mail() -> int:
    """Close the bulk mails of which nothing waits any more, and cancel what waits of those that were stopped."""
    return bulk_sending.settle(at=timezone.now())


@shared_task(name="registration.send_digests")
def send_digests() -> int:
    """Owe the digests that are due and have something to tell; each once, however often this runs."""
    return digests.send_digests(at=timezone.now())
