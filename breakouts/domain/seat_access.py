"""Who states a need of access sits in rooms without steps: in proposals always; unmarked rooms have steps.

What people take by their own hand is theirs to decide: pages say of a room that it is not marked. Organizers are told
in sentences what is not as it should be, by numbers and no names.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from breakouts.models import Seat, Session, TimeSlot
from breakouts.states import Feature, SessionKind
from convenings.models import Convening
from registration.models import Attendee


def needing_access(convening_id: int) -> "QuerySet[Attendee]":
    """Those who state a need of access, whatever it is."""
    stated = Attendee.objects.filter(convening=convening_id, details__isnull=False)
    return stated.exclude(details__access_needs="")


def is_step_free(session: Session) -> bool:
    """Whether it is held in a room that is marked so."""
    return session.room is not None and Feature.STEP_FREE in session.room.has


def stepped_for(attendee: Attendee, sessions: Iterable[Session]) -> frozenset[int]:
    """Which of these, by id, are not marked as free of steps; none for who states no need. One statement."""
    if not needing_access(attendee.convening_id).filter(pk=attendee.pk).exists():
        return frozenset()
    return frozenset(session.pk for session in sessions if not is_step_free(session))


def access_gaps(convening: Convening, *, at: datetime) -> list[str]:
    """For organizers, of the rounds ahead: where nobody with a need could sit, and where some do all the same.

    Three statements, one where nobody who comes states a need.
    """
    people = Attendee.objects.placed().filter(pk__in=needing_access(convening.pk)).count()
    if not people:
        return []
    held = Session.objects.filter(convening=convening, kind=SessionKind.BREAKOUT, slot__starts_at__gt=at)
    sessions = list(held.select_related("slot", "room").order_by("slot__starts_at", "room__position", "pk"))
    return [*_rounds_without(sessions, people), *_seats_with_steps(convening, sessions)]


def no_room_in(slot: TimeSlot, people: int) -> str:
    """That a round has no room for those who state a need, and what to do."""
    return ngettext(
        "In “%(round)s” no breakout is in a room that is marked as having no steps, and %(n)s person who comes states a"
        " need of access. Mark such rooms in the schedule, or move a breakout into one.",
        "In “%(round)s” no breakout is in a room that is marked as having no steps, and %(n)s people who come state a"
        " need of access. Mark such rooms in the schedule, or move a breakout into one.", people,
    ) % {"round": slot.label, "n": people}  # fmt: skip


def _rounds_without(sessions: Collection[Session], people: int) -> list[str]:
    slots = {session.slot: False for session in sessions if session.slot is not None}
    slots |= {session.slot: True for session in sessions if session.slot is not None and is_step_free(session)}
    return [no_room_in(slot, people) for slot, is_there in slots.items() if not is_there]


def _seats_with_steps(convening: Convening, sessions: Collection[Session]) -> list[str]:
    """Seats taken by hand, pinned, or that came along with a session."""
    stepped = {session.pk: session for session in sessions if not is_step_free(session)}
    seats = Seat.objects.filter(session__in=list(stepped), attendee__in=needing_access(convening.pk))
    counted = dict(seats.values_list("session").annotate(n=Count("pk")).order_by())
    return [
        ngettext(
            "%(n)s person who states a need of access sits in “%(session)s”, %(room)s, which is not marked as having no"
            " steps.",
            "%(n)s people who state a need of access sit in “%(session)s”, %(room)s, which is not marked as having no"
            " steps.", counted[pk],
        ) % {"n": counted[pk], "session": session.title, "room": session.room}
        for pk, session in stepped.items() if pk in counted
    ]  # fmt: skip
