"""An assistant gets hold of no promise, and nobody makes the house write to strangers without end."""

from datetime import timedelta

import pytest

from agreements.models import Party
from mail.models import Message
from registration.domain import preparing, signatories
from registration.domain.drafts import PersonDraft
from registration.domain.preparing import OwnMailbox, Prepared, TooManyAsked
from registration.models import Preparation
from tests.registration.factories import BY, NOW, make_team, party_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    """Of the side that the team's coordinator works for."""
    team = make_team(state="committing")
    return party_of(team, "superintendent")


def let(party: Party, number: int = 1, *, by: str = "", minutes: int = 0) -> Preparation:
    assistant, at = PersonDraft("Sam", f"sam{number}@example.org"), NOW + timedelta(minutes=minutes)
    return preparing.let_prepare(party=party, assistant=assistant, by=by or f"person:{party.signatory_id}", at=at)


@pytest.mark.parametrize("typed", ["sam1@example.org", " SAM1@Example.org "])
def test_an_assistant_leads_the_link_to_promise_to_no_mailbox_of_their_own(party: Party, typed: str) -> None:
    """As the right address of the principal, which a coordinator then saves in good faith."""
    made = let(party)
    prepared = Prepared("Rosa Okafor", email=typed)
    with pytest.raises(OwnMailbox):
        preparing.prepare(preparation=made, prepared=prepared, by=f"person:{made.assistant_id}", at=NOW)
    made.refresh_from_db()
    assert (made.email, made.prepared_at) == ("", None)
    name = party.signatory.name if party.signatory else ""
    for by in (BY, f"person:{party.agreement.team.coordinator_id}"):
        with pytest.raises(signatories.AddressTaken):
            signatories.correct_holder(party=party, draft=PersonDraft(name, typed), by=by, at=NOW)
    assert not Message.objects.filter(to_address__iexact=typed.strip(), occasion__startswith="commitment").exists()


def test_few_are_asked_to_prepare_in_a_day(party: Party) -> None:
    """Asked, taken back, asked: each would be a mail to whatever address was typed."""
    for number in range(preparing.MOST_A_DAY):
        let(party, number, minutes=number)
        preparing.revoke(party=party, by=f"person:{party.signatory_id}", at=NOW)
    with pytest.raises(TooManyAsked):
        let(party, 90, minutes=10)
    let(party, 91, minutes=11, by=BY)  # organizers know what they do
    preparing.revoke(party=party, by=BY, at=NOW)
    let(party, 92, minutes=24 * 60 + 12)
