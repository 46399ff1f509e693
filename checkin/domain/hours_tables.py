"""Hours as a table for boards of education: a row a person, their certificate beside it."""

from collections.abc import Iterator
from typing import Any

from checkin.domain.hours import HoursOf, Sheet, hours_of, people_seen, sheet_of
from checkin.domain.hours_certificates import standing_certificates, verify_url
from checkin.models import HoursCertificate
from convenings.models import Convening
from registration.models import Attendee

AT_ONCE = 500
COLUMNS = (
    "educator_id", "family_name", "given_name", "name", "team", "us_state", "kind", "sessions", "minutes", "credit",
    "unit", "certified_minutes", "certified_credit", "certified_on", "certificate",
)  # fmt: skip


def hours_table(convening: Convening) -> Iterator[list[object]]:
    """The rows in the order of COLUMNS, by family name. The educator id only where hours are certified."""
    sheet, certificates = sheet_of(convening), standing_certificates(convening)
    people = list(people_seen(convening))
    for start in range(0, len(people), AT_ONCE):
        for hours in hours_of(sheet, people[start : start + AT_ONCE]):
            who, row = hours.attendee, certificates.get(hours.attendee.pk)
            yield [
                _educator_id(who, convening), who.person.family_name, who.person.given_name, who.person.name,
                who.team.name if who.team else "", who.team.us_state if who.team else "", str(who.kind),
                len(hours.counting), hours.minutes, hours.credit, sheet.rule.unit,
                row.minutes if row else "", row.credit if row else "",
                convening.local(row.released_at).date().isoformat() if row else "", verify_url(row) if row else "",
            ]  # fmt: skip


def hours_facts(own: HoursOf, sheet: Sheet, certificate: HoursCertificate | None) -> dict[str, Any]:
    """One person's hours for other systems."""
    return {
        "attendee": own.attendee.pk,
        "name": own.attendee.person.name,
        "educator_id": _educator_id(own.attendee, sheet.convening),
        "minutes": own.minutes,
        "credit": own.credit,
        "unit": sheet.rule.unit,
        "sessions": [
            {
                "session": row.session.pk,
                "present": row.counted.present,
                "minutes": row.counted.minutes,
                "why": str(row.counted.why),
            }
            for row in own.rows
        ],
        "certificate": {
            "number": certificate.number,
            "minutes": certificate.minutes,
            "credit": certificate.credit,
            "released_at": certificate.released_at,
            "url": verify_url(certificate),
        }
        if certificate
        else None,
    }


def _educator_id(attendee: Attendee, convening: Convening) -> str:
    told = getattr(attendee, "details", None) if convening.certifies_hours else None
    return told.educator_id if told is not None else ""
