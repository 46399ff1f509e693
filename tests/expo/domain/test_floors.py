import pytest
from pytest_django import DjangoAssertNumQueries

from convenings.models import Convening
from expo.domain import assignment, drawing, floors, grids
from expo.domain import booths as drawn_booths
from expo.domain.plan import Patch, floor_of, found_in
from expo.models import Hall
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team


def grid(where: Hall, **over: int) -> list[tuple[int, int, int, list[str]]]:
    made = grids.make_booths(hall=where, **{"rows": 2, "columns": 3, **over}, by=BY, at=AT)
    return [(booth.number, booth.x, booth.y, booth.features) for booth in made]


def test_grid_numbers_rows_leaves_aisles_and_marks_corners(convening: Convening) -> None:
    assert grid(hall(convening), x=5, y=5, aisle=12) == [
        (101, 5, 5, ["corner"]), (102, 15, 5, []), (103, 25, 5, ["corner"]),
        (104, 5, 27, ["corner"]), (105, 15, 27, []), (106, 25, 27, ["corner"]),
    ]


def test_rows_back_to_back(convening: Convening) -> None:
    made = grid(hall(convening), rows=4, columns=1, rows_back_to_back=2)
    assert [y for __, __, y, __ in made] == [0, 10, 30, 40]


def test_booths_outside_on_each_other_or_with_a_number_twice_are_refused(convening: Convening) -> None:
    where = hall(convening)
    with pytest.raises(floors.BoothOutside):
        grid(where, columns=11)
    grid(where)
    with pytest.raises(drawing.BoothNumberTaken):
        grid(where, y=40, first_number=106, rows=1)
    with pytest.raises(drawing.BoothOverlaps):
        grid(where, x=25, first_number=201)
    assert where.booths.count() == 6


def test_hall_refusals(convening: Convening) -> None:
    where = hall(convening, "Hall A")
    with pytest.raises(floors.HallNameTaken):
        hall(convening, "Hall A")
    with pytest.raises(floors.HallClosesTooEarly):
        hall(convening, "Hall B", closes_at=where.opens_at)
    grid(where)
    with pytest.raises(floors.BoothOutside):
        floors.change_hall(
            hall=where, name="A", width=20, depth=60, opens_at=where.opens_at, closes_at=where.closes_at, by=BY, at=AT
        )


def test_a_booth_in_use_stays(convening: Convening) -> None:
    first, second = booths(hall(convening), "", "")
    assignment.place_team(booth=first, team=make_team(convening, "confirmed"), by=BY, at=AT)
    with pytest.raises(drawing.BoothInUse):
        drawn_booths.remove_booth(booth=first, by=BY, at=AT)
    drawn_booths.remove_booth(booth=second, by=BY, at=AT)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (30, [("Help and badges", 62)]),
        (13, [("Help and", 54), ("badges", 70)]),
        (1, [("Help", 46), ("and", 62), ("badges", 78)]),
    ],
)
def test_the_name_of_a_place_stays_within_it(width: int, lines: list[tuple[str, int]]) -> None:
    patch = Patch("place", "Help and badges", x=0, y=6 * 6, width=6 * width, depth=7 * 6)
    assert patch.lines == lines
    assert Patch("aisle", "", 0, 0, 60, 60).lines == []


@pytest.mark.parametrize("teams", [1, 3])
def test_floor_as_data(convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, teams: int) -> None:
    where = hall(convening)
    booths(where, "power corner", "", "", "")
    for n in range(teams):
        # the factory's place is "Mesa 10" after ten teams of other tests: its numbers are not to be found here
        make_team(convening, "confirmed", name=f"Mañana {n}", place_name="Mesa", focus_text="Peer review")
    assignment.assign_booths(hall=where, by=BY, at=AT)
    with django_assert_num_queries(5):
        plan = floor_of(where)
    assert (len(plan.taken), len(plan.free)) == (teams, 4 - teams)
    assert plan.stands[0].offers == "power, corner"
    assert plan.taken[0].focus == "Peer review"
    assert [stand.team for stand in found_in(plan, "manana PEER 0 oh")] == ["Mañana 0"]
