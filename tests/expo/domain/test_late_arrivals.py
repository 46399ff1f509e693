"""Who comes later has no shift before."""

from datetime import datetime, timedelta

import pytest

from convenings.models import Convening
from expo.domain.crews import crew_of
from expo.domain.gaps import gaps_of
from expo.domain.late_arrivals import tell_arrival
from expo.domain.shifts import NotOfTheTeam, NotYourShift, ShiftElsewhere, put_at_booth, take_shift
from expo.models import Hall, LateArrival, Shift, Wave
from journal.models import Entry
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.expo.factories import AT, BY
from tests.expo.rota_factories import EXPO, crew_at, people, planned, stand, team_at, waved

THIRD = EXPO + timedelta(minutes=60)  # when the third wave begins


@pytest.fixture
def where(convening: Convening) -> Hall:
    return waved(convening, teams=2)


def late(where: Hall, who: Attendee, from_at: datetime | None = THIRD, *, by: str = BY) -> Attendee:
    return tell_arrival(team=team_at(where), attendee_id=who.pk, from_at=from_at, by=by, at=AT)


def put(where: Hall, number: int, who: Attendee) -> Shift:
    wave = Wave.objects.get(hall=where, number=number)
    return put_at_booth(team=team_at(where), wave=wave, attendee_id=who.pk, by=BY, at=AT)


def test_no_shift_is_planned_before_they_are_there(where: Hall) -> None:
    team = people(where)
    for who in team[:-1]:
        late(where, who)
    late(where, team[-1], THIRD - timedelta(minutes=1))  # within the second wave: they have it not either
    planned(where)
    assert set(Shift.objects.filter(attendee__in=team).values_list("wave__number", flat=True)) == {3, 4, 5, 6}
    crew = crew_at(where)
    gaps = gaps_of(where, [crew], team_at(where).convening, at=AT)
    assert [gap.wave.number for gap in gaps] == [1, 2]
    assert gaps[0].reason == "Nobody is free: all are expected elsewhere, or not there yet."


def test_shifts_before_do_not_count_until_it_is_taken_back(where: Hall) -> None:
    ann = people(where)[0]
    early, after = stand(ann, where, 2, 3)
    late(where, ann)
    assert list(Shift.objects.standing()) == [after]
    late(where, ann, None)
    assert set(Shift.objects.standing()) == {early, after}


def test_by_hand_refused_with_a_sentence(where: Hall) -> None:
    ann, bob, *__ = people(where)
    late(where, ann)
    words = f"{ann.person.name} is not there yet when that wave begins. Choose a later wave, or somebody else."
    with pytest.raises(ShiftElsewhere) as refused:
        put(where, 2, ann)
    assert str(refused.value) == words
    (offered,) = stand(bob, where, 1, offered_at=AT)
    with pytest.raises(ShiftElsewhere):
        take_shift(shift_id=offered.pk, attendee=ann, by=f"person:{ann.person_id}", at=AT)
    assert put(where, 3, ann).attendee == ann


def test_again_is_harmless_and_the_journal_says_who(where: Hall) -> None:
    ann = people(where)[0]
    late(where, ann)
    late(where, ann)
    (entry,) = Entry.objects.filter(kind="rota.arrival")
    assert (entry.by, entry.data) == (BY, {"attendee": ann.pk, "from": THIRD.isoformat()})
    late(where, ann, THIRD + timedelta(minutes=30))
    assert LateArrival.objects.get().from_at == THIRD + timedelta(minutes=30)
    late(where, ann, None)
    late(where, ann, None)
    assert not LateArrival.objects.exists()
    assert Entry.objects.filter(kind="rota.arrival").count() == 3


def test_only_of_the_team_and_only_by_who_coordinates(where: Hall) -> None:
    ann, bob, *__ = people(where)
    with pytest.raises(NotYourShift):
        late(where, ann, by=f"person:{bob.person_id}")
    with pytest.raises(NotOfTheTeam):
        late(where, people(where, 102)[0])
    gone = next(who for who in people(where) if not who.office)
    cancel_attendee(attendee=gone, by=BY, at=AT)
    with pytest.raises(NotOfTheTeam):
        late(where, gone)
    coordinator = f"person:{team_at(where).coordinator_id}"
    assert late(where, bob, by=coordinator).pk == bob.pk


def test_a_rota_reckoned_before_is_not_written(where: Hall) -> None:
    found = crew_at(where)
    late(where, people(where)[0])
    now = crew_of(team_at(where))
    assert now is not None
    assert now.problem != found.problem
