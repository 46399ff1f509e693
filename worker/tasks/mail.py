"""Mail that is owed."""

from celery import shared_task
from django.utils import timezone

from mail.domain import delivery


@shared_task(name="mail.deliver_due")
def deliver_due() -> int:
    """Send what is due; nudged after each commit that owes mail, and swept."""
    return delivery.deliver_due(at=timezone.now())


@shared_task(name="mail.sweep")
def sweep() -> int:
    """Put back what a dead worker had in hand."""
    return delivery.sweep(at=timezone.now())
