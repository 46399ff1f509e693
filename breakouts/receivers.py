"""What follows in the programme from changes in the rooms below."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from breakouts.domain import door_signs, seat_applying, seat_proposals, timetable_applying, timetable_planning
from breakouts.domain.calendar_entries import count_all
from breakouts.domain.materials import drop_file
from breakouts.domain.presenters import remove_presenter
from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.seats import leave_all
from breakouts.models import Material, Session
from convenings.models import Convening
from convenings.signals import convening_moved
from convenings.states import OFF, ConveningState
from jobs import kinds, proposal_kinds
from jobs.kinds import Progress
from jobs.models import Job
from jobs.proposal_kinds import ProposalKind
from registration.models import Attendee, Team
from registration.signals import attendee_cancelled, place_changed
from registration.states import KEPT_PLACES


@receiver(attendee_cancelled)
def leave_sessions(*, attendee: Attendee, by: str, at: datetime, **kwargs: Any) -> None:
    """Who does not come presents nothing, and sits nowhere."""
    for session in Session.objects.filter(presentations__presenter=attendee):
        remove_presenter(session=session, attendee=attendee, by=by, at=at)
    leave_all(attendee=attendee, by=by, at=at)


@receiver(place_changed)
def free_seats(*, team: Team, by: str, at: datetime, **kwargs: Any) -> None:
    """A team that lost its place frees its members' seats."""
    if team.place not in KEPT_PLACES:
        for attendee in Attendee.objects.filter(team=team, seats__isnull=False).distinct().order_by("pk"):
            leave_all(attendee=attendee, by=by, at=at)


@receiver(post_delete, sender=Material)
def drop_its_file(*, instance: Material, **kwargs: Any) -> None:
    """A file goes with the material that it belonged to, or with its session."""
    if instance.file:
        drop_file(instance.file)


@receiver(convening_moved)
def cancel_in_calendars(*, convening: Convening, was: ConveningState, at: datetime, **kwargs: Any) -> None:
    """The sessions of a convening that is put off or cancelled do not take place as they stand in calendars."""
    if {was, convening.state} & OFF:
        count_all(convening=convening, at=at)
        count_change(programme=hold_programme(convening=convening), at=at)


def run_timetable(job: Job, progress: Progress) -> dict[str, Any]:
    """A better timetable, as a proposal."""
    return timetable_planning.run_timetable(job, progress, at=timezone.now())


kinds.register(timetable_planning.KIND, run_timetable)
proposal_kinds.register(
    timetable_planning.PROPOSAL,
    ProposalKind(
        timetable_applying.hold, timetable_applying.apply_timetable, timetable_applying.undo_timetable,
        timetable_applying.version_of,
    ),
)


def run_seating(job: Job, progress: Progress) -> dict[str, Any]:
    """Seats in sessions, as a proposal."""
    return seat_proposals.run_seating(job, progress, at=timezone.now())


kinds.register(seat_proposals.KIND, run_seating)
proposal_kinds.register(
    seat_proposals.PROPOSAL,
    ProposalKind(seat_applying.hold, seat_applying.apply_seats, seat_applying.undo_seats, seat_applying.version_of),
)


kinds.register(door_signs.KIND, door_signs.make_signs)
