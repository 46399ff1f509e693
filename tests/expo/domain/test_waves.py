import itertools
from datetime import timedelta
from typing import Any

import pytest

from convenings.models import Convening
from expo.domain.floors import FloorChanged, change_hall
from expo.domain.waves import (
    CARRY,
    DROP,
    RulesTooStrict,
    ShiftsStand,
    WavesTooMany,
    WavesUnclear,
    hours_moved,
    set_waves,
)
from expo.models import RotaRules, Shift, Wave
from journal.models import Entry
from tests.expo.factories import AT, BY, hall
from tests.expo.rota_factories import people, stand, waved


def minutes(waves: list[Wave]) -> list[int]:
    return [int((wave.ends_at - wave.begins_at) / timedelta(minutes=1)) for wave in waves]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"count": 6}, [30] * 6),
        ({"count": 7}, [25, 26, 26, 25, 26, 26, 26]),
        ({"minutes": 30}, [30] * 6),
        ({"minutes": 50}, [50, 50, 50, 30]),
        ({"minutes": 59}, [59, 59, 62]),  # no wave of three minutes
        ({"minutes": 500}, [180]),
    ],
)  # fmt: skip
def test_waves_fill_the_time_of_the_hall(convening: Convening, asked: dict[str, int], expected: list[int]) -> None:
    where = hall(convening)
    made = set_waves(hall=where, **asked, free_least=1, by=BY, at=AT)
    assert minutes(made) == expected
    assert (made[0].begins_at, made[-1].ends_at) == (where.opens_at, where.closes_at)
    assert [wave.number for wave in made] == list(range(1, len(made) + 1))
    assert all(one.ends_at == other.begins_at for one, other in itertools.pairwise(made))
    assert Entry.objects.filter(kind="rota.waves", subject=f"hall:{where.pk}").count() == 1


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({}, WavesUnclear), ({"count": 3, "minutes": 30}, WavesUnclear), ({"count": 0}, WavesTooMany),
        ({"minutes": 4}, WavesTooMany), ({"minutes": -5}, WavesTooMany), ({"count": 25}, WavesTooMany),
        ({"minutes": 5}, WavesTooMany), ({"count": 3, "free_least": 4}, RulesTooStrict),
        ({"count": 3, "free_least": -1}, RulesTooStrict), ({"count": 3, "in_a_row_most": 0}, RulesTooStrict),
        ({"count": 3, "version": -1}, FloorChanged),
    ],
)  # fmt: skip
def test_what_makes_no_waves_is_refused(convening: Convening, asked: dict[str, Any], refusal: type) -> None:
    where = hall(convening)
    with pytest.raises(refusal):
        set_waves(hall=where, **asked, by=BY, at=AT)
    assert not Wave.objects.exists()


def test_other_waves_ask_what_happens_to_the_shifts(convening: Convening) -> None:
    where = waved(convening)
    (ann, *__) = people(where)
    stand(ann, where, 2, 6)
    with pytest.raises(ShiftsStand):
        set_waves(hall=where, count=4, by=BY, at=AT)
    set_waves(hall=where, count=4, shifts=CARRY, by=BY, at=AT)
    (kept,) = Shift.objects.select_related("wave")
    assert (kept.wave.number, minutes([kept.wave])) == (2, [45])
    set_waves(hall=where, count=5, shifts=DROP, by=BY, at=AT)
    assert not Shift.objects.exists()


def test_other_rules_for_the_same_waves_ask_nothing(convening: Convening) -> None:
    where = waved(convening)
    stand(people(where)[0], where, 1)
    before = list(Wave.objects.values_list())
    set_waves(hall=where, count=6, free_least=3, in_a_row_most=1, by=BY, at=AT)
    assert list(Wave.objects.values_list()) == before
    rules = RotaRules.objects.get()
    assert (rules.free_least, rules.in_a_row_most, Shift.objects.count()) == (3, 1, 1)


def test_other_hours_of_the_hall_are_told(convening: Convening) -> None:
    where = waved(convening)
    assert not hours_moved(where, list(Wave.objects.all()))
    change_hall(
        hall=where, name=where.name, width=100, depth=60, opens_at=where.opens_at,
        closes_at=where.closes_at + timedelta(hours=1), by=BY, at=AT,
    )  # fmt: skip
    where.refresh_from_db()
    assert hours_moved(where, list(Wave.objects.all()))
