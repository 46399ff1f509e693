import pytest

from convenings.domain import convenings
from mail.models import Message
from registration import mailing
from registration.domain import attendees, teams
from registration.domain.drafts import PersonDraft
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("move", ["postpone", "cancel"])
def test_everybody_concerned_is_told_once(move: str) -> None:
    convening = make_convening()
    draft = make_team(convening)
    committing = make_team(convening, "committing", members=1)
    confirmed = make_team(convening, "confirmed", members=1)
    gone = teams.withdraw_team(team=make_team(convening, "committing"), reason="", by=BY, at=NOW)
    guest = attendees.add_attendee(
        convening=convening, draft=PersonDraft("Guest", "guest@example.org"), kind="guest", by=BY, at=NOW
    )
    same = PersonDraft("The coordinator again", confirmed.coordinator.email.upper())
    attendees.add_attendee(convening=convening, draft=same, kind="staff", by=BY, at=NOW)
    occasion = {"postpone": "convening.postponed", "cancel": "convening.cancelled"}[move]

    getattr(convenings, move)(convening=convening, reason="Snow is on the way.", by=BY, at=NOW)

    told = sorted(Message.objects.filter(occasion=occasion).values_list("to_address", flat=True))
    assert told == sorted(
        [
            *(team.coordinator.email for team in (draft, committing, confirmed)),
            *(party.signatory.email for party in parties_of(committing)),
            *(member.person.email for member in confirmed.members.all()),
            guest.person.email,
        ]
    )
    assert gone.coordinator.email not in told


def test_a_second_postponement_is_told_again() -> None:
    convening = make_convening()
    make_team(convening)
    for _ in range(2):
        convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)
        convenings.reopen(convening=convening, by=BY, at=NOW)

    assert Message.objects.filter(occasion="convening.postponed").count() == 2


def test_old_news_is_not_sent() -> None:
    convening = make_convening()
    make_team(convening)
    convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)
    message = Message.objects.get(occasion="convening.postponed")
    assert mailing.compose_postponed(message, NOW) is not None

    convenings.reopen(convening=convening, by=BY, at=NOW)

    assert mailing.compose_postponed(message, NOW) is None


def test_other_states_are_nobodys_mail() -> None:
    convening = make_convening()
    make_team(convening)
    before = Message.objects.count()
    convenings.close_(convening=convening, by=BY, at=NOW)

    assert Message.objects.count() == before
