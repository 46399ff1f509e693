"""What attendees tell of themselves: kept for organizers, in no journal; those under 18 with a guardian's consent."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convenings.domain.convenings import change_convening
from journal.models import Entry, EntryPayload
from registration.domain import attendees, details
from registration.domain.details import Details, DetailsRefused, OrganizersOnly, change_details, enter_minor
from registration.domain.drafts import PersonDraft
from registration.domain.people import NameUnprintable
from registration.models import Attendee, AttendeeDetails
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Attendee:
    found = make_team(members=1).members.select_related("person").get(office="")
    assert isinstance(found, Attendee)
    return found


def tell(member: Attendee, **over: Any) -> AttendeeDetails:
    told = Details(**{"name": member.person.name, **over})
    return change_details(attendee=member, details=told, by=f"person:{member.person_id}", at=NOW)


def test_told_and_changed(member: Attendee) -> None:
    tell(member, access_needs="Step-free\r\nplease", diet="Vegan", mobile="+1 513 555 0100", may_list=True)
    row = tell(member, access_needs="", diet="Vegan", may_photograph=False)
    assert (row.access_needs, row.diet, row.mobile, row.may_list, row.no_photo) == ("", "Vegan", "", None, True)
    assert AttendeeDetails.objects.count() == 1


def test_nothing_of_it_is_in_the_journal(member: Attendee) -> None:
    tell(member, access_needs="Wheelchair", diet="Halal", mobile="555", pronunciation="shih", may_photograph=False)
    entry = Entry.objects.get(kind="attendee.details_changed")
    assert (entry.subject, entry.data) == (f"attendee:{member.pk}", {})
    kept = json.dumps([list(Entry.objects.values("data")), list(EntryPayload.objects.values("values"))])
    assert not any(secret in kept for secret in ("Wheelchair", "Halal", "555", "shih"))


def test_another_name_is_the_persons_from_now_on(member: Attendee) -> None:
    tell(member, name="  Siobhán   Ó Briain ")
    member.person.refresh_from_db()
    assert (member.person.name, member.person.folded_name) == ("Siobhán Ó Briain", "siobhan o briain")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"access_needs": "x" * 2001}, "access_needs"),
        ({"diet": "x\x00"}, "diet"),
        ({"mobile": "555\n0100"}, "mobile"),
        ({"pronunciation": "\u202egnp"}, "pronunciation"),
        ({"mobile": "5" * 41}, "mobile"),
    ],
)
def test_refused_beside_its_field(member: Attendee, over: dict[str, str], field: str) -> None:
    with pytest.raises(DetailsRefused) as refused:
        tell(member, **over)
    assert refused.value.field == field
    assert not AttendeeDetails.objects.exists()


def test_a_name_that_cannot_be_printed(member: Attendee) -> None:
    with pytest.raises(NameUnprintable):
        tell(member, name="A\x07B")


def test_educator_id_only_where_hours_are_certified(member: Attendee) -> None:
    assert tell(member, educator_id="OH-1").educator_id == ""
    change_convening(convening=member.convening, changes={"certifies_hours": True}, by=BY, at=NOW)
    assert tell(member, educator_id="OH-1").educator_id == "OH-1"


def test_listed_only_with_their_word(member: Attendee) -> None:
    assert not details.may_be_listed(member)
    for word in (True, False, None):
        tell(member, may_list=word)
        assert details.may_be_listed(Attendee.objects.get(pk=member.pk)) is (word is True)


class TestUnder18:
    def enter(self, by: str = BY, **over: Any) -> Attendee:
        convening = make_convening()
        return enter_minor(
            **{
                "add": lambda: attendees.add_attendee(
                    convening=convening, draft=PersonDraft("Kim Young", "p@example.org"), kind="guest", by=by, at=NOW
                ),
                "guardian_name": "Pat Young",
                "guardian_consent_on": NOW.date(),
                "may_photograph": None,
                "by": by,
                "at": NOW,
                **over,
            }
        )

    def test_with_consent_unlisted_and_without_photographs(self) -> None:
        row = details.details_of(self.enter())
        assert (row.is_minor, row.guardian_name, row.may_list, row.no_photo) == (True, "Pat Young", False, True)
        assert row.guardian_entered_by == BY

    def test_photographs_with_the_guardians_word(self) -> None:
        assert not details.details_of(self.enter(may_photograph=True)).no_photo

    @pytest.mark.parametrize(
        "over", [{"guardian_name": " "}, {"guardian_consent_on": None}, {"guardian_consent_on": date(2030, 1, 1)}]
    )
    def test_without_consent_nobody_is_entered(self, over: dict[str, Any]) -> None:
        with pytest.raises(DetailsRefused):
            self.enter(**over)
        assert not Attendee.objects.exists()

    @pytest.mark.parametrize("by", ["person:3", "public", "system"])
    def test_by_organizers_alone(self, by: str) -> None:
        with pytest.raises(OrganizersOnly):
            self.enter(by=by)

    def test_never_listed(self) -> None:
        attendee = self.enter()
        with pytest.raises(DetailsRefused):
            change_details(attendee=attendee, details=Details("Kim Young", may_list=True), by="person:1", at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendeeDetails.objects.update(may_list=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendeeDetails.objects.update(guardian_name="")
