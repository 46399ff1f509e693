"""Two tabs save at the same moment: one whole answer stands. And the proof that the lock does it."""

from typing import Any

import pytest
from django.db import connection

from breakouts.domain import choices
from breakouts.domain.choices import Wish, wishes_of
from registration.models import Attendee
from tests.breakouts.choice_factories import members, rounds
from tests.breakouts.factories import BY
from tests.harness.threads import Meeting, together
from tests.registration.factories import NOW, make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def race(monkeypatch: pytest.MonkeyPatch, save: Any) -> tuple[list[Any], bool]:
    """What both calls gave, and whether one of the two answers stands whole.

    Both have taken away what stood before either writes, unless a lock keeps one of them out.
    """
    ((one, two, three),) = rounds(convening := make_convening())
    (ann, __) = members(convening)
    answers = [Wish(one.slot_id, (one.pk, two.pk)), Wish(one.slot_id, (three.pk,), frozenset({two.pk}))]
    meeting, rows = Meeting(), choices._rows

    def meet_first(*args: Any) -> Any:
        meeting.wait()
        return rows(*args)

    monkeypatch.setattr(choices, "_rows", meet_first)
    ended = together(*(lambda wish=wish: save(attendee=ann, wishes=[wish], by=BY, at=NOW) for wish in answers))
    return ended, wishes_of(ann)[one.slot_id] in answers


def test_one_whole_answer_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert race(monkeypatch, choices.choose) == ([None, None], True)


def test_without_the_lock_one_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    save: Any = choices.choose
    if connection.vendor == "sqlite":
        save = save.__wrapped__
    else:
        people = Attendee.objects.select_related("convening")
        monkeypatch.setattr(choices, "locked_chooser", lambda pk: people.get(pk=pk))
    ended, __ = race(monkeypatch, save)
    assert sorted(type(end).__name__ for end in ended) == ["IntegrityError", "NoneType"]
