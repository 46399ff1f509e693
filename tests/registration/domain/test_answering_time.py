"""When a team's promises are taken: what the page says, what the act does, and whether the mail goes, are one."""

from collections.abc import Callable

import pytest

from convenings.domain import convenings
from convenings.models import Convening
from registration.domain import promising, reminders, succession
from registration.domain.answer_page import Phase, answer_page, party_asked
from registration.domain.drafts import HolderDraft
from registration.models import Team
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of, sign
from tests.registration.test_mailing import send

pytestmark = pytest.mark.django_db
OFFICE = "superintendent"


def statement_changed(team: Team) -> None:
    publish(team, material=True)


def handed_over(team: Team) -> None:
    holder = HolderDraft("Ada O'Brien-Nuñez", "ada@example.org")
    succession.hand_over(party=party_of(team, OFFICE), holder=holder, by=BY, at=NOW)
    type(party_of(team, OFFICE)).objects.update(handed_over_at=None)  # no code here


def withdrawn_and_reopened(team: Team) -> None:
    party = party_of(team, OFFICE)
    promising.withdraw(party=party, reason="A vote", by=f"person:{party.signatory_id}", at=NOW)


def nothing(team: Team) -> None:
    pass


CASES: dict[str, tuple[str, str, Callable[[Team], None], bool]] = {
    "text changed, place held": ("first_complete", "confirmed", statement_changed, True),
    "handed over, place held": ("first_complete", "confirmed", handed_over, True),
    "text changed, in line": ("first_complete", "waitlisted", statement_changed, True),
    "text changed, waits for the selection": ("selection", "committed", statement_changed, True),
    "handed over, waits for the selection": ("selection", "committed", handed_over, True),
    "place let go": ("first_complete", "confirmed", withdrawn_and_reopened, False),
    "never complete": ("first_complete", "committing", nothing, False),
}


@pytest.mark.parametrize(("admission", "state", "step", "taken"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("closed_first", [False, True])
def test_closed_those_are_taken_that_were_asked_again(
    admission: str, state: str, step: Callable[[Team], None], taken: bool, closed_first: bool
) -> None:
    convening = make_convening(admission=admission, capacity_teams=1)
    if state == "waitlisted":
        make_team(convening, "confirmed")
    team = make_team(convening, state)
    acts = [lambda: step(team), lambda: convenings.close_(convening=convening, by=BY, at=NOW)]
    for act in reversed(acts) if closed_first else acts:
        act()
        team.refresh_from_db()
    team.convening = Convening.objects.get(pk=convening.pk)
    party = party_of(team, OFFICE)

    page = answer_page(party=party_asked(party_id=party.pk), at=NOW)
    told = [mail for mail in send("commitment.invited") if party.signatory.email in mail.to[0]]
    assert (page.phase == Phase.ASKED) is taken
    assert bool(told) is taken
    assert reminders.may_be_reminded(party, team, at=NOW) is taken
    if taken:
        assert sign(party).pk == team.pk
        assert party_of(team, OFFICE).has_signed
    else:
        with pytest.raises(promising.ConveningNotOpen):
            sign(party)
