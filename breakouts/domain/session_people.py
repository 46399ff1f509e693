"""A session that people chose, sit in or wait for is not taken off the programme before they were told."""

from collections.abc import Mapping

from django.utils.translation import ngettext

from breakouts.domain.known_places import known_slots
from breakouts.domain.release_news import OCCASION, WAITING
from breakouts.models import Choice, Programme, Seat, Session, WaitlistEntry
from journal.refusals import Refusal
from mail.models import Message


class SessionWanted(Refusal):
    code = "session_wanted"


def refuse_unless_told(session: Session, programme: Programme) -> None:
    """Whoever wants it has to read that it is not held before it goes. The caller holds the programme.

    Refusals: session_wanted.
    """
    people = _people_of(session, programme)
    if not people or not (_is_known(session, programme) or _is_being_told(programme)):
        return
    facts: Mapping[str, object] = {"n": people, "session": session.title}
    raise SessionWanted(
        ngettext(
            "%(n)s person chose “%(session)s” or has a seat in it. It stays until they are told: take it out of its"
            " room and time, release the programme, and remove it when that mail is out.",
            "%(n)s people chose “%(session)s” or have a seat in it. It stays until they are told: take it out of its"
            " room and time, release the programme, and remove it when that mail is out.",
            people,
        ) % facts
    )  # fmt: skip


def _people_of(session: Session, programme: Programme) -> int:
    """Who chose it, and who knows of a seat in it or of waiting for one."""
    wanted = set(Choice.objects.filter(session=session, rank__isnull=False).values_list("attendee", flat=True))
    if programme.seats_are_open:
        wanted |= set(Seat.objects.filter(session=session).values_list("attendee", flat=True))
        wanted |= set(WaitlistEntry.objects.filter(session=session).values_list("attendee", flat=True))
    return len(wanted)


def _is_known(session: Session, programme: Programme) -> bool:
    """Whether people see it: in the newest release, or before the first in what they choose from."""
    return session.pk in known_slots(programme.convening_id) if programme.released else session.slot_id is not None


def _is_being_told(programme: Programme) -> bool:
    """A mail about a release says what it finds when it is written."""
    waiting = Message.objects.filter(occasion=OCCASION, convening_id=programme.convening_id, state__in=WAITING)
    return programme.told < programme.released or waiting.exists()
