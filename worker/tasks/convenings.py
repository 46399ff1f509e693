"""Reminders."""

from celery import shared_task
from django.utils import timezone

from convenings.domain import reminder_sweep


@shared_task(name="convenings.remind")
def remind() -> int:
    """Owe the reminders that are due by the convenings' rules; each once, however often this runs."""
    return reminder_sweep.owe_due(at=timezone.now())
