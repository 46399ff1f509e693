from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.programme import programme_of, rows_of
from breakouts.states import SessionKind
from convenings.models import Convening
from tests.breakouts.factories import a_day, placed, room, session, slot

THURSDAY = date(2027, 5, 27)


def test_a_day_as_pages_show_it(convening: Convening) -> None:
    a_day(convening)
    session(convening, "Not yet")
    sheet = programme_of(convening)
    day = sheet.day(THURSDAY)
    assert day is not None
    assert [day.on for day in sheet.days] == [THURSDAY]
    assert [(column.slot.label, column.shared) for column in day.columns] == [
        ("Breakfast", True), ("Breakouts A", False), ("Breakouts B", False),
    ]
    assert [row.room.name for row in day.rows] == ["201", "202"]
    assert [[cell.session and cell.session.title for cell in row.cells] for row in day.rows] == [
        [None, "Talk 201 0", "Talk 201 1"], [None, "Talk 202 0", "Talk 202 1"],
    ]
    assert [line.title for line in sheet.unplaced] == ["Not yet"]
    assert [row.room.name for row in rows_of(sheet.rooms, day.columns)] == ["Ballroom", "201", "202"]
    assert day.columns[1].sessions[0].by == "Union Terminal"
    assert sheet.session(sheet.unplaced[0].id) == sheet.unplaced[0]


def test_over_midnight_belongs_to_the_day_it_begins(convening: Convening) -> None:
    placed(room(convening), slot(convening, 22, day=26, minutes=150), "Late", kind=SessionKind.GATHERING)
    (day,) = programme_of(convening).days
    assert (day.on, day.columns[0].slot.ends_next_day) == (date(2027, 5, 26), True)


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements_do_not_grow(
    convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    a_day(convening, rooms=rooms)
    with django_assert_num_queries(4):
        programme_of(convening)
