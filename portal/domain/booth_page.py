"""A booth's own page, as its QR code opens it: the public face, and what an attendee may do and read there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from expo.domain.authors import shown_as
from expo.domain.guide import GuideRow, row_of
from expo.domain.notes import ShownNote, notes_seen_by
from expo.domain.standing_booths import placement_at
from expo.models import Bookmark, Booth, PartnerStand, Shift, Visit
from registration.models import Attendee


@dataclass(frozen=True)
class BoothPage:
    """`row` is None where nobody stands; what follows `own` is empty without a reader. `tap`: the next visit's id."""

    booth: Booth
    row: GuideRow | None
    own: bool
    opened: bool
    tap: UUID
    visit: Visit | None = None
    bookmarked: bool = False
    notes: tuple[ShownNote, ...] = ()
    standing: tuple[str, ...] = ()
    partners: tuple[PartnerStand, ...] = ()  # where no team stands, by day


def booth_page(booth: Booth, reader: Attendee | None, *, at: datetime) -> BoothPage:
    """The page's data. Two statements, four more for a reader; three in all where no team stands."""
    placement = placement_at(booth)
    opened, tap = booth.hall.opens_at <= at, uuid4()
    if placement is None:
        partners = tuple(booth.partners.all())
        return BoothPage(booth, None, own=False, opened=opened, tap=tap, partners=partners)
    placement.booth = booth
    team, row = placement.team, row_of(placement)
    if reader is None:
        return BoothPage(booth, row, own=False, opened=opened, tap=tap)
    own = team.pk == reader.team_id
    return BoothPage(
        booth, row, own=own, opened=opened, tap=tap,
        visit=Visit.objects.filter(attendee=reader, team=team).first(),
        bookmarked=Bookmark.objects.filter(attendee=reader, team=team).exists(),
        notes=tuple(notes_seen_by(reader, team=team.pk)),
        standing=_standing(booth, team.pk, at),
    )  # fmt: skip


def _standing(booth: Booth, team: int, at: datetime) -> tuple[str, ...]:
    """Who stands there now, as far as they may be named; each once. One statement."""
    shifts = Shift.objects.standing().filter(
        wave__hall=booth.hall_id, wave__begins_at__lte=at, wave__ends_at__gt=at, attendee__team=team
    )
    people = shifts.select_related("attendee__person", "attendee__details", "attendee__team").order_by("pk")
    return tuple(dict.fromkeys(shown_as(shift.attendee) for shift in people))
