import hashlib

import pytest

from agreements.domain import commitments, statements
from agreements.models import StatementVersion
from agreements.states import Side
from tests.agreements.domain.test_rings import sign
from tests.agreements.factories import BY, NOW, PROMISES, make_agreement, make_statement, parties_of, publish

pytestmark = pytest.mark.django_db


def test_a_version_holds_the_text_that_is_read_and_its_fingerprint() -> None:
    version = make_statement().current
    assert version is not None
    assert version.text == "We promise:\n\n1. To attend together. We come as one team\n\nNo contract."
    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()
    assert (version.number, version.counts_from) == (1, 1)


def test_versions_count_on_and_say_from_where_promises_count() -> None:
    statement = make_statement()
    for material in (False, True, False, True):
        publish(statement, material=material)

    found = StatementVersion.objects.order_by("number").values_list("number", "counts_from")
    assert list(found) == [(1, 1), (2, 1), (3, 3), (4, 3), (5, 5)]


def test_a_change_that_touches_some_sides_ends_their_promises_alone() -> None:
    agreement = make_agreement()
    union, district = parties_of(agreement)[:2]
    for party in (union, district):
        commitments.invite(party=party, by=BY, at=NOW)
        sign(party)

    version = publish(agreement.statement, material=True, sides=["district", "union"]).current
    assert version is not None
    assert (version.counts_from, version.asked_sides, version.is_material) == (1, ["union", "district"], True)
    assert [party.has_signed for party in parties_of(agreement)[:2]] == [False, False]

    for party in parties_of(agreement)[:2]:
        sign(party)
    version = publish(agreement.statement, material=True, sides=["district"]).current
    assert version is not None
    assert (version.counts_from, version.asked_in_words) == (1, "district")
    assert [party.has_signed for party in parties_of(agreement)[:2]] == [True, False]
    assert [party.answer.state for party in parties_of(agreement)[:2]] == ["signed", "invited"]  # type: ignore[union-attr]

    publish(agreement.statement, material=True, sides=list(Side))
    publish(agreement.statement, material=False, sides=["union"])
    found = StatementVersion.objects.order_by("number").values_list("counts_from", "asked_sides")
    assert list(found)[3:] == [(4, []), (4, [])]


@pytest.mark.parametrize("sides", [[], ["moon"], ["union", "moon"]])
def test_sides_that_are_none_are_refused(sides: list[str]) -> None:
    with pytest.raises(statements.SidesUnknown):
        publish(make_statement(), material=True, sides=sides)


@pytest.mark.parametrize("empty", [{"opening": " "}, {"closing": ""}, {"promises": []}])
def test_an_empty_text_is_refused(empty: dict[str, object]) -> None:
    statement = make_statement(published=False)
    text = {"opening": "We", "promises": PROMISES, "closing": "End."} | empty

    with pytest.raises(statements.TextEmpty):
        statements.publish_version(statement=statement, **text, by=BY, at=NOW)  # type: ignore[arg-type]


def test_a_text_that_nobody_reads_on_a_phone_is_refused() -> None:
    with pytest.raises(statements.TextTooLong):
        publish(make_statement(), opening="x" * 20_001)
