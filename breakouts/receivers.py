"""What follows in the programme from changes in the rooms below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from breakouts.domain.presenters import remove_presenter
from breakouts.models import Session
from registration.models import Attendee
from registration.signals import attendee_cancelled


@receiver(attendee_cancelled)
def leave_sessions(*, attendee: Attendee, by: str, at: datetime, **kwargs: Any) -> None:
    """Who does not come presents nothing."""
    for session in Session.objects.filter(presentations__presenter=attendee):
        remove_presenter(session=session, attendee=attendee, by=by, at=at)
