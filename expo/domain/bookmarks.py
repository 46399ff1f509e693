"""Teams that an attendee wants to find again. Private: neither in the journal nor on anybody else's page."""

from datetime import datetime

from django.db import transaction

from expo.domain.standing_booths import require_self, visited_placement
from expo.models import Bookmark
from registration.models import Attendee, Team


@transaction.atomic
def set_bookmark(*, attendee: Attendee, code: str, kept: bool, by: str, at: datetime) -> bool:
    """Keep a bookmark of the team at this booth, or drop it; again is harmless. Whether it is kept now.

    Refusals: not_yourself, booth_unknown, nobody_stands_there, own_booth.
    """
    require_self(attendee, by)
    team = visited_placement(attendee, code).team
    if kept:
        keep_bookmark(attendee, team, at=at)
    else:
        Bookmark.objects.filter(attendee=attendee, team=team).delete()
    return kept


def keep_bookmark(attendee: Attendee, team: Team, *, at: datetime) -> None:
    """A bookmark, unless there is one. One statement; in the caller's transaction."""
    Bookmark.objects.bulk_create([Bookmark(attendee=attendee, team=team, marked_at=at)], ignore_conflicts=True)
