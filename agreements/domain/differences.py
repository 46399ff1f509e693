"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, Protocol

_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Passage:
    """One part of a statement, with what changed in it. `title`: of a promise."""

    pieces: tuple[Piece, ...]
    title: tuple[Piece, ...] = ()

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in (*self.title, *self.pieces))


@dataclass(frozen=True)
class Difference:
    """Two versions of a statement, part by part."""

    opening: Passage
    promises: tuple[Passage, ...]
    closing: Passage

    @property
    def changed(self) -> bool:
        return any(part.changed for part in (self.opening, *self.promises, self.closing))


_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def words_changed(found: Difference) -> int:
    """How many words came or went; one word in the place of another counts once."""
    parts = (found.opening, *found.promises, found.closing)
    return sum(_changed(pieces) for part in parts for pieces in (part.title, part.pieces))


def _changed(pieces: Sequence[Piece]) -> int:
    counts = {kind: sum(len(_WORD.findall(p.text)) for p in pieces if p.kind == kind) for kind in ("added", "removed")}
    return max(counts.values())


class Text(Protocol):
    """A statement's text in its parts: a version, or what somebody typed."""

    @property
    def opening(self) -> str: ...
    @property
    def promises(self) -> Sequence[dict[str, str]]: ...
    @property
    def closing(self) -> str: ...


def difference(*, before: Text, after: Text) -> Difference:
    """What changed from one text to the other; promises are compared by their number."""
    pairs = zip_longest(before.promises, after.promises, fillvalue={"title": "", "text": ""})
    return Difference(
        opening=Passage(words(before.opening, after.opening)),
        promises=tuple(
            Passage(pieces=words(old["text"], new["text"]), title=words(old["title"], new["title"]))
            for old, new in pairs
        ),
        closing=Passage(words(before.closing, after.closing)),
    )


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The texts as one, in pieces. Space alone is no difference."""
    old, new = _TOKEN.findall(before.strip()), _TOKEN.findall(after.strip())
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [t.strip() for t in old], [t.strip() for t in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("removed", "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("added", "".join(new[j1:j2]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without pieces of space alone."""
    for piece in pieces:
        if piece.kind == "same" or piece.text.strip():
            yield piece
