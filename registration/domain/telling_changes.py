"""The statement was worded anew and promises carry on: whoever gave one is told, with the difference a click away."""

from datetime import datetime

from agreements.models import Party, StatementVersion
from mail.domain import outbox
from registration.models import Team
from registration.states import TeamState

OCCASION = "statement.reworded"


def tell_carried_on(*, version: StatementVersion, by: str, at: datetime) -> int:
    """Owes a mail to each whose promise to an earlier text counts on, once to who holds two offices; how many.

    In the transaction that publishes, under its locks. Three statements, whatever the number of people.
    """
    standing = Team.objects.filter(state__in=(TeamState.COMMITTING, TeamState.COMMITTED)).values("agreement_id")
    carried = Party.objects.signed().filter(agreement__statement=version.statement_id, agreement__in=standing)
    named = ("signatory__name", "signatory__email", "signatory__language", "agreement")
    parties = carried.select_related("signatory").only(*named).order_by("-agreement_id", "-position")
    by_person = {party.signatory_id: party for party in parties if party.signatory is not None}
    owed = [_owed(version, party) for party in by_person.values()]
    return outbox.owe_all(owed=owed, convening_id=version.statement.convening_id, at=at)


def is_told(party: Party, version_id: int) -> bool:
    """Whether this mail still says what is so: the promise stands, to an earlier text, and the version is in force."""
    current = party.agreement.statement.current
    if current is None or current.pk != version_id or party.answer is None or not party.has_signed:
        return False
    return party.answer.version_id != version_id


def _owed(version: StatementVersion, party: Party) -> outbox.Owed:
    assert party.signatory is not None  # it promised
    return outbox.Owed(
        occasion=OCCASION,
        key=f"{OCCASION}:{version.pk}:{party.signatory_id}",
        to_address=party.signatory.email,
        to_name=party.signatory.name,
        person_id=party.signatory_id,
        refs={"party": party.pk, "version": version.pk},
        language=party.signatory.language,
    )
