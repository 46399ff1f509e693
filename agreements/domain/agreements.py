"""A joint promise: who must answer for which office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from agreements.models import Agreement, Party, Statement
from journal.domain import entries


@dataclass(frozen=True)
class PartyDraft:
    """One office of an agreement. `signatory` None: nobody is named yet, or the office does not exist."""

    office: str
    label: str
    side: str
    requirement: str
    position: int
    signatory: Person | None = None
    organization: str = ""


@transaction.atomic
def make_agreement(
    *, convening_id: int, statement: Statement, subject: str, parties: Sequence[PartyDraft], by: str, at: datetime
) -> Agreement:
    """An agreement with its parties; nobody is invited yet. subject: whose it is ("team:5")."""
    agreement = Agreement.objects.create(convening_id=convening_id, statement=statement, subject=subject)
    for draft in parties:
        Party.objects.create(
            agreement=agreement,
            office=draft.office,
            label=draft.label,
            organization=draft.organization,
            side=draft.side,
            requirement=draft.requirement,
            position=draft.position,
            signatory=draft.signatory,
        )
    entries.record(
        kind="agreement.made",
        by=by,
        at=at,
        subject=f"agreement:{agreement.pk}",
        convening_id=convening_id,
        data={"for": subject, "statement": statement.pk, "offices": [draft.office for draft in parties]},
    )
    return agreement
