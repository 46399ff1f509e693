import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from agreements.domain import commitments, statements
from agreements.domain.evidence import Evidence
from agreements.domain.rings import segment_state
from agreements.domain.typed_names import NameImplausible
from agreements.models import Commitment, Party
from journal.domain import entries
from journal.models import Entry
from tests.agreements.factories import BY, NOW, fresh, make_agreement, make_statement, parties_of, publish

pytestmark = pytest.mark.django_db

EVIDENCE = Evidence(address="203.0.113.9", user_agent="A phone", link_sent_to="leader@example.org", promises=(1,))


@pytest.fixture
def party() -> Party:
    party = parties_of(make_agreement())[0]
    commitments.invite(party=party, by=BY, at=NOW)
    return fresh(party)


def me(party: Party) -> str:
    return f"person:{party.signatory_id}"


@transaction.atomic  # as the door has it, which a refusal undoes as a whole
def sign(party: Party, name: str = "Ruth Okafor", by: str = "", evidence: Evidence = EVIDENCE) -> Commitment:
    standing, happened = commitments.sign(party=party, typed_name=name, evidence=evidence, by=by or me(party), at=NOW)
    entries.record_all(happened)
    answer = standing.of(party).answer
    assert answer is not None
    return answer


def test_a_promise_keeps_its_evidence(party: Party) -> None:
    row = sign(party, "  Ruth Okafor ")

    version = party.agreement.statement.current
    assert version is not None
    found = Commitment.objects.values().get(pk=row.pk)
    assert found == {
        "id": row.pk,
        "party_id": party.pk,
        "number": 2,
        "version_id": version.pk,
        "signatory_id": party.signatory_id,
        "state": "signed",
        "at": NOW,
        "by": me(party),
        "reason": "",
        "deferred_until_on": None,
        "typed_name": "Ruth Okafor",
        "office_label": "Office 0",
        "organization": party.organization,
        "text_sha256": hashlib.sha256(version.text.encode()).hexdigest(),
        "address": "203.0.113.9",
        "user_agent": "A phone",
        "link_sent_to": "leader@example.org",
        "promises": [1],
        "channel": "link",
    }
    assert fresh(party).answer == row


def test_the_journal_tells_of_it_without_names_or_reasons(party: Party) -> None:
    commitments.decline(party=party, reason="Talks are open", by=me(party), at=NOW)

    entry = Entry.objects.get(kind="commitment.declined")
    assert (entry.subject, entry.by) == (f"party:{party.pk}", me(party))
    assert set(entry.data) == {"commitment", "number", "version", "for"}
    assert not hasattr(entry, "payload")


def test_promising_twice_is_one_promise(party: Party) -> None:
    assert sign(party) == sign(party, "Somebody Else")
    assert Commitment.objects.filter(state="signed").count() == 1


def test_only_the_holder_of_the_office_answers(party: Party) -> None:
    stranger = f"person:{parties_of(party.agreement)[1].signatory_id}"
    for answer in (
        lambda: sign(party, by=stranger),
        lambda: sign(party, by="user:1"),
        lambda: commitments.decline(party=party, reason="No", by=stranger, at=NOW),
        lambda: commitments.defer(party=party, until_on=date(2027, 5, 12), by=stranger, at=NOW),
        lambda: commitments.withdraw(party=party, reason="No", by=stranger, at=NOW),
    ):
        with pytest.raises(commitments.NotYourAnswer):
            answer()


def test_nobody_promises_unasked() -> None:
    party = parties_of(make_agreement())[0]

    with pytest.raises(commitments.NotInvited):
        sign(party)


def test_nobody_is_asked_for_a_text_that_is_not_written() -> None:
    party = parties_of(make_agreement(statement=make_statement(published=False)))[0]

    with pytest.raises(commitments.NotInvited):
        commitments.invite(party=party, by=BY, at=NOW)


def test_an_office_without_a_holder_is_not_asked() -> None:
    party = parties_of(make_agreement())[0]
    Party.objects.filter(pk=party.pk).update(signatory=None)

    with pytest.raises(commitments.SignatoryUnknown):
        commitments.invite(party=party, by=BY, at=NOW)


def test_a_decline_wants_a_reason_and_stands_until_it_is_opened_again(party: Party) -> None:
    with pytest.raises(commitments.ReasonMissing):
        commitments.decline(party=party, reason=" \n", by=me(party), at=NOW)
    row = commitments.decline(party=party, reason=" Talks are open ", by=me(party), at=NOW)
    assert row.reason == "Talks are open"

    with pytest.raises(commitments.AnswerDeclined):
        sign(party)
    commitments.invite(party=party, by=BY, at=NOW)

    assert sign(party).number == 4


def test_a_deferral_wants_a_day_to_come(party: Party) -> None:
    with pytest.raises(commitments.DateNotAhead):
        commitments.defer(party=party, until_on=NOW.date(), by=me(party), at=NOW)
    row = commitments.defer(party=party, until_on=NOW.date() + timedelta(days=1), by=me(party), at=NOW)

    assert (row.state, row.deferred_until_on) == ("deferred", date(2027, 3, 2))
    assert sign(party).state == "signed"


def test_a_withdrawn_promise_stays_on_record(party: Party) -> None:
    sign(party)
    commitments.withdraw(party=party, reason="I leave the office", by=me(party), at=NOW)

    assert list(party.commitments.order_by("number").values_list("state", flat=True)) == [
        "invited",
        "signed",
        "withdrawn",
    ]
    with pytest.raises(commitments.AnswerWithdrawn):
        sign(party)


def test_what_was_promised_cannot_be_declined(party: Party) -> None:
    sign(party)

    with pytest.raises(commitments.AlreadySigned):
        commitments.decline(party=party, reason="No", by=me(party), at=NOW)


def test_a_promise_that_counts_is_not_asked_away(party: Party) -> None:
    sign(party)

    with pytest.raises(commitments.AlreadySigned):
        commitments.invite(party=party, by=BY, at=NOW)


def test_an_office_that_changes_hands_is_superseded_then_asked_again(party: Party) -> None:
    sign(party)
    commitments.supersede(party=party, by=BY, at=NOW)
    with pytest.raises(commitments.AnswerNotPossible):
        sign(party)

    assert commitments.invite(party=party, by=BY, at=NOW).number == 4


@pytest.mark.parametrize(
    "name", ["", "   ", "...", "12", "A" * 201, "Ruth\x00", "Ruth\nOkafor", "\u202eRuth", "\ud800"]
)
def test_a_name_that_cannot_be_one_is_refused(name: str, party: Party) -> None:
    with pytest.raises(NameImplausible) as refused:
        sign(party, name)

    assert refused.value.field == "typed_name"
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("name", ["Ng", "José Ñuñez-O’Brien, Ed.D.", "王秀英", "A" * 200])
def test_a_name_is_kept_as_it_was_typed(name: str, party: Party) -> None:
    assert sign(party, name).typed_name == name


def test_an_editorial_change_lets_promises_stand(party: Party) -> None:
    sign(party)
    publish(party.agreement.statement, opening="We promise together:")

    assert fresh(party).has_signed
    assert party not in commitments.missing_parties(agreement=party.agreement)


def test_a_material_change_asks_again_and_keeps_the_old_promise(party: Party) -> None:
    old = sign(party)
    statement = publish(party.agreement.statement, opening="We promise more:", material=True)
    assert not fresh(party).has_signed
    assert fresh(party).answer.state == "invited"  # type: ignore[union-attr]
    assert party in commitments.missing_parties(agreement=party.agreement)

    row = sign(party)

    assert statement.current is not None
    assert (row.version, row.text_sha256) == (statement.current, statement.current.sha256)
    assert row.text_sha256 != old.text_sha256
    assert fresh(party).has_signed
    assert Commitment.objects.filter(pk=old.pk, state="signed", text_sha256=old.text_sha256).exists()


def test_a_promise_to_an_older_text_does_not_count_even_before_anybody_was_asked_again(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(party)
    monkeypatch.setattr(statements, "_ask_again", lambda version, **by_at: None)
    publish(party.agreement.statement, material=True)

    assert not fresh(party).has_signed
    assert party in commitments.missing_parties(agreement=party.agreement)
    assert segment_state(fresh(party)) == "asked_again"


def test_an_editorial_change_after_a_material_one_does_not_revive_older_promises(party: Party) -> None:
    sign(party)
    publish(party.agreement.statement, material=True)
    publish(party.agreement.statement)

    assert not fresh(party).has_signed
    assert party in commitments.missing_parties(agreement=party.agreement)


def test_each_promise_is_ticked_and_the_missing_one_is_named(party: Party) -> None:
    before = Commitment.objects.count()
    with pytest.raises(commitments.PromiseNotTicked) as refused:
        sign(party, evidence=replace(EVIDENCE, promises=()))

    assert refused.value.field == "promise_1"
    assert "“To attend together”" in str(refused.value.words)
    assert Commitment.objects.count() == before


@pytest.mark.parametrize("material", [True, False])
def test_a_text_that_changed_while_it_was_read_is_not_promised(party: Party, material: bool) -> None:
    read = party.agreement.statement.current_id
    publish(party.agreement.statement, opening="We promise more:", material=material)

    with pytest.raises(commitments.TextChanged):
        sign(party, evidence=replace(EVIDENCE, version_id=read))
    assert fresh(party).answer.state == "invited"
