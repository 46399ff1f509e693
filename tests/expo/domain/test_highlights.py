"""Highlights are read before they show, in every pair of states; nobody's name without consent."""

import itertools
from uuid import uuid4

import pytest

from expo.domain.highlights import (
    HighlightChanged,
    HighlightGone,
    HighlightIdReused,
    HighlightsWait,
    HighlightTakenBack,
    OrganizersDecide,
    decide_highlight,
    take_back,
    wall_of,
    write_highlight,
)
from expo.domain.short_texts import TextRefused
from expo.domain.standing_booths import NotYourself
from expo.models import Hall, Highlight
from expo.states import HIGHLIGHT_TRANSITIONS, HighlightState
from journal.models import Entry
from registration.models import Attendee
from tests.expo.day_factories import BY, DURING, highlight, listed, me, minor
from tests.expo.rota_factories import people, waved
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
HELD, SHOWN, REJECTED = HighlightState


@pytest.fixture
def where() -> Hall:
    return waved(make_convening())


@pytest.fixture
def ann(where: Hall) -> Attendee:
    return people(where)[0]


def test_a_new_one_waits_and_the_wall_is_empty(where: Hall, ann: Attendee) -> None:
    row = highlight(ann, "Two\n  lines\tof it")
    assert (row.state, row.text) == (HELD, "Two lines of it")
    assert wall_of(where.convening, most=6) == []
    assert "lines" not in str(Entry.objects.get(kind="highlight.written").data)


@pytest.mark.parametrize(("begin", "to"), list(itertools.permutations(HighlightState, 2)))
def test_every_pair_of_states_is_allowed(where: Hall, ann: Attendee, begin: HighlightState, to: HighlightState) -> None:
    assert to in HIGHLIGHT_TRANSITIONS[begin]
    row = highlight(ann, state=begin)
    decide_highlight(highlight=row, to=to, seen=begin, by=BY, at=DURING)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.decided_at) == (to, BY, DURING)
    assert [one.id for one in wall_of(where.convening, most=6)] == ([row.pk] if to == SHOWN else [])


def test_the_same_decision_twice_is_harmless_another_is_refused(ann: Attendee) -> None:
    row = highlight(ann)
    for __ in range(2):
        decide_highlight(highlight=row, to=SHOWN, seen=HELD, by=BY, at=DURING)
    assert Entry.objects.filter(kind="highlight.shown").count() == 1
    with pytest.raises(HighlightChanged):
        decide_highlight(highlight=row, to=REJECTED, seen=HELD, by=BY, at=DURING)


def test_attendees_do_not_decide(ann: Attendee) -> None:
    row = highlight(ann)
    for by in (me(ann), "system", ""):
        with pytest.raises(OrganizersDecide):
            decide_highlight(highlight=row, to=SHOWN, seen=HELD, by=by, at=DURING)


def test_the_newest_decision_stands_first_and_the_screen_holds_so_many(where: Hall, ann: Attendee) -> None:
    rows = [highlight(ann, f"Number {n}", SHOWN) for n in range(3)]
    assert [one.text for one in wall_of(where.convening, most=2)] == ["Number 2", "Number 1"]
    assert wall_of(make_convening(), most=6) == []
    assert len(rows) == 3


def test_by_name_only_with_consent(where: Hall, ann: Attendee) -> None:
    highlight(ann, state=SHOWN)
    assert wall_of(where.convening, most=1)[0].author == "Somebody of Team 101"
    listed(ann)
    assert wall_of(where.convening, most=1)[0].author == f"{ann.person.name}, Team 101"
    minor(ann)
    assert wall_of(where.convening, most=1)[0].author == "Somebody of Team 101"


def test_three_wait_at_most(ann: Attendee) -> None:
    first, *__ = [highlight(ann, f"Number {n}") for n in range(3)]
    with pytest.raises(HighlightsWait):
        highlight(ann)
    decide_highlight(highlight=first, to=REJECTED, seen=HELD, by=BY, at=DURING)
    assert highlight(ann).state == HELD


def test_sent_again_it_is_the_same(where: Hall, ann: Attendee) -> None:
    given = {"highlight_id": uuid4(), "at": DURING}
    first = write_highlight(attendee=ann, text="One", by=me(ann), **given)
    assert write_highlight(attendee=ann, text="One", by=me(ann), **given).pk == first.pk
    with pytest.raises(HighlightIdReused):
        write_highlight(attendee=ann, text="Two", by=me(ann), **given)
    bob = people(where)[1]
    with pytest.raises(HighlightIdReused):
        write_highlight(attendee=bob, text="One", by=me(bob), **given)


@pytest.mark.parametrize("text", ["", "  ", "x" * 141, "a\x07b", "\u2066evil"])
def test_texts_that_are_refused(ann: Attendee, text: str) -> None:
    with pytest.raises(TextRefused):
        highlight(ann, text)


def test_its_author_takes_it_back_for_good(where: Hall, ann: Attendee) -> None:
    row = highlight(ann, state=SHOWN)
    bob = people(where)[1]
    with pytest.raises(HighlightGone):
        take_back(attendee=bob, highlight=row.pk, by=me(bob), at=DURING)
    with pytest.raises(NotYourself):
        take_back(attendee=ann, highlight=row.pk, by=me(bob), at=DURING)
    for __ in range(2):
        take_back(attendee=ann, highlight=row.pk, by=me(ann), at=DURING)
    assert wall_of(where.convening, most=6) == []
    with pytest.raises(HighlightTakenBack):
        decide_highlight(highlight=row, to=SHOWN, seen=REJECTED, by=BY, at=DURING)
    with pytest.raises(HighlightGone):
        take_back(attendee=ann, highlight=10**18, by=me(ann), at=DURING)


def test_one_that_was_rejected_is_not_shown_once_its_author_took_it_back(ann: Attendee) -> None:
    row = highlight(ann, state=REJECTED)
    take_back(attendee=ann, highlight=row.pk, by=me(ann), at=DURING)
    with pytest.raises(HighlightTakenBack):
        decide_highlight(highlight=row, to=SHOWN, seen=REJECTED, by=BY, at=DURING)
    assert Highlight.objects.get().state == REJECTED
