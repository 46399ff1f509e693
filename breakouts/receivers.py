"""What follows in the programme from changes in the rooms below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from breakouts.domain.calendar_entries import count_all
from breakouts.domain.presenters import remove_presenter
from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import Session
from convenings.models import Convening
from convenings.signals import convening_moved
from convenings.states import OFF, ConveningState
from registration.models import Attendee
from registration.signals import attendee_cancelled


@receiver(attendee_cancelled)
def leave_sessions(*, attendee: Attendee, by: str, at: datetime, **kwargs: Any) -> None:
    """Who does not come presents nothing."""
    for session in Session.objects.filter(presentations__presenter=attendee):
        remove_presenter(session=session, attendee=attendee, by=by, at=at)


@receiver(convening_moved)
def cancel_in_calendars(*, convening: Convening, was: ConveningState, at: datetime, **kwargs: Any) -> None:
    """The sessions of a convening that is put off or cancelled do not take place as they stand in calendars."""
    if {was, convening.state} & OFF:
        count_all(convening=convening, at=at)
        count_change(programme=hold_programme(convening=convening), at=at)
