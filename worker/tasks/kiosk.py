"""Kiosks."""

from celery import shared_task
from django.utils import timezone

from checkin.domain import kiosk_codes


@shared_task(name="kiosk.look_up")
def look_up() -> int:
    """Send codes to those whose name was typed; nudged after each commit that takes one down, and swept."""
    return kiosk_codes.look_up_waiting(at=timezone.now())


@shared_task(name="kiosk.forget")
def forget() -> int:
    """Delete what is older than a day."""
    return kiosk_codes.forget_old(at=timezone.now())
