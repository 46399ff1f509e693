from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.differences import Piece, difference, words


@dataclass
class Typed:
    opening: str = "We promise."
    promises: tuple[dict[str, str], ...] = ({"title": "To come", "text": "On May 26 and 27, 2027"},)
    closing: str = "No contract."


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("as it was", "as it was", [("same", "as it was")]),
        ("May 26 and 27, 2027", "May 26 and 28, 2027", [
            ("same", "May 26 and "), ("removed", "27"), ("added", "28"), ("same", ", 2027"),
        ]),
        ("a plan", "a plan, and show it", [("same", "a plan"), ("added", ", and show it")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("one  space", "one space", [("same", "one space")]),
        ("the board’s turn", "the union’s turn", [
            ("same", "the "), ("removed", "board’s "), ("added", "union’s "), ("same", "turn"),
        ]),
    ],
)  # fmt: skip
def test_words(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in words(before, after)] == pieces


@given(st.text(), st.text())
def test_nothing_is_lost_or_made_up(before: str, after: str) -> None:
    def joined(*kinds: str) -> str:
        return "".join("".join(piece.text.split()) for piece in words(before, after) if piece.kind in kinds)

    assert joined("same", "added") == "".join(after.split())
    assert joined("same", "removed") == "".join(before.split())


def test_promises_are_compared_by_number_and_one_more_is_all_new() -> None:
    more = Typed(promises=(Typed.promises[0], {"title": "To share", "text": "What we learn"}))

    found = difference(before=Typed(), after=more)

    assert [promise.changed for promise in found.promises] == [False, True]
    assert found.promises[1].title == (Piece("added", "To share"),)
    assert (found.opening.changed, found.closing.changed, found.changed) == (False, False, True)
    assert not difference(before=Typed(), after=Typed()).changed
