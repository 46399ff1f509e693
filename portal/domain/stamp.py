"""A stamp of the public page: equal as long as the page is, and read by one statement."""

from datetime import datetime
from functools import cache
from hashlib import sha256

from django.contrib.admin.models import LogEntry
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from convenings.models import Convening
from convenings.states import ConveningState
from journal.models import Entry
from registration.domain.announcements import with_announcement


def public_convenings() -> QuerySet[Convening]:
    """Convenings that the public may see: all but drafts."""
    return Convening.objects.exclude(state=ConveningState.DRAFT).select_related("venue", "statement__current")


def stamped_convenings(*, at: datetime) -> QuerySet[Convening]:
    """Public convenings with what tells whether anything was written about them since, and what is announced.

    Rows of the journal become visible in the order of their commits, not of their ids: the newest id alone would
    miss one. Each new row raises the count of unsealed rows, and sealing it raises the convening's last number: the
    two together never return. Answers are left out, and so is the chain's head: the page shows none, and who asks
    again and again whether it is still the same could tell the minute of a promise that is sealed.
    The admin's own log stands for what is edited there and not journaled.
    """
    return with_announcement(_stamped(), at=at)


@cache  # the question, not its answer: putting its three sub-queries together takes longer than asking it
def _stamped() -> QuerySet[Convening]:
    entries = Entry.objects.filter(~Q(kind__startswith="commitment."), convening_id=OuterRef("pk")).order_by()
    newest = entries.filter(number__isnull=False).order_by("-number").values("number")[:1]
    unsealed = entries.filter(number=None).values("convening_id").annotate(answer=Count("id")).values("answer")
    edited = LogEntry.objects.order_by("-pk").values("pk")[:1]
    return public_convenings().annotate(
        newest_entry=_or_zero(newest),
        unsealed_entries=_or_zero(unsealed),
        newest_edit=_or_zero(edited),
    )


def _or_zero(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))


def stamp(convening: Convening, *, at: datetime, also: tuple[str, ...]) -> str:
    """The stamp as an entity tag. `convening` comes from `stamped_convenings`.

    Time moves the page without a row: the day in the convening's zone, and the instants of its way that have passed.
    `also` is what else the page depends on: language, build, the visitor's form token.
    """
    way = (convening.opens_at, convening.promise_by_at, convening.plan_due_at, convening.starts_at, convening.ends_at)
    facts = (
        *(value for name, value in sorted(vars(convening).items()) if name != "_state"),
        str(convening.venue),
        convening.local(at).date(),
        *(instant <= at for instant in way),
        *also,
    )
    return f'"{sha256(repr(facts).encode()).hexdigest()[:32]}"'
