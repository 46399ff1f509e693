"""Two who meet at one office: a promise against a new text, and against a hand-over. On both databases."""

from collections.abc import Callable

import pytest
from django.db import transaction

from agreements.domain.commitments import AnswerNotPossible, NotYourAnswer, TextChanged
from agreements.domain.evidence import Evidence
from agreements.models import Commitment, Party
from convenings.domain import statements
from journal.refusals import Refusal
from registration.domain import codes, promising, succession
from registration.domain.drafts import HolderDraft
from registration.models import PromiseCode, Team
from tests.harness.threads import together
from tests.registration.factories import BY, CLOSING, NOW, OPENING, PROMISES, make_team, party_of, sign

pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the code of the refusal. Anything else fails."""
    ends = together(*acts)
    return [
        end.code if isinstance(end, Refusal) else repr(end) if isinstance(end, Exception) else "done" for end in ends
    ]


def read_and_sign(party: Party) -> Callable[[], object]:
    """The promise of who read the text that is in force now."""
    read = Party.objects.with_answers().get(pk=party.pk).agreement.statement.current_id
    evidence = Evidence(promises=(1, 2, 3), version_id=read, link_sent_to="x@example.org")
    by = f"person:{party.signatory_id}"
    return lambda: promising.sign(party=party, typed_name="Ruth Okafor", evidence=evidence, by=by, at=NOW)


@pytest.mark.parametrize("_round", range(4))
def test_a_promise_against_a_material_change(_round: int) -> None:
    """Never a promise to a text that was not read; never a complete team under a text that not all promised."""
    team = make_team(state="committing")
    for office in ("union_president", "board_president"):
        sign(party_of(team, office))
    last = party_of(team, "superintendent")

    def publish() -> None:
        statements.publish_statement(
            convening=team.convening, opening=f"{OPENING} Anew.", promises=PROMISES, closing=CLOSING, material=True,
            note="Why", by=BY, at=NOW,
        )  # fmt: skip

    ends = at_once(read_and_sign(last), publish)

    assert ends[1] == "done"
    assert ends[0] in ("done", TextChanged.code)
    team.refresh_from_db()
    assert team.state == "committing"
    assert not any(party.has_signed for party in Party.objects.with_answers().filter(agreement=team.agreement_id))
    numbers = Commitment.objects.filter(party=last, state="signed").values_list("version__number", flat=True)
    assert set(numbers) <= {1}


@pytest.mark.parametrize("_round", range(4))
def test_a_promise_against_a_hand_over(_round: int) -> None:
    """Either the promise stands on record, superseded, or it came too late; the office waits for the new holder."""
    team = make_team(state="committing")
    for office in ("union_president", "board_president"):
        sign(party_of(team, office))
    last = party_of(team, "superintendent")
    holder = HolderDraft("Ada Brook", "ada.brook@example.org")

    ends = at_once(
        read_and_sign(last), lambda: succession.hand_over(party=last, holder=holder, by=BY, at=NOW)
    )

    assert ends[1] == "done"
    assert ends[0] in ("done", NotYourAnswer.code, AnswerNotPossible.code)
    fresh, now = party_of(team, "superintendent"), Team.objects.get(pk=team.pk)
    assert (now.state, fresh.answer.state, fresh.signatory.email) == ("committing", "invited", holder.email)
    assert now.place == ("held" if ends[0] == "done" else "none")
    assert Commitment.objects.filter(party=last, state="signed").count() == (ends[0] == "done")


def test_tries_at_once_are_all_counted() -> None:
    """Ten wrong codes at once: five are tried, and the right one is worth nothing afterwards."""
    team = make_team(state="committing")
    succession.hand_over(
        party=party_of(team, "superintendent"), holder=HolderDraft("Ada Brook", "ada@example.org"), by=BY, at=NOW
    )
    party = party_of(team, "superintendent")
    by = f"person:{party.signatory_id}"
    with transaction.atomic():
        digits = codes.write(codes.ask(party=party, by=by, at=NOW), at=NOW)
    assert digits is not None
    wrong = f"{(int(digits) + 1) % 10**6:06d}"

    ends = at_once(*[lambda: codes.prove(party=party, typed=wrong, by=by, at=NOW)] * 10)

    assert sorted(ends) == ["code_spent"] * 5 + ["code_wrong"] * 5
    assert PromiseCode.objects.get().tries == 5
    with pytest.raises(codes.CodeSpent):
        codes.prove(party=party, typed=digits, by=by, at=NOW)
