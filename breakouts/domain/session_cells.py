"""What a session asks for, as cells of a file say it: read strictly, and written in the same form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from agreements.states import Side
from breakouts.domain.terms import CONTRARY, MOST_PEOPLE, Terms, terms_of
from breakouts.models import Session
from breakouts.states import Feature, SetUp
from jobs.domain.imports import RowRefused, Values
from jobs.domain.tables import Row

SEPARATOR = "; "
FIELDS = {
    "FOR": "audience", "TRACK": "track", "NEEDS": "needs", "SETUP": "set_up", "TOPIC": "topic", "DEMAND": "demand",
    "LEAST": "least", "MOST": "most",
}  # fmt: skip
TITLES = {
    "audience": _("for"), "track": _("track"), "needs": _("needs"), "set_up": _("set-up"), "topic": _("topic"),
    "demand": _("people expected"), "least": _("people at least"), "most": _("people at most"),
}  # fmt: skip


def split(text: str) -> list[str]:
    """The parts of a cell, between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def facts_of(session: Session) -> dict[str, str]:
    """How a session stands, in the form of the readers."""
    people = {name: getattr(session, name) for name in ("demand", "least", "most")}
    return {
        "audience": SEPARATOR.join(session.audience), "track": session.track, "needs": SEPARATOR.join(session.needs),
        "set_up": session.set_up, "topic": session.topic,
        **{name: "" if number is None else str(number) for name, number in people.items()},
    }  # fmt: skip


def terms_with(session: Session, facts: Mapping[str, Any]) -> Terms:
    """The terms of a session with these facts; what it comes after stays."""
    people = {name: int(facts[name]) if facts[name] else None for name in ("demand", "least", "most")}
    return replace(
        terms_of(session), audience=tuple(split(facts["audience"])), track=facts["track"],
        needs=tuple(split(facts["needs"])), set_up=facts["set_up"], topic=facts["topic"], **people,
    )  # fmt: skip


def refuse_contrary(facts: Mapping[str, Any]) -> None:
    """Numbers that do not go together, from wherever each came. Refuses the row."""
    if facts["least"] and facts["most"] and int(facts["least"]) > int(facts["most"]):
        raise RowRefused(CONTRARY, field="LEAST")


def read_terms(row: Row) -> Values:
    """What the row says of them, column by column. Refuses the row where a cell cannot be read."""
    return {field: READERS[field](row, column) for column, field in FIELDS.items() if column in row.cells}


def _some_of(values: Iterable[str]) -> Callable[[Row, str], str]:
    known = list(values)

    def read(row: Row, column: str) -> str:
        chosen = {part.lower() for part in split(row.get(column))}
        if chosen - set(known):
            raise RowRefused(_("Some of %(known)s.") % {"known": ", ".join(known)}, field=column)
        return SEPARATOR.join(value for value in known if value in chosen)

    return read


def _set_up(row: Row, column: str) -> str:
    wanted = fold(row.get(column))
    if wanted not in ("", *SetUp.values):
        raise RowRefused(_("One of %(known)s.") % {"known": ", ".join(SetUp.values)}, field=column)
    return wanted


def _words(longest: int) -> Callable[[Row, str], str]:
    return lambda row, column: " ".join(row.get(column).lstrip("'").split())[:longest]


def _people(smallest: int) -> Callable[[Row, str], str]:
    def read(row: Row, column: str) -> str:
        text = row.get(column).strip()
        if not text:
            return ""
        if not (text.isascii() and text.isdigit() and len(text) < 10 and smallest <= int(text) <= MOST_PEOPLE):
            words = _("A number of people up to %(most)s, or nothing.") % {"most": MOST_PEOPLE}
            raise RowRefused(words, field=column)
        return str(int(text))

    return read


READERS: Mapping[str, Callable[[Row, str], str]] = {
    "audience": _some_of(Side.values), "track": _words(60), "needs": _some_of(Feature.values), "set_up": _set_up,
    "topic": _words(100), "demand": _people(0), "least": _people(0), "most": _people(1),
}  # fmt: skip
EMPTY = dict.fromkeys(READERS, "")
