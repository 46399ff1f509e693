"""What counts as an editorial change of the statement: a few words since somebody was last asked."""

from typing import Any

import pytest

from agreements.models import StatementVersion
from convenings.domain import statements
from convenings.models import Convening
from tests.registration.factories import BY, CLOSING, NOW, OPENING, PROMISES, make_convening

pytestmark = pytest.mark.django_db
PAY = {"title": "To pay", "text": "We pay the organizers a great deal of money, each of us in each year"}
MOST = statements.EDITORIAL_MOST


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def revise(convening: Convening, **over: Any) -> StatementVersion:
    convening.refresh_from_db()
    current = StatementVersion.objects.filter(statement=convening.statement_id).latest("number")
    text = {"opening": current.opening, "promises": current.promises, "closing": current.closing}
    given = {"based_on": current.pk, "material": False, "note": "", "by": BY, "at": NOW}
    return statements.revise_statement(convening=convening, **{**text, **given, **over})


def added(words: int) -> dict[str, str]:
    return {"closing": f"{CLOSING} {' '.join(['word'] * words)}"}


def test_a_few_words_are_editorial_and_one_more_is_not(convening: Convening) -> None:
    with pytest.raises(statements.NotEditorial) as refused:
        revise(convening, **added(MOST + 1))
    assert "11 words differ" in str(refused.value.words)
    assert revise(convening, **added(MOST)).number == 2


@pytest.mark.parametrize(
    "change",
    [
        {"opening": " ".join(f"other{n}" for n in range(20))},
        {"promises": [PAY, *PROMISES[1:]]},
        {"promises": [*PROMISES, PAY]},
        {"promises": PROMISES[:1]},
        {"closing": "王小明 " * 30},
    ],
    ids=["opening", "a promise", "one more", "fewer", "closing"],
)
def test_whatever_part_it_is_in(convening: Convening, change: dict[str, Any]) -> None:
    with pytest.raises(statements.NotEditorial):
        revise(convening, **change)
    assert StatementVersion.objects.filter(statement=convening.statement_id).count() == 1


def test_small_changes_add_up_until_somebody_is_asked(convening: Convening) -> None:
    revise(convening, **added(6))
    with pytest.raises(statements.NotEditorial):
        revise(convening, **added(12))
    revise(convening, **added(12), material=True, note="Longer")
    assert revise(convening, **added(18)).number == 4


def test_signs_and_spaces_are_no_words_and_an_exchange_counts_once(convening: Convening) -> None:
    swapped = " ".join("x" if n < MOST else word for n, word in enumerate(OPENING.split()))
    assert revise(convening, opening=f"{swapped} -- ; …").number == 2


def test_who_owns_the_convening_may_and_material_is_never_bounded(convening: Convening) -> None:
    assert revise(convening, **added(40), may_reword=True).number == 2
    assert revise(convening, **added(90), material=True, note="New").number == 3
