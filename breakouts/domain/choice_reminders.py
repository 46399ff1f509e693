"""Whom the occasion of open choices concerns, as convenings.reminder_occasions asks for them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from breakouts.domain.choosing_time import choosing_time
from breakouts.models import Choice, Presentation, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from convenings.reminder_occasions import Recipient
from registration.models import Attendee


def round_slots(convening: Convening) -> list[TimeSlot]:
    """The times with two breakouts or more, in their order. One query."""
    slots = TimeSlot.objects.filter(convening=convening, sessions__kind=SessionKind.BREAKOUT)
    return list(slots.annotate(breakouts=Count("sessions")).filter(breakouts__gt=1).order_by("starts_at"))


def undecided(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Who comes and lacks a choice in a round, while choosing is open; subjects: attendees. Five queries."""
    time = choosing_time(convening)
    if not time.is_open(at):
        return []
    people = Attendee.objects.placed().filter(convening=convening).exclude(person__email="")
    people = people if subjects is None else people.filter(pk__in=subjects)
    found = list(people.select_related("person").order_by("pk"))
    opened = open_rounds(convening, subjects)
    return [
        Recipient(
            subject=attendee.pk, person_id=attendee.person_id, name=attendee.person.name, address=attendee.person.email,
            language=attendee.person.language, refs={"attendee": attendee.pk}, own_at=time.until_at,
        )
        for attendee in found
        if opened.of(attendee)
    ]  # fmt: skip


class OpenRounds:
    """The rounds of a convening, and by attendee those that are settled: chosen in, or presented in."""

    def __init__(self, slots: list[TimeSlot], settled: "defaultdict[int, set[int]]") -> None:
        self.slots, self.settled = slots, settled

    def of(self, attendee: Attendee) -> list[TimeSlot]:
        """The rounds in which the attendee has not chosen yet."""
        return [slot for slot in self.slots if slot.pk not in self.settled[attendee.pk]]


def open_rounds(convening: Convening, attendees: Collection[int] | None) -> OpenRounds:
    """Of these attendees, or of all. Three queries."""
    settled: defaultdict[int, set[int]] = defaultdict(set)
    chosen = Choice.objects.standing().filter(session__convening=convening)
    presented = Presentation.objects.filter(session__convening=convening, slot__isnull=False)
    if attendees is not None:
        chosen, presented = chosen.filter(attendee__in=attendees), presented.filter(presenter__in=attendees)
    for attendee, slot in (*chosen.values_list("attendee", "slot"), *presented.values_list("presenter", "slot")):
        assert slot is not None
        settled[attendee].add(slot)
    return OpenRounds(round_slots(convening), settled)


def last_day(convening: Convening) -> set[datetime]:
    """The instant at which choosing ends, where it does. One query."""
    until_at = choosing_time(convening).until_at
    return {until_at} if until_at is not None else set()
