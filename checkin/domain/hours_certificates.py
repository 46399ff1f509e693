"""Certificates of attendance and hours: released by organizers, once by mail, replaced by newer ones, withdrawn."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from checkin.domain.hours import HoursOf, OrganizersCertify, ReasonNeeded, Sheet, hours_of, people_seen, sheet_of
from checkin.models import HoursCertificate
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import outbox
from registration.models import Attendee

OCCASION = "attendance.certificate"
REMINDER = "attendance.certificate_reminder"
CODE_BYTES = 16  # 128 bits: nobody finds one by trying
CHUNK = 200


class NotOver(Refusal):
    code = "convening_not_over"
    words = _("The convening is not over yet. Certificates for everybody are released after its end.")


class NothingToCertify(Refusal):
    code = "nothing_to_certify"
    words = _("No session counts for this person, so there is nothing to certify.")


class CertificateWithdrawn(Refusal):
    code = "certificate_withdrawn"
    words = _("This certificate does not stand any more: it was withdrawn or replaced.")


class Validity(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class CertificateView:
    """All that stands on a certificate of hours."""

    certificate: HoursCertificate
    attendee: Attendee
    convening: Convening
    rows: tuple[tuple[str, datetime, int], ...]  # title, begin, minutes that count
    validity: Validity
    verify_url: str


def release_all(*, convening: Convening, by: str, at: datetime) -> int:
    """Certificates for all whose hours count and were not certified as they are; how many. A mail to each, once.

    What was withdrawn comes back only with other hours. In transactions of 200, each under the convening's lock.
    Harmless to repeat.
    Refusals: organizers_certify, convening_not_over.
    """
    _require_organizer(by)
    if at < convening.ends_at:
        raise NotOver
    sheet = sheet_of(convening)
    ids = list(people_seen(convening).order_by("pk").values_list("pk", flat=True))
    parts = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return sum(_release(sheet, part, anew=False, by=by, at=at) for part in parts)


def release_one(*, attendee: Attendee, by: str, at: datetime) -> HoursCertificate:
    """One person's certificate, also before the end, for who leaves early; the standing one where nothing has changed.

    Refusals: organizers_certify, nothing_to_certify.
    """
    _require_organizer(by)
    _release(sheet_of(attendee.convening), [attendee.pk], anew=True, by=by, at=at)
    standing = standing_certificate(attendee)
    if standing is None:
        raise NothingToCertify
    return standing


@transaction.atomic
def withdraw_certificate(*, certificate: HoursCertificate, reason: str, by: str, at: datetime) -> HoursCertificate:
    """Takes a certificate back: its public page says so at once.

    Refusals: organizers_certify, reason_needed, certificate_withdrawn.
    """
    _require_organizer(by)
    said = " ".join(reason.split())[:300]
    if not said:
        raise ReasonNeeded
    attendee = certificate.attendee
    Convening.objects.locked(attendee.convening_id)
    changed = HoursCertificate.objects.standing().filter(pk=certificate.pk)
    row = changed.first()
    if row is None:
        raise CertificateWithdrawn
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = at, by, said
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _record("hours.certificate_withdrawn", row, attendee, by=by, at=at)
    return row


def standing_certificate(attendee: Attendee) -> HoursCertificate | None:
    """The one that holds now. One statement."""
    return HoursCertificate.objects.standing().filter(attendee=attendee).first()


def standing_certificates(convening: Convening) -> dict[int, HoursCertificate]:
    """Those that hold now, by attendee. One statement."""
    rows = HoursCertificate.objects.standing().filter(attendee__convening=convening)
    return {row.attendee_id: row for row in rows}


@transaction.atomic
def note_opened(*, certificate: HoursCertificate, at: datetime) -> bool:
    """That its holder reads or downloads it, which ends the reminders of it; False where they did before.

    Once: what somebody reads, and when again, is nobody's concern, and no matter for the journal.
    """
    return bool(HoursCertificate.objects.filter(pk=certificate.pk, opened_at=None).update(opened_at=at))


def is_certified(hours: HoursOf, sheet: Sheet, certificate: HoursCertificate | None) -> bool:
    """Whether the certificate says what the hours are now."""
    return certificate is not None and _facts(hours, sheet) == _facts_of(certificate)


def certificate_view(certificate: HoursCertificate) -> CertificateView:
    """What stands on it. Wants it with attendee, person, team and convening. One statement."""
    rows = tuple(
        (one["title"], datetime.fromisoformat(one["starts_at"]), one["minutes"]) for one in certificate.sessions
    )
    attendee = certificate.attendee
    return CertificateView(
        certificate, attendee, attendee.convening, rows, validity_of(certificate), verify_url(certificate)
    )


def validity_of(certificate: HoursCertificate) -> Validity:
    """One statement, none where it was withdrawn."""
    if certificate.withdrawn_at is not None:
        return Validity.WITHDRAWN
    newer = HoursCertificate.objects.filter(attendee=certificate.attendee_id, number__gt=certificate.number)
    return Validity.SUPERSEDED if newer.exists() else Validity.VALID


def verify_url(certificate: HoursCertificate) -> str:
    """The public page of a certificate."""
    return settings.ACCORD_URL + reverse("checkin:verify_hours", args=[certificate.code])


@transaction.atomic
def _release(sheet: Sheet, ids: Sequence[int], *, anew: bool, by: str, at: datetime) -> int:
    """anew: also where the same hours were certified and withdrawn."""
    convening = Convening.objects.locked(sheet.convening.pk)
    people = list(Attendee.objects.filter(convening=convening, pk__in=ids).select_related("person").order_by("pk"))
    before = _newest(ids)
    made = []
    for hours in hours_of(sheet, people):
        last = before.get(hours.attendee.pk)
        known = None if anew and last is not None and last.withdrawn_at is not None else last
        if hours.minutes and not is_certified(hours, sheet, known):
            made.append(_draft(hours, sheet, number=last.number + 1 if last else 1, by=by, at=at))
    HoursCertificate.objects.bulk_create(made)
    by_id = {person.pk: person for person in people}
    for row in made:
        _record("hours.certified", row, by_id[row.attendee_id], by=by, at=at)
    _owe([by_id[row.attendee_id] for row in made], convening, at=at)
    return len(made)


def _newest(ids: Sequence[int]) -> dict[int, HoursCertificate]:
    """The last certificate of each, withdrawn or not."""
    rows = HoursCertificate.objects.filter(attendee__in=ids).order_by("number")
    return {row.attendee_id: row for row in rows}


def _draft(hours: HoursOf, sheet: Sheet, *, number: int, by: str, at: datetime) -> HoursCertificate:
    sessions, minutes, credit, unit, signed_by = _facts(hours, sheet)
    return HoursCertificate(
        attendee=hours.attendee, number=number, code=secrets.token_urlsafe(CODE_BYTES), sessions=sessions,
        minutes=minutes, credit=credit, unit=unit, signed_by=signed_by, released_at=at, released_by=by,
    )  # fmt: skip


def _facts(hours: HoursOf, sheet: Sheet) -> tuple[Any, ...]:
    sessions = [
        {
            "title": row.session.title,
            "starts_at": row.session.slot.starts_at.isoformat() if row.session.slot else "",
            "minutes": row.counted.minutes,
        }
        for row in hours.counting
    ]
    return (sessions, hours.minutes, hours.credit, sheet.rule.unit, sheet.rule.signed_by)


def _facts_of(row: HoursCertificate) -> tuple[Any, ...]:
    return (row.sessions, row.minutes, row.credit, row.unit, row.signed_by)


def _owe(people: Sequence[Attendee], convening: Convening, *, at: datetime) -> None:
    """To each, once in their life: where the certificate is. A newer one is on the same page, and needs no mail."""
    owed = [
        outbox.Owed(
            key=f"{OCCASION}:attendee:{attendee.pk}",
            to_address=attendee.person.email,
            to_name=attendee.person.name,
            person_id=attendee.person_id,
            refs={"attendee": attendee.pk},
            language=attendee.person.language,
        )
        for attendee in people
        if attendee.cancelled_at is None
    ]
    outbox.owe_all(owed=owed, occasion=OCCASION, convening_id=convening.pk, at=at)


def _record(kind: str, row: HoursCertificate, attendee: Attendee, *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"attendee:{attendee.pk}", convening_id=attendee.convening_id,
        data={"number": row.number},
    )  # fmt: skip


def _require_organizer(by: str) -> None:
    if not is_organizer(by):
        raise OrganizersCertify
