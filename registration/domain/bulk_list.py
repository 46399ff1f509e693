"""The list of a bulk mail: counted anew at each look until it is fixed. Fixed, it is one row."""

from collections.abc import Sequence

from django.db.models import Count, F

from accounts.models import Person
from registration.domain.audience import Recipient, recipients_of
from registration.models import BulkList, BulkMail


def list_of(bulk: BulkMail) -> list[Recipient]:
    """Who is on the list: as it was fixed, else as it stands now. Two statements, and one for each thousand people."""
    kept = BulkList.objects.filter(bulk=bulk).first()
    return people_of(kept.people) if kept else count(bulk)


def count(bulk: BulkMail) -> list[Recipient]:
    """Who would be on the list now. Refusal: selected_is_secret."""
    return recipients_of(convening=bulk.convening, audience=bulk.audience, narrowed=bulk.narrowed)


def people_of(rows: Sequence[Sequence[object]]) -> list[Recipient]:
    """Rows of a fixed list as they stand now: a name or an address may have changed."""
    people: dict[object, Person] = Person.objects.in_bulk([person_id for person_id, *_rest in rows])
    return [Recipient(people[pk], str(subject), tuple(teams)) for pk, subject, teams in rows]  # type: ignore[arg-type]


def fix(bulk: BulkMail, found: Sequence[Recipient]) -> None:
    """Write it down. Wants the bulk mail locked, and its total saved with it."""
    people = [[one.person.pk, one.subject, list(one.teams)] for one in found]
    BulkList.objects.create(bulk=bulk, people=people)


def unowed(bulk: BulkMail, *, most: int) -> list[Recipient]:
    """The next people on the fixed list who were not owed their mail. Wants the bulk mail locked."""
    done = bulk.recipients.count()  # in the list's order
    return people_of(BulkList.objects.get(bulk=bulk).people[done : done + most])


def is_open(bulk: BulkMail) -> bool:
    """Whether somebody on the list was not owed their mail yet, or it is not fixed. One statement."""
    owed = BulkMail.objects.annotate(owed=Count("recipients")).filter(list__isnull=False, owed=F("total"))
    return not owed.filter(pk=bulk.pk).exists()
