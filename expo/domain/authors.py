"""Who wrote something at the expo, as others read it: by name only with consent to be listed."""

from django.utils.translation import gettext as _

from registration.domain.details import may_be_listed
from registration.models import Attendee
from registration.states import AttendeeKind


def shown_as(attendee: Attendee, *, by_name: bool = True) -> str:
    """Name and team; without consent, and for everybody under 18, the team alone. Wants person, details and team."""
    team = attendee.team.name if attendee.team else ""
    if by_name and may_be_listed(attendee):
        return ", ".join(part for part in (attendee.person.name, team) if part)
    if team:
        return _("Somebody of %(team)s") % {"team": team}
    label = str(AttendeeKind(attendee.kind).label)
    return label[:1].upper() + label[1:]
