"""Badges."""

from celery import shared_task
from django.utils import timezone

from checkin.domain import badges, releasing


@shared_task(name="badges.render")
def render() -> int:
    """Draw the QR codes of badges that were issued; nudged after each commit that issues some, and swept."""
    return badges.render_waiting(at=timezone.now())


@shared_task(name="badges.release")
def release() -> int:
    """Release the badges whose time has come; each once, however often this runs."""
    return releasing.release_badges(at=timezone.now())
