"""Who stands at the desk without being expected: a guest, or somebody instead of a member who stayed home.

A scanner that may registers both, and prints their badges where it has a printer. Organizers approve a substitute: who
handed out such a scanner did.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checkin.domain.badges import BadgeNotActive, issue_badge
from checkin.domain.devices import RegistersNobody
from checkin.domain.finding import Found, find_people
from checkin.domain.printing import first_print, note_alone
from checkin.models import Badge, Device, Scan
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain.attendees import NoRoomForPeople, add_attendee
from registration.domain.drafts import PersonDraft
from registration.domain.substitutes import NobodyToReplace, send_substitute
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES, AttendeeKind


class AbsentIsHere(Refusal):
    code = "absent_is_here"
    words = _("This member was scanned in today: nobody can come instead.")


class NoPrinter(Refusal):
    code = "no_printer"
    words = _("This scanner has no printer. The desk prints the badge.")


class PrintedOnce(Refusal):
    code = "printed_once"
    words = _("This badge was printed already. If it did not come out, the desk prints another.")


@transaction.atomic
def register_guest(
    *, convening: Convening, draft: PersonDraft, by: str, at: datetime, job: str = "", organization: str = ""
) -> Badge:
    """A guest who was not expected, with a badge to print. Locks the convening.

    Refusals: no_room_people where all who come and all rooms kept for teams fill the house, and those of a name.
    """
    locked = Convening.objects.select_for_update(of=("self",), no_key=True).get(pk=convening.pk)
    others = Attendee.objects.coming().filter(convening=locked, team__isnull=True).count()
    if Team.objects.taken(locked).people + others >= locked.capacity_people:
        raise NoRoomForPeople
    guest = add_attendee(
        convening=locked, draft=draft, kind=AttendeeKind.GUEST, by=by, at=at, job=job, organization=organization
    )
    return issue_badge(attendee=guest, by=by, at=at)


@transaction.atomic
def admit_substitute(
    *, absent: Attendee, draft: PersonDraft, by: str, at: datetime, job: str = "", approved_by: str = ""
) -> Badge:
    """Somebody instead of a member who stayed home, with a badge to print.

    Refusals: absent_is_here, and those of `send_substitute`.
    """
    if Scan.objects.entries(absent.convening).filter(attendee=absent).exists():
        raise AbsentIsHere
    substitute = send_substitute(absent=absent, draft=draft, job=job, by=by, at=at, approved_by=approved_by)
    return issue_badge(attendee=substitute, by=by, at=at)


def register_at_door(
    *, device: Device, draft: PersonDraft, by: str, at: datetime, organization: str = ""
) -> Badge:
    """A guest, by a scanner that may. Refuses: registers_nobody, and those of `register_guest`."""
    _require_right(device)
    convening = device.checkpoint.convening
    return register_guest(convening=convening, draft=draft, organization=organization, by=by, at=at)


def substitute_at_door(
    *, device: Device, absent_id: int, draft: PersonDraft, by: str, at: datetime, job: str = ""
) -> Badge:
    """A substitute, by a scanner that may. Refuses: registers_nobody, and those of `admit_substitute`."""
    _require_right(device)
    members = Attendee.objects.select_related("convening", "team")
    absent = members.filter(pk=absent_id, convening=device.checkpoint.convening).first()
    if absent is None:
        raise NobodyToReplace
    return admit_substitute(absent=absent, draft=draft, job=job, by=by, at=at, approved_by=device.made_by)


def find_awaited(convening: Convening, words: str) -> list[Found]:
    """Of those whom the words name the members of teams with a place who have not come yet. As `find_people`."""
    found = find_people(convening, words)
    return [one for one in found if _has_place(one.attendee.team) and one.in_since_at is None]


@transaction.atomic
def print_at_door(*, device: Device, badge: Badge, by: str, at: datetime) -> None:
    """Notes that a scanner prints this badge, which it has registered and drawn: once, the desk prints another.

    Locks the attendee. Refuses: no_printer, badge_not_active, printed_once.
    """
    if not device.paper:
        raise NoPrinter
    Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=badge.attendee_id)
    if not Badge.objects.active().filter(pk=badge.pk).exists():
        raise BadgeNotActive
    if first_print(badge) is not None:
        raise PrintedOnce
    note_alone(badge, by=by, at=at)


def _require_right(device: Device) -> None:
    if not device.registers_walk_ups:
        raise RegistersNobody


def _has_place(team: Team | None) -> bool:
    return team is not None and team.place in KEPT_PLACES
