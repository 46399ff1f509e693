"""Gaps by name, with a way out."""

from datetime import datetime, timedelta

from breakouts.domain.presenters import add_presenter
from convenings.models import Convening
from expo.domain.crews import crews_of
from expo.domain.gaps import gaps_of
from expo.domain.waves import set_waves
from expo.models import Hall
from registration.models import Attendee
from tests.expo.factories import AT, BY
from tests.expo.rota_factories import crew_at, people, planned, presents, stand, waved


def told(where: Hall, *numbers: int, at: datetime = AT) -> list[tuple[int, int, str, str]]:
    crews = [crew_at(where, number) for number in numbers] if numbers else crews_of(where)
    return [(gap.crew.booth.number, gap.wave.number, gap.reason, gap.way_out)
            for gap in gaps_of(where, crews, where.convening, at=at)]  # fmt: skip


def test_no_gap(convening: Convening) -> None:
    where = waved(convening, teams=2)
    planned(where)
    assert told(where) == []


def test_nobody_free_the_neighbour_could_watch_or_show_a_sign(convening: Convening) -> None:
    where = waved(convening, teams=2, members=0)
    ann, bob, cleo = people(where)
    talk = presents(ann, hour=14)
    for who in (bob, cleo):
        add_presenter(session=talk, attendee=who, by=BY, at=AT)
    planned(where)
    expected = [(
        101, 2, "Nobody is free: all are expected elsewhere.",
        "Booth 102 next door has somebody free and could watch, or show “back at 2:30”.",
    )]  # fmt: skip
    assert told(where) == expected
    assert told(where, 101) == expected  # the neighbour is read when it was not


def test_somebody_of_the_team_could_stand(convening: Convening) -> None:
    where = waved(convening)
    ann, bob, *__ = people(where)
    stand(ann, where, 1)
    set_waves(hall=where, count=6, by=BY, at=AT)
    (first, *__) = gaps_of(where, crews_of(where), convening, at=AT)
    assert first.could == bob  # the least loaded
    assert first.reason == f"{bob.person.name} is free and could stand."
    assert first.way_out.startswith("No neighbour has anybody free, and nobody comes back later")


def test_owed_a_walk_and_too_long_in_a_row(convening: Convening) -> None:
    where = waved(convening, members=0, count=3, free_least=2)
    for number, who in enumerate(people(where), start=1):
        stand(who, where, number)
    set_waves(hall=where, count=3, free_least=3, by=BY, at=AT)
    stands = people(where)[0].shifts.get()
    stands.delete()
    assert [gap[2] for gap in told(where)] == ["Nobody is free: whoever is here is owed the time to walk around."]
    assert [gap[3] for gap in told(where)] == ["Show “back at 2:30”."]
    set_waves(hall=where, count=3, free_least=0, in_a_row_most=1, by=BY, at=AT)
    ann, bob, cleo = people(where)
    for who in (ann, bob, cleo):
        who.shifts.all().delete()
        stand(who, where, 1, 3)
    assert [gap[2] for gap in told(where)] == ["Nobody is free: whoever is here would stand too long in a row."]


def test_of_a_team_of_which_nobody_comes(convening: Convening) -> None:
    where = waved(convening, members=0)
    Attendee.objects.update(cancelled_at=AT)
    assert {gap[2] for gap in told(where)} == {"Nobody of the team comes."}


def test_what_is_over_has_no_way_out(convening: Convening) -> None:
    where = waved(convening, members=0, count=3)
    stand(people(where)[0], where, 2, 3)
    assert told(where, at=where.opens_at + timedelta(hours=1)) == [(101, 1, "Nobody stood there.", "")]
