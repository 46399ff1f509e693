"""What falls due in registration."""

from celery import shared_task
from django.utils import timezone

from registration.domain import admission, reminders


@shared_task(name="registration.remind")
def remind() -> int:
    """Owe the reminders that are due; each once, however often this runs."""
    return reminders.owe_reminders(at=timezone.now())


@shared_task(name="registration.lapse")
def lapse() -> int:
    """Let teams lapse whose last day to promise has passed."""
    return admission.lapse_overdue(at=timezone.now())
