"""Agreements without a team: a statement, and parties with their people."""

import itertools
from datetime import UTC, datetime

from accounts.domain.people import make_person
from agreements.domain import agreements, statements
from agreements.domain.agreements import PartyDraft
from agreements.models import Agreement, Party, Statement
from agreements.states import Requirement, Side

NOW = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
BY = "user:1"
PROMISES = [{"title": "To attend together", "text": "We come as one team"}]
_numbers = itertools.count(1)


def make_statement(*, published: bool = True) -> Statement:
    statement = statements.make_statement(convening_id=1, title="The promise", by=BY, at=NOW)
    return publish(statement) if published else statement


def publish(
    statement: Statement, *, opening: str = "We promise:", material: bool = False, sides: list[str] | None = None
) -> Statement:
    statements.publish_version(
        statement=statement,
        opening=opening,
        promises=PROMISES,
        closing="No contract.",
        material=material,
        sides=sides,
        by=BY,
        at=NOW,
    )
    return Statement.objects.get(pk=statement.pk)


def make_agreement(*, statement: Statement | None = None, requirements: tuple[str, ...] | None = None) -> Agreement:
    """One party for each requirement (two required ones if none are named), all with a signatory."""
    number = next(_numbers)
    sides = list(Side)
    drafts = [
        PartyDraft(
            office=f"office_{position}",
            label=f"Office {position}",
            side=sides[position],
            requirement=requirement,
            position=position,
            signatory=make_person(convening_id=1, name=f"Person {number}", email=f"p{number}.{position}@example.org"),
        )
        for position, requirement in enumerate(requirements or (Requirement.REQUIRED, Requirement.REQUIRED))
    ]
    return agreements.make_agreement(
        convening_id=1,
        statement=statement or make_statement(),
        subject=f"thing:{number}",
        parties=drafts,
        by=BY,
        at=NOW,
    )


def parties_of(agreement: Agreement) -> list[Party]:
    return list(Party.objects.filter(agreement=agreement).with_answers().order_by("position"))


def fresh(party: Party) -> Party:
    return Party.objects.with_answers().get(pk=party.pk)
