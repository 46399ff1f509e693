import pytest

from convenings.models import Convening
from expo.domain import booths as drawn
from expo.domain.booth_import import BoothImport, table_of
from expo.domain.drawing import newest_step
from expo.models import Hall
from jobs.domain.imports import Plan, apply_plan, plan_import
from jobs.domain.tables import FileRefused
from tests.expo.factories import AT, BY, booths, hall

HEAD = "Number,X,Y,Width,Depth,Zone,For,Features\n"


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening)
    booths(made, "power", "", "")
    return made


def kind(where: Hall, seen: int | None = None) -> BoothImport:
    return BoothImport({"hall": where.pk, "seen": newest_step(where) if seen is None else seen}, BY)


def plan(where: Hall, text: str, seen: int | None = None) -> Plan:
    return plan_import(kind=kind(where, seen), data=text.encode(), options={})


def bad(where: Hall, text: str, seen: int | None = None) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, str(row.words)) for row in plan(where, text, seen).bad]


def test_what_was_taken_away_and_sent_again_changes_nothing(where: Hall) -> None:
    drawn.change_booth(booth=where.booths.get(number=102), zone="=Đặng O'Brien", features=["screen"], by=BY, at=AT)
    again = plan(where, table_of(where).decode("utf-8-sig"))
    assert (again.changes, again.unchanged, again.bad) == ((), 3, ())


def test_a_file_is_shown_and_then_drawn_in_one_step(where: Hall) -> None:
    text = HEAD + "101,50,20,20,10,By the stage,partners,screen power\n201,0,30,,,,,\n"
    found = plan(where, text)
    assert (len(found.new), len(found.changed), found.gone, found.bad) == (1, 1, ("102", "103"), ())
    steps = where.steps.count()
    apply_plan(kind=kind(where), plan=found, progress=lambda done, total: None, at=AT)
    one, other = where.booths.get(number=101), where.booths.get(number=201)
    assert (one.x, one.width, one.zone, one.use) == (50, 20, "By the stage", "partners")
    assert one.features == ["power", "screen"]
    assert (other.width, other.use) == (10, "teams")
    assert where.steps.count() == steps + 1
    assert plan(where, text).changes == ()
    drawn.undo_step(hall=where, by=BY, at=AT)
    assert sorted(where.booths.values_list("number", "x")) == [(101, 0), (102, 10), (103, 20)]


def test_all_booths_may_move_at_once(where: Hall) -> None:
    shifted = plan(where, HEAD + "101,10,0,,,,,power\n102,20,0,,,,,\n103,30,0,,,,,\n")
    assert (len(shifted.changed), shifted.bad) == (3, ())


def test_bad_rows_are_named_by_line(where: Hall) -> None:
    text = HEAD + (
        "x,1,1,,,,,\n301,-1,0,,,,,\n302,0,20,,,,somebody,\n303,0,30,,,,,light\n304,95,20,,,,,\n"
        "305,15,5,,,,,\n306,50,40,,,,,\n307,55,45,,,,,\n306,70,40,,,,,\n"
    )
    assert [(line, column) for line, column, __ in bad(where, text)] == [
        (2, "NUMBER"), (3, "X"), (4, "FOR"), (5, "FEATURES"), (6, "X"), (7, "X"), (9, "X"), (10, "NUMBER"),
    ]  # fmt: skip
    words = {line: words for line, __, words in bad(where, text)}
    assert words[6] == "It would stand outside the hall, which is 100 by 60 feet."
    assert words[7] == "It would stand on booth 102."
    assert words[9] == "It would stand on booth 306."


def test_a_row_that_relies_on_a_bad_one_is_bad_too(where: Hall) -> None:
    """102 would go where 103 stands, and 103 cannot leave."""
    text = HEAD + "103,200,0,,,,,\n102,20,0,,,,,\n"
    assert [(line, words.split(",")[0]) for line, __, words in bad(where, text)] == [
        (2, "It would stand outside the hall"), (3, "It would stand on booth 103."),
    ]  # fmt: skip


def test_what_somebody_changed_since_the_file_was_sent_is_not_overwritten(where: Hall) -> None:
    seen = newest_step(where)
    drawn.change_booth(booth=where.booths.get(number=101), x=40, by="user:77", at=AT)
    found = bad(where, HEAD + "101,60,0,,,,,power\n102,70,0,,,,,\n", seen)
    assert [(line, words.split(". ")[0]) for line, __, words in found] == [
        (2, "Somebody has changed booth 101 meanwhile: place was 0, 0, is 40, 0"),
    ]


def test_a_file_of_far_too_many_booths_is_refused(where: Hall) -> None:
    with pytest.raises(FileRefused, match="More than 2000 booths"):
        plan(where, HEAD + "".join(f"{number},0,0,,,,,\n" for number in range(1, 2003)))
