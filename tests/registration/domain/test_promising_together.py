"""One act for two offices that one person holds: a row and evidence each, all or none."""

from dataclasses import replace
from typing import Any

import pytest

from agreements.domain.commitments import NotYourAnswer, PromiseNotTicked
from agreements.models import Commitment, Party
from registration.domain import certificates, codes, promising, sealing
from registration.domain.codes import CodeNeeded
from registration.models import Certificate, PromiseCode, Team
from tests.registration.domain.test_same_holder import SECOND, accept, invite, registered
from tests.registration.factories import NOW, evidence, party_of, sign
from tests.registration.test_mailing import send

pytestmark = pytest.mark.django_db
FIRST = "nea_president"


@pytest.fixture
def team() -> Team:
    """Of a merged affiliate: three offices asked, two persons."""
    return accept(invite(registered()))


def both(team: Team, **over: Any) -> Team:
    party = party_of(team, FIRST)
    assert party.signatory is not None
    asked: dict[str, Any] = {
        "party": party, "also": [party_of(team, SECOND)], "typed_name": party.signatory.name,
        "evidence": evidence(party), "by": f"person:{party.signatory_id}", "at": NOW,
    }  # fmt: skip
    return promising.sign(**{**asked, **over})


def promises() -> list[Commitment]:
    return list(Commitment.objects.filter(state="signed").order_by("pk"))


def test_each_office_has_a_row_and_evidence_of_its_own(team: Team) -> None:
    assert both(team).state == "committing"
    first, second = promises()
    assert (first.party.office, second.party.office) == (FIRST, SECOND)
    assert first.office_label != second.office_label
    same = ("typed_name", "text_sha256", "address", "user_agent", "link_sent_to", "promises", "signatory_id", "at")
    for name in same:
        assert getattr(first, name) == getattr(second, name), name
    assert all([first.text_sha256, first.link_sent_to, first.promises == [1, 2, 3]])


def test_the_count_is_of_offices(team: Team) -> None:
    both(team)
    view = sealing.view_for_signatory(party_of(team, FIRST))
    assert view.ring is not None
    assert (view.ring.count, view.ring.total, view.ring.sealed) == (2, 3, True)
    assert [(held.label, held.has_signed) for held in view.also] == [(party_of(team, SECOND).label, True)]


def test_complete_the_certificate_names_both_offices_and_is_mailed_once(team: Team) -> None:
    sign(party_of(team, "state_chief"))
    assert both(team).state == "committed"
    holder = party_of(team, FIRST).signatory
    assert holder is not None
    (mail,) = [mail for mail in send("team.confirmed") if holder.email in mail.to[0]]
    assert mail.body.count("certificate of commitment") == 1
    shown = certificates.certificate_view(Certificate.objects.get())
    first, second = party_of(team, FIRST), party_of(team, SECOND)
    assert first.signatory is not None
    assert [one.label for one in shown.names if one.name == first.signatory.name] == [first.label, second.label]


def test_twice_changes_nothing_and_one_that_was_given_is_no_hindrance(team: Team) -> None:
    sign(party_of(team, SECOND))
    both(team)
    both(team)
    assert len(promises()) == 2


def test_all_or_none(team: Team) -> None:
    with pytest.raises(NotYourAnswer):
        both(team, also=[party_of(team, "state_chief")])
    with pytest.raises(PromiseNotTicked):
        both(team, evidence=replace(evidence(party_of(team, FIRST)), promises=(1, 2)))
    assert promises() == []


def test_withdrawn_apart(team: Team) -> None:
    both(team)
    party = party_of(team, SECOND)
    promising.withdraw(party=party, reason="A slip", by=f"person:{party.signatory_id}", at=NOW)
    assert party_of(team, SECOND).answer.state == "withdrawn"  # type: ignore[union-attr]
    assert party_of(team, FIRST).has_signed


def test_one_code_holds_for_both_and_none_lets_neither(team: Team) -> None:
    team.convening.code_before_promise = True
    team.convening.save(update_fields=["code_before_promise"])
    with pytest.raises(CodeNeeded):
        both(team)
    assert promises() == []
    party = party_of(team, FIRST)
    code = codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW)
    digits = codes.write(PromiseCode.objects.get(pk=code.pk), at=NOW)
    assert digits is not None
    codes.prove(party=party, typed=digits, by=f"person:{party.signatory_id}", at=NOW)
    both(team)
    assert len(promises()) == 2


def test_an_office_that_was_handed_over_wants_a_code(team: Team) -> None:
    Party.objects.filter(pk=party_of(team, SECOND).pk).update(handed_over_at=NOW)
    with pytest.raises(CodeNeeded):
        both(team)
    assert promises() == []
