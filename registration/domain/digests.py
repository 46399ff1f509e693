"""Digests: one mail a day or a week instead of one for each event, and only when something happened.

Each reader's row says up to when they were told. What is due is the latest morning, however many were missed: a sweep
that stood still for days sends one digest of all of them, and whoever sweeps second finds nothing to do.
"""

from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.models import Person, User
from convenings.domain.access import permissions_of
from convenings.models import Convening, Grant
from convenings.permissions import ROLES, Permission
from convenings.states import ConveningState
from journal.domain import entries
from mail.domain import outbox
from registration.domain import coordinators
from registration.domain.digest_news import STANDING, Span, news_for_coordinator, news_for_organizers, teams_of
from registration.models import DigestReader, SideCoordinator, Team
from registration.states import Rhythm

HOUR = time(7, 0)  # in the convening's zone
MONDAY = 0
FOR_ORGANIZERS = Permission.CHANGE_TEAMS
WHILE = (ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE)


@transaction.atomic
def choose(
    *, convening: Convening, rhythm: str, by: str, at: datetime, person: Person | None = None, user: User | None = None
) -> DigestReader:
    """How often somebody wants their digest; of one who never got any, from now on."""
    reader, _is_new = DigestReader.objects.get_or_create(
        convening=convening, person=person, user=user, defaults={"told_until_at": at}
    )
    if reader.rhythm == Rhythm.NEVER:
        reader.told_until_at = at
    reader.rhythm = Rhythm(rhythm)
    reader.save(update_fields=["rhythm", "told_until_at"])
    data = {"rhythm": str(rhythm)}
    entries.record(kind="digest.chosen", by=by, at=at, subject=by, convening_id=convening.pk, data=data)
    return reader


def rhythm_of(*, convening: Convening, person: Person | None = None, user: User | None = None) -> Rhythm:
    """How often they get it now: every day, unless they chose. One statement."""
    chosen = DigestReader.objects.filter(convening=convening, person=person, user=user)
    return Rhythm(chosen.values_list("rhythm", flat=True).first() or Rhythm.DAILY)


def last_due(convening: Convening, rhythm: str, at: datetime) -> datetime:
    """The latest morning on which a digest of this rhythm was due, in the convening's zone."""
    on = convening.local(at).date()
    if datetime.combine(on, HOUR, tzinfo=convening.zone) > at:
        on -= timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        on -= timedelta(days=(on.weekday() - MONDAY) % 7)
    return datetime.combine(on, HOUR, tzinfo=convening.zone)


def send_digests(*, at: datetime) -> int:
    """Owe the digests that are due and have something to tell; how many. Idempotent; a transaction for each reader."""
    owed = 0
    for convening in Convening.objects.filter(state__in=WHILE):
        _enrol(convening, at=at)
        for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
            due = last_due(convening, rhythm, at)
            found = DigestReader.objects.filter(convening=convening, rhythm=rhythm, told_until_at__lt=due)
            owed += sum(_send(pk, until=due, at=at) for pk in found.values_list("pk", flat=True))
    return owed


def news_for(reader: DigestReader, span: Span) -> bool:
    """Whether there is something to tell."""
    if reader.person is not None:
        by = f"person:{reader.person.pk}"
        teams = teams_of(reader.person)
        return any(news_for_coordinator(team, span, side=coordinators.side_of(team, by), by=by) for team in teams)
    return may_read(reader) and bool(news_for_organizers(reader.convening, span))


def may_read(reader: DigestReader) -> bool:
    """Whether an organizer still holds a role that shows them all of it."""
    return reader.user is not None and FOR_ORGANIZERS in permissions_of(reader.user, reader.convening)


def _enrol(convening: Convening, *, at: datetime) -> None:
    """A row for each coordinator and organizer who has none: told from when they began, or since yesterday."""
    known = DigestReader.objects.filter(convening=convening)
    teams = Team.objects.filter(convening=convening, state__in=STANDING)
    known_people = known.filter(person__isnull=False).values("person")
    beside = SideCoordinator.objects.standing().filter(team__in=teams).exclude(person__in=known_people)
    began_of = dict(beside.order_by("-named_at").values_list("person", "named_at"))
    new = teams.exclude(coordinator__in=known_people)
    began_of |= dict(new.order_by("-registered_at").values_list("coordinator", "registered_at"))
    roles = [role for role, allowed in ROLES.items() if FOR_ORGANIZERS in allowed]
    grants = Grant.objects.filter(convening=convening, role__in=roles, user__is_active=True)
    users = set(grants.exclude(user__in=known.filter(user__isnull=False).values("user")).values_list("user", flat=True))
    since = last_due(convening, Rhythm.DAILY, at) - timedelta(days=1)
    DigestReader.objects.bulk_create(
        [
            *(DigestReader(convening=convening, person_id=pk, told_until_at=began) for pk, began in began_of.items()),
            *(DigestReader(convening=convening, user_id=pk, told_until_at=since) for pk in sorted(users)),
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def _send(pk: int, *, until: datetime, at: datetime) -> bool:
    rows = DigestReader.objects.select_related("convening", "person", "user").select_for_update(of=("self",))
    reader = rows.get(pk=pk)
    span = Span(reader.told_until_at, until)
    if reader.rhythm == Rhythm.NEVER or span.since >= until:
        return False  # chosen, or told by another sweep, since it was looked up
    reader.told_until_at = until
    reader.save(update_fields=["told_until_at"])
    to = reader.person or reader.user
    if to is None or not news_for(reader, span):
        return False
    owed = outbox.Owed(
        occasion="digest.coordinator" if reader.person else "digest.organizers",
        key=f"digest:{reader.pk}:{until:%Y%m%dT%H%M}",
        to_address=to.email,
        to_name=to.name,
        person_id=reader.person_id,
        refs={"reader": reader.pk, "since": span.since.isoformat(), "until": until.isoformat()},
        language=to.language,
    )
    return bool(outbox.owe_all(owed=[owed], convening_id=reader.convening_id, at=at))
