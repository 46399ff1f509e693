"""The certificate of a complete team: names, offices, one date, the text; and what it is worth today."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from agreements.domain.ring import Ring, Segment, open_ring
from agreements.models import Commitment, Party, StatementVersion
from convenings.models import Convening
from journal.domain.entries import Happened
from registration.domain.sealing import Signed
from registration.models import Certificate, Team
from registration.states import TeamState

CODE_BYTES = 16  # 128 bits: nobody finds one by trying


class Validity(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    SUPERSEDED = "superseded"  # the team became complete again since, and a newer certificate says so
    ASKED_AGAIN = "asked_again"  # the team is not complete now, and may be again
    WITHDRAWN = "withdrawn"  # the team does not come


@dataclass(frozen=True)
class CertificateView:
    """All that stands on a certificate. `names` in the order of offices; `texts`: the versions that were signed."""

    team: Team
    convening: Convening
    number: int
    names: tuple[Signed, ...]
    completed_on: date
    completed_at: datetime
    version: StatementVersion
    texts: tuple[StatementVersion, ...]
    ring: Ring
    validity: Validity
    verify_url: str


def issue(team: Team, parties: Sequence[Party], *, number: int, by: str, at: datetime) -> tuple[Certificate, Happened]:
    """The certificate of a team that becomes complete for the `number`th time, and what the journal has to say of it:
    that is the caller's to write, and the mail with it to owe.

    Wants the team locked, and the offices that it needs, `with_answers`.
    """
    version = parties[0].agreement.statement.current
    assert version is not None  # somebody promised it
    certificate = Certificate.objects.create(
        team=team,
        number=number,
        code=secrets.token_urlsafe(CODE_BYTES),
        version=version,
        completed_at=at,
    )
    certificate.promises.add(*[party.answer_id for party in parties])  # type: ignore[arg-type]
    return certificate, Happened(
        kind="certificate.issued",
        by=by,
        at=at,
        subject=f"team:{team.pk}",
        convening_id=team.convening_id,
        data={"certificate": certificate.pk, "number": number},
    )


def standing_certificate(team: Team) -> Certificate | None:
    """The one that holds now; None while the team is not complete. For the team itself: of what no longer holds it
    sees nothing, since a name on it may be a predecessor's."""
    if team.state != TeamState.COMMITTED:
        return None
    return Certificate.objects.filter(team=team, number=team.times_completed).select_related("version").first()


def validity_of(certificate: Certificate) -> Validity:
    """Wants the certificate with its team."""
    team = certificate.team
    if certificate.number != team.times_completed:
        return Validity.SUPERSEDED
    if team.state == TeamState.COMMITTED:
        return Validity.VALID
    return Validity.ASKED_AGAIN if team.state == TeamState.COMMITTING else Validity.WITHDRAWN


def certificate_view(certificate: Certificate) -> CertificateView:
    """What stands on it. Wants the certificate with its team and convening. One query."""
    team, convening = certificate.team, certificate.team.convening
    found = Commitment.objects.filter(certificates=certificate).select_related("party", "version")
    promises = list(found.order_by("party__position"))
    segments = (Segment(side=p.party.side, state="signed", label=p.office_label) for p in promises)
    return CertificateView(
        team=team,
        convening=convening,
        number=certificate.number,
        names=tuple(
            Signed(label=p.office_label, organization=p.organization, side=p.party.side, name=p.typed_name)
            for p in promises
        ),
        completed_on=convening.local(certificate.completed_at).date(),
        completed_at=certificate.completed_at,
        version=certificate.version,
        texts=tuple({p.version_id: p.version for p in sorted(promises, key=lambda p: p.version.number)}.values()),
        ring=open_ring(segments),
        validity=validity_of(certificate),
        verify_url=verify_url(certificate),
    )


def verify_url(certificate: Certificate) -> str:
    """The public page of a certificate."""
    return settings.ACCORD_URL + reverse("registration:verify", args=[certificate.code])
