"""Badges."""

from celery import shared_task
from django.utils import timezone

from checkin.domain import badges


@shared_task(name="badges.render")
def render() -> int:
    """Draw the QR codes of badges that were issued; nudged after each commit that issues some, and swept."""
    return badges.render_waiting(at=timezone.now())
