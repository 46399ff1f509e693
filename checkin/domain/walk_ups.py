"""Who stands at the desk without being expected: a guest, or somebody instead of a member who stayed home."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checkin.domain.badges import issue_badge
from checkin.domain.devices import RegistersNobody
from checkin.models import Badge, Device, Scan
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain.attendees import NoRoomForPeople, add_attendee
from registration.domain.drafts import PersonDraft
from registration.domain.substitutes import send_substitute
from registration.models import Attendee, Team
from registration.states import AttendeeKind


class AbsentIsHere(Refusal):
    code = "absent_is_here"
    words = _("This member was scanned in today: nobody can come instead.")


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


def register_at_door(
    *, device: Device, draft: PersonDraft, by: str, at: datetime, organization: str = ""
) -> Badge:
    """The same by a scanner that may. Refuses: registers_nobody, and those of `register_guest`."""
    if not device.registers_guests:
        raise RegistersNobody
    convening = device.checkpoint.convening
    return register_guest(convening=convening, draft=draft, organization=organization, by=by, at=at)


@transaction.atomic
def admit_substitute(*, absent: Attendee, draft: PersonDraft, by: str, at: datetime, job: str = "") -> Badge:
    """Somebody instead of a member who stayed home, with a badge to print.

    Refusals: absent_is_here, and those of `send_substitute`.
    """
    if Scan.objects.entries(absent.convening).filter(attendee=absent).exists():
        raise AbsentIsHere
    return issue_badge(attendee=send_substitute(absent=absent, draft=draft, job=job, by=by, at=at), by=by, at=at)
