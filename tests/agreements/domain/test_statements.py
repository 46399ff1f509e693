import hashlib

import pytest

from agreements.domain import statements
from agreements.models import StatementVersion
from tests.agreements.factories import BY, NOW, PROMISES, make_statement, publish

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


@pytest.mark.parametrize("empty", [{"opening": " "}, {"closing": ""}, {"promises": []}])
def test_an_empty_text_is_refused(empty: dict[str, object]) -> None:
    statement = make_statement(published=False)
    text = {"opening": "We", "promises": PROMISES, "closing": "End."} | empty

    with pytest.raises(statements.TextEmpty):
        statements.publish_version(statement=statement, **text, by=BY, at=NOW)  # type: ignore[arg-type]


def test_a_text_that_nobody_reads_on_a_phone_is_refused() -> None:
    with pytest.raises(statements.TextTooLong):
        publish(make_statement(), opening="x" * 20_001)
