import pytest

from convenings.models import Convening
from expo.domain.neighbourhood import (
    BoothUnknown,
    NeighbourOfItself,
    correct_neighbours,
    neighbours_of,
    surroundings_of,
)
from expo.models import Area, Booth, Hall, NeighbourCorrection
from tests.expo.factories import AT, BY, booths, hall


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening)
    booths(made, "", "", "", "")
    return made


def beside(where: Hall, number: int) -> list[int]:
    around = list(Booth.objects.filter(hall=where))
    booth = next(one for one in around if one.number == number)
    return [other.number for other in neighbours_of(booth, around, surroundings_of(where.pk))]


def correct(where: Hall, one: int, other: int, are_neighbours: bool) -> bool:
    booth = where.booths.get(number=one)
    return correct_neighbours(booth=booth, other=other, are_neighbours=are_neighbours, by=BY, at=AT)


def test_pairs_are_added_and_taken_away_from_either_side(where: Hall) -> None:
    version = Hall.objects.get(pk=where.pk).version
    assert correct(where, 104, 101, True)
    assert correct(where, 101, 102, False)
    assert beside(where, 101) == [104]
    assert beside(where, 102) == [103]
    assert Hall.objects.get(pk=where.pk).version == version + 2


def test_what_the_drawing_says_needs_no_correction(where: Hall) -> None:
    assert not correct(where, 101, 102, True)
    assert correct(where, 102, 101, False)
    assert correct(where, 101, 102, True)
    assert not NeighbourCorrection.objects.exists()


def test_corrections_that_mean_nothing_are_refused(where: Hall) -> None:
    with pytest.raises(BoothUnknown, match="There is no booth 999 in this hall"):
        correct(where, 101, 999, True)
    with pytest.raises(NeighbourOfItself):
        correct(where, 101, 101, True)


def test_a_drawn_aisle_counts(where: Hall) -> None:
    across = where.booths.get(number=104)
    Booth.objects.filter(pk=across.pk).update(x=0, y=20)
    assert beside(where, 101) == [102, 104]
    Area.objects.create(hall=where, kind="aisle", x=0, y=12, width=100, depth=6)
    assert beside(where, 101) == [102]
