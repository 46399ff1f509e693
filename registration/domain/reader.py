"""Who reads a page that anybody may open: the attendee whose own link this browser has opened, if there is one."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import PrivateLink
from convenings.models import Convening
from registration.models import Attendee


def reader_of(ids: Iterable[int], convening: Convening, *, at: datetime) -> Attendee | None:
    """The attendee of this convening whose newest live link a session holds. Two statements, none without a link.

    ids: of the links that the session holds.
    """
    held = list(ids)
    if not held:
        return None
    links = PrivateLink.objects.live(at).filter(pk__in=held, purpose="attend").order_by("-pk")
    subjects = [int(link.subject_id) for link in links if link.subject_id.isdecimal()]
    coming = Attendee.objects.placed().filter(convening=convening, pk__in=subjects)
    found = {attendee.pk: attendee for attendee in coming.select_related("person", "team", "details")}
    return next((found[pk] for pk in subjects if pk in found), None)
