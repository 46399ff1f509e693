from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from checkin.domain.hours import OrganizersCertify, ReasonNeeded, correct_hours, set_rule
from checkin.domain.hours_certificates import (
    CertificateWithdrawn,
    NothingToCertify,
    NotOver,
    Validity,
    certificate_view,
    release_all,
    release_one,
    standing_certificate,
    validity_of,
    withdraw_certificate,
)
from checkin.domain.hours_sheets import hours_sheet
from checkin.mailing import compose_certificate
from checkin.models import Checkpoint, HoursCertificate
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.models import Attendee
from tests.checkin.factories import DAY, make_attendee, make_badge, make_somebody
from tests.checkin.hours_factories import read, talk

pytestmark = pytest.mark.django_db
BY = "user:1"
AFTER = DAY + timedelta(days=3)


@pytest.fixture
def certified(ann: Attendee, gate: Checkpoint) -> HoursCertificate:
    read(ann, gate, DAY)
    release_all(convening=ann.convening, by=BY, at=AFTER)
    return HoursCertificate.objects.get()


def test_everybody_with_hours_gets_one_and_one_mail(
    certified: HoursCertificate, ann: Attendee, gate: Checkpoint
) -> None:
    bo = make_attendee(ann.convening, make_somebody(ann.convening, "Bo Absent"))
    make_badge(bo)
    assert (certified.number, certified.minutes, str(certified.credit)) == (1, 60, "1.00")
    assert [one["title"] for one in certified.sessions] == ["Talk at 8"]
    assert release_all(convening=ann.convening, by=BY, at=AFTER) == 0
    assert [mail.person_id for mail in Message.objects.filter(occasion="attendance.certificate")] == [ann.person_id]
    entry = Entry.objects.get(kind="hours.certified")
    assert (entry.subject, entry.data) == (f"attendee:{ann.pk}", {"number": 1})


def test_corrected_hours_replace_it_without_another_mail(certified: HoursCertificate, ann: Attendee) -> None:
    correct_hours(attendee=ann, session=talk(ann.convening, 10), minutes=60, reason="seen", by=BY, at=AFTER)
    assert release_all(convening=ann.convening, by=BY, at=AFTER) == 1
    newer = standing_certificate(ann)
    assert newer is not None
    assert (newer.number, newer.minutes, validity_of(newer)) == (2, 120, Validity.VALID)
    assert validity_of(certified) == Validity.SUPERSEDED
    assert Message.objects.filter(occasion="attendance.certificate").count() == 1


def test_other_rules_make_another_certificate(certified: HoursCertificate, ann: Attendee) -> None:
    set_rule(convening=ann.convening, values={"credit_per_hour": "0.10", "unit": "CEU"}, by=BY, at=AFTER)
    newer = release_one(attendee=ann, by=BY, at=AFTER)
    assert (newer.number, str(newer.credit), newer.unit) == (2, "0.10", "CEU")


def test_before_the_end_only_one_by_one(ann: Attendee, gate: Checkpoint) -> None:
    with pytest.raises(NothingToCertify):
        release_one(attendee=ann, by=BY, at=DAY)
    read(ann, gate, DAY)
    with pytest.raises(NotOver):
        release_all(convening=ann.convening, by=BY, at=DAY + timedelta(hours=2))
    first = release_one(attendee=ann, by=BY, at=DAY + timedelta(hours=2))
    assert release_one(attendee=ann, by=BY, at=DAY + timedelta(hours=3)) == first


def test_withdrawn_it_comes_back_only_by_hand_or_with_other_hours(
    certified: HoursCertificate, ann: Attendee
) -> None:
    with pytest.raises(ReasonNeeded):
        withdraw_certificate(certificate=certified, reason="  ", by=BY, at=AFTER)
    withdraw_certificate(certificate=certified, reason="another's badge", by=BY, at=AFTER)
    certified.refresh_from_db()
    assert (validity_of(certified), standing_certificate(ann)) == (Validity.WITHDRAWN, None)
    with pytest.raises(CertificateWithdrawn):
        withdraw_certificate(certificate=certified, reason="again", by=BY, at=AFTER)
    assert release_all(convening=ann.convening, by=BY, at=AFTER) == 0
    assert release_one(attendee=ann, by=BY, at=AFTER).number == 2


@pytest.mark.parametrize("by", ["person:1", "device:1", ""])
def test_only_organizers_certify(certified: HoursCertificate, ann: Attendee, by: str) -> None:
    with pytest.raises(OrganizersCertify):
        release_all(convening=ann.convening, by=by, at=AFTER)
    with pytest.raises(OrganizersCertify):
        release_one(attendee=ann, by=by, at=AFTER)
    with pytest.raises(OrganizersCertify):
        withdraw_certificate(certificate=certified, reason="x", by=by, at=AFTER)


def test_the_mail_says_the_hours_and_is_not_sent_for_what_was_withdrawn(certified: HoursCertificate) -> None:
    mail = Message.objects.get(occasion="attendance.certificate")
    letter = compose_certificate(mail, AFTER)
    assert letter is not None
    assert letter.values["hours"] == "1.00 contact hours"
    withdraw_certificate(certificate=certified, reason="another's badge", by=BY, at=AFTER)
    assert compose_certificate(mail, AFTER) is None


@pytest.mark.parametrize("name", ["O'Brien-Nuñez 王小明 عمر #panic() $x$ \\ <b>", "Ann \U00013000"])
def test_every_name_is_set_on_the_sheet(certified: HoursCertificate, name: str) -> None:
    certified.attendee.person.name = name
    certified.signed_by = "June Abernathy, owner"
    pdf = hours_sheet(certificate_view(certified))
    assert pdf.startswith(b"%PDF-")
    with translation.override("es"):
        assert hours_sheet(certificate_view(certified)) != pdf


@pytest.mark.parametrize("people", [1, 3])
def test_statements_of_a_release(
    convening: Convening, gate: Checkpoint, people: int, connection_statements: Any
) -> None:
    for _number in range(people):
        one = make_attendee(convening)
        make_badge(one)
        read(one, gate, DAY)
    with connection_statements() as statements:
        assert release_all(convening=convening, by=BY, at=AFTER) == people
    writes = [line for line in statements if line.startswith("INSERT")]
    assert len(statements) - len(writes) <= 12, "\n".join(statements)
