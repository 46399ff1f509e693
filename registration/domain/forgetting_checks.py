"""A check says that this name and this address were found in a source: whoever changes either takes the check away."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Person
from agreements.models import Party
from journal.domain import entries
from registration.models import Team


def forget_checks_of(person: Person, team: Team, *, by: str, at: datetime) -> None:
    """Of all offices of the team that this person holds. Wants the team locked. One query where none was checked."""
    forget_checks(Party.objects.filter(agreement=team.agreement_id, signatory=person), team, by=by, at=at)


def forget_checks(parties: Iterable[Party], team: Team, *, by: str, at: datetime) -> None:
    """Somebody else is named for them, or the same holder otherwise: to be found anew. Wants the team locked.

    A place that waits for the check waits for this one again; one that was confirmed stays confirmed.
    """
    for party in parties:
        if party.checked_at is None and not party.unchecked_because:
            continue
        was_checked = party.checked_at is not None
        party.checked_at, party.checked_by, party.checked_source, party.unchecked_because = None, "", "", ""
        party.save(update_fields=["checked_at", "checked_by", "checked_source", "unchecked_because"])
        if was_checked:
            entries.record(
                kind="office.unchecked", by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id,
                data={"team": team.pk, "office": party.office},
            )  # fmt: skip
