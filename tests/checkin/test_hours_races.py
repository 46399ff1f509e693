"""Certificates of hours released and withdrawn twice at the same moment; and the proof that the lock does it."""

from functools import partial
from typing import Any

import pytest
from django.db import connection

from checkin.domain import hours_certificates as certificates
from checkin.models import HoursCertificate
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from tests.checkin.domain.test_hours_certificates import AFTER
from tests.checkin.factories import DAY, make_attendee, make_badge, make_convening
from tests.checkin.hours_factories import make_room_gate, read
from tests.harness.threads import Meeting, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 3


def attended() -> Convening:
    """A convening that is over, with people who heard a talk."""
    convening = make_convening()
    gate = make_room_gate(convening)
    for _number in range(PEOPLE):
        attendee = make_attendee(convening)
        make_badge(attendee)
        read(attendee, gate, DAY)
    return convening


def meet_before(monkeypatch: pytest.MonkeyPatch, of: Any, name: str) -> None:
    """Both have looked before either writes, unless a lock keeps one of them out."""
    meeting, then = Meeting(), getattr(of, name)

    def met(*args: Any, **named: Any) -> Any:
        meeting.wait()
        return then(*args, **named)

    monkeypatch.setattr(of, name, met)


def release_twice(convening: Convening) -> list[Any]:
    release = partial(certificates.release_all, convening=convening, by="user:1", at=AFTER)
    return together(release, release)


def test_released_twice_at_once_everybody_has_one_certificate_and_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    convening = attended()
    meet_before(monkeypatch, certificates, "_draft")
    assert sorted(release_twice(convening)) == [0, PEOPLE]
    assert list(HoursCertificate.objects.values_list("number", flat=True)) == [1] * PEOPLE
    told = Message.objects.filter(occasion=certificates.OCCASION).count()
    assert told == Entry.objects.filter(kind="hours.certified").count() == PEOPLE


def test_without_the_lock_one_release_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    convening = attended()
    unlock(monkeypatch, "_release")
    meet_before(monkeypatch, certificates, "_draft")
    assert "IntegrityError" in [type(end).__name__ for end in release_twice(convening)]


def withdraw_twice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    convening = attended()
    certificates.release_all(convening=convening, by="user:1", at=AFTER)
    row = HoursCertificate.objects.select_related("attendee").first()
    meet_before(monkeypatch, HoursCertificate, "save")
    ended = together(*(
        partial(certificates.withdraw_certificate, certificate=row, reason=why, by="user:1", at=AFTER) for why in "ab"
    ))  # fmt: skip
    return sorted(type(end).__name__ for end in ended)


def test_withdrawn_twice_at_once_the_second_reads_that_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    assert withdraw_twice(monkeypatch) == ["CertificateWithdrawn", "HoursCertificate"]
    assert Entry.objects.filter(kind="hours.certificate_withdrawn").count() == 1


def test_without_the_lock_it_is_withdrawn_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control, as above; on PostgreSQL the row alone does not keep the second out."""
    unlock(monkeypatch, "withdraw_certificate")
    ended = withdraw_twice(monkeypatch)
    assert ended == ["HoursCertificate"] * 2


def unlock(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setattr(certificates, name, getattr(certificates, name).__wrapped__)
    else:
        monkeypatch.setattr(Convening.objects, "locked", lambda pk: Convening.objects.get(pk=pk))
