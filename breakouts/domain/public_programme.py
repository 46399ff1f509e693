"""What is public of a programme: its newest release, with the names that people have today."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from breakouts.domain.schedule_content import People, PlacedSchedule, people_of, released_schedule, rows_of_people
from breakouts.models import Release
from convenings.models import Convening

SHOWN = ("name", "time_zone", "starts_at", "ends_at", "contact_email", "is_demo", "state", "slug")


@dataclass(frozen=True)
class PublicProgramme:
    """The newest release, and what of its people may have changed since. Its content is read when it is needed."""

    convening: Convening
    release: Release
    rows: list[tuple[object, ...]]

    @cached_property
    def schedule(self) -> PlacedSchedule:
        """All rooms, times and sessions. One statement."""
        return released_schedule(self.release, self.convening, self.people)

    @cached_property
    def people(self) -> People:
        """By id, who presents."""
        return people_of(self.rows)


def public_programme(convening: Convening) -> PublicProgramme | None:
    """The newest release; None before the first. Two statements, one without a release."""
    release = Release.objects.of(convening).defer("content").first()
    if release is None:
        return None
    return PublicProgramme(convening, release, rows_of_people(release.presenters))


def public_stamp(convening: Convening, shown: PublicProgramme | None, *also: object) -> str:
    """A digest of all that pages and files show of the programme, for answering "unchanged". No statement.

    also: what else it depends on, such as the day, the language, who looks.
    """
    facts = [getattr(convening, name) for name in SHOWN]
    facts += [shown and (shown.release.pk, shown.rows), *also]
    return sha256(repr(facts).encode()).hexdigest()[:32]
