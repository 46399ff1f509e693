"""The journal's chain."""

from celery import shared_task
from django.utils import timezone

from journal.domain import chain


@shared_task(name="journal.seal")
def seal() -> int:
    """Number and chain the entries of the last minute."""
    return chain.seal(at=timezone.now())
