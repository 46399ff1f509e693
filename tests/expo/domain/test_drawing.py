import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.models import Convening
from expo.domain import assignment, booths, drawing, grids
from expo.domain.drawing import BoothChanged, BoothGone, BoothInUse, BoothOverlaps, newest_step
from expo.models import Booth, BoothChange, FloorStep, Hall, PartnerStand
from expo.states import StepKind
from tests.expo.factories import AT, BY, hall
from tests.expo.factories import booths as make
from tests.registration.factories import make_team

JUNE, BEN = "user:1", "user:2"


def numbers(where: Hall) -> dict[int, tuple[int, int]]:
    return {booth.number: (booth.x, booth.y) for booth in where.booths.all()}


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening)
    make(made, "power", "", "")
    return made


def test_a_booth_changes_only_in_what_is_said(where: Hall) -> None:
    booth = where.booths.get(number=101)
    changed = booths.change_booth(booth=booth, x=40, y=20, by=BY, at=AT)
    assert (changed.x, changed.y, changed.features, changed.number) == (40, 20, ["power"], 101)
    step = FloorStep.objects.latest("pk")
    assert (step.kind, changed.version) == (StepKind.MOVED, step.pk)
    assert step.changes.get().before["x"] == 0


def test_the_slower_of_two_is_told_who_changed_what(where: Hall) -> None:
    ben = User.objects.create_user("ben@example.org", name="Ben O'Brien-Nuñez")
    seen = newest_step(where)
    booth = where.booths.get(number=102)
    booths.change_booth(booth=booth, x=40, seen=seen, by=f"user:{ben.pk}", at=AT)
    booths.change_booth(booth=booth, zone="Đặng 王小明", by=f"user:{ben.pk}", at=AT)
    with pytest.raises(BoothChanged) as refused:
        booths.change_booth(booth=booth, x=60, seen=seen, by=JUNE, at=AT)
    assert str(refused.value) == (
        "Ben O'Brien-Nuñez has changed booth 102 meanwhile: place was 10, 0, is 40, 0; zone was –, is Đặng 王小明."
        " Nothing was changed now; look, and do it again."
    )
    assert numbers(where)[102] == (40, 0)
    other = where.booths.get(number=103)
    assert booths.change_booth(booth=other, x=60, seen=seen, by=JUNE, at=AT).x == 60  # nobody touched that one


def test_who_changes_a_removed_booth_is_told_who_removed_it(where: Hall) -> None:
    booth = where.booths.get(number=102)
    seen = newest_step(where)
    booths.remove_booth(booth=where.booths.get(number=102), by="system", at=AT)
    with pytest.raises(BoothGone) as refused:
        booths.change_booth(booth=booth, x=60, seen=seen, by=JUNE, at=AT)
    assert str(refused.value).startswith("Accord has removed booth 102 meanwhile.")
    with pytest.raises(BoothGone):
        booths.remove_booth(booth=Booth(pk=10**9, hall=where), by=JUNE, at=AT)


def test_own_steps_do_not_stand_in_the_way_of_a_command_for_several(where: Hall) -> None:
    seen = newest_step(where)
    booths.change_booth(booth=where.booths.get(number=101), x=50, by=JUNE, at=AT)
    order = {"hall": where, "numbers": [101, 102, 103], "columns": 2, "x": 10, "y": 10, "seen": seen, "at": AT}
    with pytest.raises(BoothChanged):
        grids.align_booths(**order, by=BEN)
    grids.align_booths(**order, aisle=12, by=JUNE)
    assert numbers(where) == {101: (10, 10), 102: (20, 10), 103: (10, 32)}


def test_booths_swap_numbers_in_one_step(where: Hall) -> None:
    one, other = where.booths.filter(number__lt=103)
    booths.change_booths(
        hall=where, changes={one.pk: {"number": 102}, other.pk: {"number": 101}}, kind=StepKind.CHANGED, by=BY, at=AT
    )
    assert numbers(where) == {101: (10, 0), 102: (0, 0), 103: (20, 0)}


def test_undo_goes_back_step_by_step_and_a_removed_booth_keeps_its_id(where: Hall) -> None:
    booth = where.booths.get(number=103)
    booths.change_booth(booth=booth, x=50, features=["screen"], by=JUNE, at=AT)
    booths.remove_booth(booth=booth, by=JUNE, at=AT)
    booths.undo_step(hall=where, by=JUNE, at=AT)
    back = where.booths.get(number=103)
    assert (back.pk, back.code, back.x, back.features) == (booth.pk, booth.code, 50, ["screen"])  # signs lead there
    booths.undo_step(hall=where, by=JUNE, at=AT)
    assert numbers(where)[103] == (20, 0)
    for __ in range(3):  # the three that the factory made
        booths.undo_step(hall=where, by=JUNE, at=AT)
    assert not where.booths.exists()
    with pytest.raises(booths.NothingToUndo):
        booths.undo_step(hall=where, by=JUNE, at=AT)


def test_undo_never_takes_back_what_somebody_else_drew(where: Hall) -> None:
    booth = where.booths.get(number=103)
    booths.change_booth(booth=booth, x=50, by=JUNE, at=AT)
    booths.change_booth(booth=booth, x=70, by=BEN, at=AT)
    with pytest.raises(booths.StepOverdrawn):
        booths.undo_step(hall=where, by=JUNE, at=AT)
    assert numbers(where)[103] == (70, 0)


def test_a_refused_step_leaves_nothing_behind(where: Hall) -> None:
    where.refresh_from_db(fields=["version"])
    before = (numbers(where), BoothChange.objects.count(), where.version)
    with pytest.raises(BoothOverlaps):
        booths.change_booth(booth=where.booths.get(number=101), x=15, by=BY, at=AT)
    where.refresh_from_db(fields=["version"])
    assert (numbers(where), BoothChange.objects.count(), where.version) == before


def test_a_booth_at_which_somebody_stands_is_not_given_to_others(where: Hall, convening: Convening) -> None:
    team = make_team(convening, "confirmed", name="Elgin")
    one, other, third = where.booths.all()
    assignment.place_team(booth=one, team=team, by=BY, at=AT)
    with pytest.raises(BoothInUse, match="Elgin stands at booth 101"):
        booths.change_booth(booth=one, use="partners", by=BY, at=AT)
    PartnerStand.objects.create(booth=other, on="2027-05-27", name="Readers' House")
    with pytest.raises(BoothInUse, match="The partner Readers' House has booth 102"):
        booths.remove_booths(hall=where, booths=[other.pk, third.pk], by=BY, at=AT)
    assert where.booths.count() == 3
    booths.change_booth(booth=third, use="nobody", by=BY, at=AT)
    with pytest.raises(assignment.BoothNotForTeams, match="Booth 103 is kept free"):
        assignment.place_team(booth=third, team=team, by=BY, at=AT)
    make_team(convening, "confirmed")
    assert [left.reason for left in assignment.assign_booths(hall=where, by=BY, at=AT).unplaced] == []


def test_what_a_lost_place_left_is_no_obstacle(where: Hall, convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    booth = where.booths.get(number=101)
    assignment.place_team(booth=booth, team=team, by=BY, at=AT)
    type(team).objects.filter(pk=team.pk).update(place="released")
    booths.remove_booth(booth=booth, by=BY, at=AT)
    assert not where.booths.filter(number=101).exists()


@pytest.mark.parametrize(
    ("numbering", "row_step", "expected"),
    [
        ("rows", 0, [1, 2, 3, 4, 5, 6]),
        ("rows", 10, [1, 2, 3, 11, 12, 13]),
        ("snake", 0, [1, 2, 3, 6, 5, 4]),
        ("columns", 0, [1, 3, 5, 2, 4, 6]),
    ],
)
def test_number_patterns(numbering: str, row_step: int, expected: list[int]) -> None:
    found = {
        (row, column): number
        for row, column, number in grids.numbers_of(2, 3, first=1, numbering=numbering, row_step=row_step)
    }
    assert [found[spot] for spot in sorted(found)] == expected


def test_gaps_of_a_grid(convening: Convening) -> None:
    made = grids.make_booths(hall=hall(convening), rows=1, columns=3, gap=3, use="partners", by=BY, at=AT)
    assert [(booth.x, booth.use) for booth in made] == [(0, "partners"), (13, "partners"), (26, "partners")]
    with pytest.raises(grids.NoBoothChosen):
        grids.align_booths(hall=made[0].hall, numbers=[999], columns=1, x=0, y=0, by=BY, at=AT)


@pytest.mark.parametrize("columns", [1, 10])
def test_statements_of_a_step(
    convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, columns: int
) -> None:
    where = hall(convening)
    made = grids.make_booths(hall=where, rows=2, columns=columns, by=BY, at=AT)
    changes = {booth.pk: {"y": booth.y + 5} for booth in made}
    with django_assert_num_queries(11):  # four of them savepoints
        booths.change_booths(hall=where, changes=changes, kind=StepKind.MOVED, by=BY, at=AT)


def test_differences_in_words() -> None:
    facts = {"number": 1, "x": 0, "y": 0, "width": 10, "depth": 10, "features": ["power"], "zone": "", "use": "teams"}
    assert drawing.differences(facts, {**facts, "use": "nobody", "features": [], "width": 20}) == (
        "size was 10 by 10 feet, is 20 by 10 feet; features was power, is –; for was a team, is nobody"
    )
    assert drawing.differences(facts, facts) == "it was changed and changed back"
