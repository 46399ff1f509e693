"""Releases: the schedule as it stands becomes public under a name, and whom it touches is told.

Until then nothing that organizers change is seen or told. What stops a release is one list, for page, API and release.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from breakouts.domain.calendar_entries import follow_programme
from breakouts.domain.known_places import slots_in
from breakouts.domain.programmes import hold_programme
from breakouts.domain.published import keep_all
from breakouts.domain.release_difference import ChangeKind, SessionChange, difference
from breakouts.domain.release_news import touched_by
from breakouts.domain.schedule_checks import forbidden
from breakouts.domain.schedule_content import (
    PlacedSchedule,
    known_to_calendars,
    released_schedule,
    standing_schedule,
    written,
)
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.seat_following import settle_seats
from breakouts.models import Programme, Release, Seat
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal

LONGEST_NAME = 100


class ReleaseNameRefused(Refusal):
    code = "release_name"
    status = 400
    field = "name"


class ChangedSinceSeen(Refusal):
    code = "changed_since_seen"
    words = gettext_lazy(
        "Somebody has changed the schedule since this page was made. Nothing was released: read the differences again."
    )


class ReleaseBlocked(Refusal):
    code = "release_blocked"


@dataclass(frozen=True)
class Blocker:
    """A reason why the schedule cannot be released now. One with an `answer` is settled by giving it."""

    code: str
    words: str
    answer: str = ""  # what to send along to release all the same
    answer_words: str = ""


@dataclass(frozen=True)
class Preview:
    """What a release would change now. `version` goes back with the release: what was not seen is not released."""

    newest: Release | None
    version: int
    schedule: PlacedSchedule
    changes: Sequence[SessionChange]
    people: int  # who will be told
    blockers: Sequence[Blocker]


def preview_of(convening: Convening, *, at: datetime) -> Preview:
    """The difference from the newest release, the number of people who will be told, and what stops it.

    Twenty statements at most, whatever the number of sessions.
    """
    version = Programme.objects.filter(convening=convening).values_list("version", flat=True).first() or 0
    newest = Release.objects.of(convening).first()
    schedule = standing_schedule(convening)
    changes = difference(released_schedule(newest, convening) if newest else None, schedule)
    people = len(touched_by(changes, convening, at=at))
    return Preview(newest, version, schedule, changes, people, blockers_of(convening, schedule, changes))


def blockers_of(
    convening: Convening, schedule: PlacedSchedule, changes: Sequence[SessionChange]
) -> list[Blocker]:
    """All that stops a release of these changes, in words. Seven statements at most."""
    if not schedule.sessions and not changes:
        return [Blocker("nothing_placed", _("No session has a room and a time yet. Place one in the schedule first."))]
    if not changes:
        return [Blocker("nothing_changed", _("Nothing differs from what is public already."))]
    impossible = forbidden(read_schedule(convening))
    return [Blocker(problem.code, problem.words) for problem in impossible] + _seats_left(changes)


def _seats_left(changes: Sequence[SessionChange]) -> list[Blocker]:
    """Sessions that are not held any more, and in which people have seats: organizers say that they mean it."""
    dropped = {change.line.id: change.line.title for change in changes if change.kind == ChangeKind.DROPPED}
    seats = Seat.objects.filter(session__in=dropped).values("session").annotate(n=Count("pk")).order_by("session")
    return [
        Blocker(
            "seats_left",
            ngettext(
                "“%(session)s” is not held any more, and %(n)d person has a seat in it.",
                "“%(session)s” is not held any more, and %(n)d people have a seat in it.", row["n"],
            ) % {"session": dropped[row["session"]], "n": row["n"]},
            answer=f"seats_left:{row['session']}",
            answer_words=_("Drop “%(session)s”, and tell those who have a seat in it")
            % {"session": dropped[row["session"]]},
        )
        for row in (seats if dropped else ())
    ]  # fmt: skip


def suggested_name(newest: Release | None) -> str:
    """A name for the next release."""
    return _("Version %(number)d") % {"number": (newest.number if newest else 0) + 1}


@transaction.atomic
def release(
    *, convening: Convening, name: str, version: int, answers: Collection[str] = (), by: str, at: datetime
) -> Release:
    """Make the schedule public as it stands, seats with it; a worker tells whom it touches.

    version: the programme's when its differences were read. answers: to those blockers that have one.
    Refusals: release_name, changed_since_seen, release_blocked.
    """
    programme = hold_programme(convening=convening)
    if programme.version != version:
        raise ChangedSinceSeen
    newest = Release.objects.of(convening).first()
    name = _named(name, convening)
    standing = standing_schedule(convening)
    changes = difference(released_schedule(newest, convening) if newest else None, standing)
    for blocker in blockers_of(convening, standing, changes):
        if not blocker.answer or blocker.answer not in answers:
            raise ReleaseBlocked(blocker.words)
    follow_programme(convening_id=convening.pk, at=at)
    schedule = known_to_calendars(standing, convening)
    made = Release.objects.create(
        convening=convening, number=programme.released + 1, name=name, content=written(schedule),
        presenters=schedule.presenters, released_at=at, released_by=by,
    )  # fmt: skip
    programme.released = made.number
    programme.save(update_fields=["released"])
    settle_seats(programme=programme, known=slots_in(newest.content if newest else None), at=at)
    keep_all(convening)
    record(
        kind="programme.released", by=by, at=at, subject=f"release:{made.pk}", convening_id=convening.pk,
        data={"number": made.number, "changes": len(changes)},
    )  # fmt: skip
    return made


def _named(name: str, convening: Convening) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ReleaseNameRefused(_("Give the release a name of at most %(most)d letters.") % {"most": LONGEST_NAME})
    if Release.objects.of(convening).filter(name=name).exists():
        raise ReleaseNameRefused(_("There is a release of this name already. Choose another."))
    return name
