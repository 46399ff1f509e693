"""Which booths are quiet, and what to do about it."""

from datetime import timedelta

import pytest

from expo.domain.quiet import traffic_of
from expo.models import Hall
from tests.expo.day_factories import DURING, visit
from tests.expo.rota_factories import people, stand, waved
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Hall:
    """Four booths: 102 and 103 had four visits each, 101 two, 104 none."""
    found = waved(make_convening(), teams=4, members=1)
    for number in (101, 104):
        for who in people(found, number)[:2]:
            visit(who, 102)
            visit(who, 103)
    for who in people(found, 102)[:2]:
        visit(who, 101)
    return found


def test_before_anybody_has_scanned_nothing_is_quiet() -> None:
    traffic = traffic_of(waved(make_convening(), teams=3), at=DURING)
    assert (traffic.visits, traffic.booths, traffic.quiet) == (0, 3, ())


def test_less_than_half_of_the_middle_is_quiet(where: Hall) -> None:
    stand(people(where, 104)[0], where, 2)
    traffic = traffic_of(where, at=DURING)
    assert (traffic.visits, traffic.middle, traffic.wave and traffic.wave.number) == (10, 4, 2)
    assert [(row.placement.booth.number, row.visits) for row in traffic.quiet] == [(104, 0)]
    assert traffic.quiet[0].advice == "Ask booth 103 beside it, which had 4 visits, to send its guests over."


def test_where_nobody_stands_that_comes_first(where: Hall) -> None:
    assert traffic_of(where, at=DURING).quiet[0].advice.startswith("Nobody stands there now")


def test_a_booth_without_a_visited_neighbour_is_named_from_the_stage(where: Hall) -> None:
    where.booths.filter(number=104).update(x=90, y=50)
    advice = traffic_of(where, at=where.closes_at - timedelta(hours=9)).quiet[0].advice
    assert advice.startswith("Name booth 104 from the stage")


def test_afterwards_it_is_over(where: Hall) -> None:
    traffic = traffic_of(where, at=where.closes_at)
    assert (traffic.is_over, traffic.wave) == (True, None)
