"""What people who come have told of themselves, for the organizers who seat, feed and greet them."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from convenings.models import Convening
from registration.models import Attendee


def people_told(convening: Convening) -> QuerySet[Attendee]:
    """Who comes and has told something, by name. One statement."""
    found = Attendee.objects.coming().filter(convening=convening, details__isnull=False)
    people: QuerySet[Attendee] = found.select_related("person", "team", "details")
    return people.order_by("person__folded_name", "pk")


def needs_columns() -> list[str]:
    """The heads of the table of needs."""
    return [
        _("Name"), _("How it is said"), _("Team"), _("Access"), _("Diet"), _("Mobile number"), _("Educator id"),
        _("May be listed"), _("May be photographed"), _("Under 18"), _("Guardian"), _("Consent of"),
    ]  # fmt: skip


def needs_rows(people: Iterable[Attendee]) -> Iterator[list[object]]:
    """All of it, a row for each."""
    said = {True: _("yes"), False: _("no"), None: ""}
    for attendee in people:
        told = attendee.details  # type: ignore[attr-defined]
        yield [
            attendee.person.name, told.pronunciation, attendee.team.name if attendee.team else "", told.access_needs,
            told.diet, told.mobile, told.educator_id, said[told.may_list], said[told.may_photograph],
            said[told.is_minor], told.guardian_name, told.guardian_consent_on,
        ]  # fmt: skip
