"""The same visit, and the same highlight, twice at the same moment. And the proof that lock and constraint do it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from expo.domain import highlights, visits
from expo.models import Highlight, Visit
from expo.states import HighlightState
from journal.models import Entry
from tests.expo.day_factories import DURING, draft, highlight, me
from tests.expo.rota_factories import people, waved
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def meet_after(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, act: Any = None) -> None:
    """Both come past this function before either goes on, unless something keeps one of them out."""
    meeting, does = Meeting(), act or getattr(room, name)

    def act_and_wait(*args: Any, **kwargs: Any) -> Any:
        found = does(*args, **kwargs)
        meeting.wait()
        return found

    monkeypatch.setattr(room, name, act_and_wait)


def test_one_visit_sent_twice_at_once_and_another_tap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen that there is none; the constraint lets one in, and the other finds it."""
    ann = people(waved(make_convening(), teams=2))[0]
    tap = draft(note="Hello")
    meet_after(monkeypatch, visits, "_standing")
    ended = together(
        *(lambda one=one: visits.leave_visit(attendee=ann, draft=one, by=me(ann), at=DURING) for one in (tap, tap))
    )
    assert [type(end).__name__ for end in ended] == ["Visit", "Visit"]
    assert ended[0].pk == ended[1].pk
    assert (Visit.objects.count(), Entry.objects.filter(kind="visit.left").count()) == (1, 1)


def decide_twice(decide: Any) -> list[str]:
    row = highlight(people(waved(make_convening()))[0])
    ended = together(
        *(
            lambda to=to: decide(highlight=row, to=to, seen="held", by="user:1", at=DURING)
            for to in (HighlightState.SHOWN, HighlightState.REJECTED)
        )
    )
    return sorted(type(end).__name__ for end in ended)


def test_of_two_organizers_at_once_one_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, highlights, "_locked")
    assert decide_twice(highlights.decide_highlight) == ["Highlight", "HighlightChanged"]
    assert Entry.objects.filter(kind__in=("highlight.shown", "highlight.rejected")).count() == 1


def test_without_the_lock_both_believe_that_they_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    decide: Any = highlights.decide_highlight
    if connection.vendor == "sqlite":
        decide = decide.__wrapped__
    meet_after(monkeypatch, highlights, "_locked", lambda pk: Highlight.objects.get(pk=pk))
    assert decide_twice(decide) == ["Highlight", "Highlight"]


def test_nobody_has_more_waiting_than_three() -> None:
    ann = people(waved(make_convening()))[0]
    for number in range(2):
        highlight(ann, f"Number {number}")
    given = {"attendee": ann, "text": "One more", "by": me(ann), "at": DURING}
    ended = together(*(lambda: highlights.write_highlight(highlight_id=uuid4(), **given) for __ in range(3)))
    assert sorted(type(end).__name__ for end in ended) == ["Highlight", "HighlightsWait", "HighlightsWait"]
    assert Highlight.objects.count() == 3
