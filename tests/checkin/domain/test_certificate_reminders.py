"""The reminder of a certificate of hours that nobody opened, through the delivery that sends it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checkin.domain.hours import correct_hours
from checkin.domain.hours_certificates import note_opened, release_all, withdraw_certificate
from checkin.models import Checkpoint, HoursCertificate
from checkin.reminding import CERTIFICATE_READY
from convenings.domain.reminder_calendar import upcoming
from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.domain.reminder_words import rule_in_words
from convenings.models import Convening
from registration.models import Attendee
from tests.checkin.factories import DAY
from tests.checkin.hours_factories import read, talk
from tests.checkin.views.test_hours import own
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db
BY = "user:1"
AFTER = DAY + timedelta(days=3)
DUE, LATER = AFTER + timedelta(days=7, hours=2), AFTER + timedelta(days=21, hours=2)
MAIL = "attendance.certificate_reminder"


@pytest.fixture
def certificate(ann: Attendee, gate: Checkpoint) -> HoursCertificate:
    """Released, with the suggested rule: 7 and 21 days after."""
    Convening.objects.filter(pk=ann.convening_id).update(state="concluded")
    set_rule(convening=ann.convening, occasion="certificate_ready", draft=CERTIFICATE_READY.suggested, by=BY, at=DAY)
    read(ann, gate, DAY)
    release_all(convening=ann.convening, by=BY, at=AFTER)
    return HoursCertificate.objects.select_related("attendee__convening").get()


def test_who_has_not_opened_it_is_reminded_once_a_run(certificate: HoursCertificate, ann: Attendee) -> None:
    assert owe_due(at=AFTER + timedelta(days=6)) == 0
    assert (owe_due(at=DUE), owe_due(at=DUE)) == (1, 0)
    (mail,) = send(MAIL, at=DUE)
    assert ann.person.email in mail.to[0]
    assert "1.00 contact hours" in both(mail)
    assert owe_due(at=LATER) == 1


def test_the_calendar_shows_both_runs_and_the_rule_says_so(certificate: HoursCertificate) -> None:
    rule = certificate.attendee.convening.reminder_rules.get(occasion="certificate_ready")
    assert "7 and 21 days after each person’s certificate is released" in rule_in_words(rule, CERTIFICATE_READY)
    runs = [run for run in upcoming(certificate.attendee.convening, at=AFTER) if run.rule.pk == rule.pk]
    assert [run.due.due_on - AFTER.date() for run in runs] == [timedelta(days=7), timedelta(days=21)]


def test_who_opens_it_in_the_last_second_gets_nothing(certificate: HoursCertificate) -> None:
    assert owe_due(at=DUE) == 1
    assert note_opened(certificate=certificate, at=DUE)
    assert not note_opened(certificate=certificate, at=DUE + timedelta(days=1))
    certificate.refresh_from_db()
    assert certificate.opened_at == DUE
    assert send(MAIL, at=DUE) == []
    assert owe_due(at=LATER) == 0


def test_who_opened_an_older_one_is_left_alone(certificate: HoursCertificate, ann: Attendee) -> None:
    """A newer one stands on the same page, and no mail said that there is one."""
    note_opened(certificate=certificate, at=AFTER)
    correct_hours(attendee=ann, session=talk(ann.convening, 10), minutes=60, reason="seen", by=BY, at=AFTER)
    assert release_all(convening=ann.convening, by=BY, at=AFTER) == 1
    assert owe_due(at=DUE) == 0


def test_withdrawn_it_is_nothing_to_remind_of(certificate: HoursCertificate) -> None:
    assert owe_due(at=DUE) == 1
    withdraw_certificate(certificate=certificate, reason="another's badge", by=BY, at=DUE)
    assert send(MAIL, at=DUE) == []
    assert owe_due(at=LATER) == 0


@pytest.mark.parametrize(
    ("page", "opens"), [("own_hours", False), ("own_certificate", True), ("own_certificate_pdf", True)]
)
def test_reading_or_downloading_it_by_ones_own_link_opens_it(
    certificate: HoursCertificate, page: str, opens: bool
) -> None:
    attendee = certificate.attendee
    assert own(attendee).get(reverse(f"checkin:{page}", args=[attendee.pk])).status_code == 200
    certificate.refresh_from_db()
    assert (certificate.opened_at is not None) == opens
