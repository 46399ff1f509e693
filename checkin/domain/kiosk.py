"""A kiosk: somebody alone with a tablet checks themselves in, and prints their own badge, once.

It says less than a scanner: nothing of others, and no reason why not. Whatever is unusual leads to the desk.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checkin.domain import kiosk_codes
from checkin.domain.answers import ScanResult
from checkin.domain.printing import first_print, note_alone
from checkin.domain.scanning import NoBadge, scan, still_comes
from checkin.models import Badge, Device
from checkin.states import Answer
from journal.refusals import Refusal
from registration.models import Attendee


class NoPrinterHere(Refusal):
    code = "no_printer_here"
    words = _("No badges are printed here. Please go to the desk for yours.")


class NoBadgeYet(Refusal):
    code = "no_badge_yet"
    words = _("Your badge is not ready. Please go to the desk.")


class PrintedAlready(Refusal):
    code = "printed_already"
    words = _("Your badge was printed before. If you do not have it, please go to the desk.")


class Greeting(StrEnum):
    """What a kiosk says to who checks in."""

    WELCOME = "welcome"
    ALREADY = "already"
    DESK = "desk"


@dataclass(frozen=True)
class Visit:
    """What came of it. attendee_id: None where the kiosk knows nobody, and says nothing but "the desk"."""

    greeting: Greeting
    attendee_id: int | None = None


_GREETINGS = {Answer.WELCOME: Greeting.WELCOME, Answer.BACK: Greeting.WELCOME, Answer.ALREADY_IN: Greeting.ALREADY}


def check_in_by_badge(*, device: Device, code: str, scan_id: UUID, by: str, at: datetime) -> Visit:
    """Who shows the code of a badge, on paper or on a phone, is scanned in here. Refuses: scan_id_reused."""
    return _visit(scan(checkpoint=device.checkpoint, code=code, scan_id=scan_id, scanned_at=at, by=by, at=at))


def check_in_by_code(*, device: Device, ask_id: int, typed: str, by: str, at: datetime) -> Visit:
    """Who typed their name and then the code that was mailed to them is scanned in here.

    Refuses: those of `kiosk_codes.use`.
    """
    attendee = kiosk_codes.use(device=device, ask_id=ask_id, typed=typed, at=at)
    try:
        told = scan(
            checkpoint=device.checkpoint, code="", attendee_id=attendee.pk, scan_id=uuid4(), scanned_at=at, by=by, at=at
        )
    except NoBadge:
        return Visit(Greeting.DESK)
    return _visit(told)


def why_not_printed(device: Device, attendee: Attendee, *, at: datetime) -> Refusal | None:
    """Why the kiosk does not print this person's badge; None: it may."""
    try:
        printable(device, attendee, at=at)
    except (NoPrinterHere, NoBadgeYet, PrintedAlready) as refusal:
        return refusal
    return None


@transaction.atomic
def print_badge(*, device: Device, badge: Badge, by: str, at: datetime) -> None:
    """Notes that a kiosk prints this badge, which it has drawn: the first and only time for its person.

    Locks the attendee. Refuses: no_printer_here, no_badge_yet, printed_already.
    """
    attendee = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=badge.attendee_id)
    now = printable(device, attendee, at=at)
    if now != badge:  # replaced since it was drawn
        raise NoBadgeYet
    note_alone(now, by=by, at=at)


def printable(device: Device, attendee: Attendee, *, at: datetime) -> Badge:
    """The badge that the kiosk may print for this person. Refuses: no_printer_here, no_badge_yet, printed_already."""
    if not device.paper:
        raise NoPrinterHere
    badge = Badge.objects.active().of(device.checkpoint.convening).with_people().filter(attendee=attendee).first()
    if badge is None or not still_comes(badge.attendee) or not badge.attendee.convening.releases_badges(at):
        raise NoBadgeYet
    if first_print(badge) is not None:
        raise PrintedAlready
    return badge


def _visit(told: ScanResult) -> Visit:
    greeting = _GREETINGS.get(told.answer, Greeting.DESK)
    if greeting == Greeting.DESK or told.attendee is None:
        return Visit(Greeting.DESK)
    return Visit(greeting, told.attendee.pk)
