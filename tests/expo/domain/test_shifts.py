"""Shifts changed by hand."""

from datetime import timedelta
from typing import Any

import pytest

from convenings.models import Convening
from expo.domain import shifts
from expo.domain.waves import set_waves
from expo.models import Hall, Shift, Wave
from journal.models import Entry
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.expo.factories import AT, BY
from tests.expo.rota_factories import EXPO, people, presents, stand, team_at, waved


@pytest.fixture
def where(convening: Convening) -> Hall:
    return waved(convening, teams=2)


def me(who: Attendee) -> str:
    return f"person:{who.person_id}"


def offer(shift: Shift, who: Attendee, *, offered: bool = True, at: Any = AT) -> Shift:
    return shifts.offer_shift(shift_id=shift.pk, offered=offered, by=me(who), at=at)


def take(shift: Shift, who: Attendee, *, by: str = "", at: Any = AT) -> Shift:
    return shifts.take_shift(shift_id=shift.pk, attendee=who, by=by or me(who), at=at)


def put(where: Hall, number: int, who: Attendee, *, by: str = BY, **over: Any) -> Shift:
    wave = Wave.objects.get(hall=where, number=number)
    return shifts.put_at_booth(
        team=team_at(where), wave=wave, attendee_id=who.pk, by=by, **{"at": AT, **over}
    )


def test_offered_and_taken(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2)
    assert offer(shift, ann).offered_at == AT
    assert offer(shift, ann, at=AT + timedelta(1)).offered_at == AT  # again
    taken = take(shift, bob)
    assert (taken.pk, taken.attendee, taken.offered_at) == (shift.pk, bob, None)
    kinds = Entry.objects.filter(kind__startswith="shift.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["shift.offered", "shift.taken"]


def test_kept_after_all(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2)
    offer(shift, ann)
    assert offer(shift, ann, offered=False).offered_at is None
    with pytest.raises(shifts.ShiftGone):
        take(shift, bob)


def test_nobody_offers_for_somebody_else(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2)
    with pytest.raises(shifts.NotYourShift):
        offer(shift, bob)


def test_nobody_takes_for_somebody_else_or_from_another_team(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2, offered_at=AT)
    with pytest.raises(shifts.NotYourShift):
        take(shift, bob, by=me(ann))
    with pytest.raises(shifts.NotYourShift):
        take(shift, people(where, 102)[0])
    with pytest.raises(shifts.ShiftGone):
        take(shift, ann)
    assert Shift.objects.get() == shift


def test_a_pinned_shift_is_not_offered(where: Hall) -> None:
    ann = people(where)[0]
    (shift,) = stand(ann, where, 2, is_pinned=True)
    with pytest.raises(shifts.ShiftPinned):
        offer(shift, ann)


def test_what_is_over_is_over(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 1, offered_at=AT)
    ended = EXPO + timedelta(minutes=30)
    for late in (lambda: offer(shift, ann, at=ended), lambda: take(shift, bob, at=ended)):
        with pytest.raises(shifts.WaveOver):
            late()
    with pytest.raises(shifts.WaveOver):
        put(where, 1, bob, at=ended)
    assert take(shift, bob, at=ended - timedelta(seconds=1)).attendee == bob


def test_a_shift_that_does_not_count_is_gone(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2, offered_at=AT)
    presents(ann, hour=14)
    with pytest.raises(shifts.ShiftGone):
        take(shift, bob)
    with pytest.raises(shifts.ShiftGone):
        shifts.pin_shift(shift_id=shift.pk + 999, pinned=True, by=BY, at=AT)


def test_the_refusal_says_which_rule(where: Hall) -> None:
    ann, bob, cleo, dora = people(where)
    (shift,) = stand(ann, where, 3, offered_at=AT)
    stand(bob, where, 1, 2)
    with pytest.raises(shifts.ShiftTooLong, match="longer in a row than the rules allow: 2 waves"):
        take(shift, bob)
    stand(cleo, where, 1, 2, 4, 5)
    with pytest.raises(shifts.ShiftTooLong):
        take(shift, cleo)
    presents(dora, hour=14, minutes=60)
    with pytest.raises(shifts.ShiftElsewhere, match="presents elsewhere"):
        take(shift, dora)
    with pytest.raises(shifts.StandsAlready):
        put(where, 3, ann)


def test_everybody_walks_as_long_as_promised(where: Hall) -> None:
    set_waves(hall=where, count=6, free_least=4, by=BY, at=AT)
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 6, offered_at=AT)
    stand(bob, where, 1, 3)
    with pytest.raises(shifts.ShiftNoWalk, match="than everybody is promised: 4 waves"):
        take(shift, bob)


def swap(wanted: Shift, given: Shift, who: Attendee, *, at: Any = AT) -> Shift:
    return shifts.take_shift(shift_id=wanted.pk, attendee=who, give=given.pk, by=me(who), at=at)


def test_two_swap_where_neither_could_take_one_more(where: Hall) -> None:
    set_waves(hall=where, count=6, free_least=5, by=BY, at=AT)
    ann, bob, *__ = people(where)
    (anns,), (bobs,) = stand(ann, where, 1), stand(bob, where, 4)
    shifts.offer_shift(shift_id=anns.pk, offered=True, swaps=True, by=me(ann), at=AT)
    with pytest.raises(shifts.ShiftNoWalk):
        take(anns, bob)
    assert swap(anns, bobs, bob).attendee == bob
    assert list(Shift.objects.order_by("wave").values_list("attendee", "offered_at", "swaps")) == [
        (bob.pk, None, False), (ann.pk, None, False),
    ]  # fmt: skip
    assert Entry.objects.filter(kind="shift.taken").count() == 2


def test_who_only_offers_gets_nothing_for_it(where: Hall) -> None:
    ann, bob, *__ = people(where)
    (anns,), (bobs,) = stand(ann, where, 1), stand(bob, where, 4)
    offer(anns, ann)
    with pytest.raises(shifts.ShiftGone):
        swap(anns, bobs, bob)
    shifts.offer_shift(shift_id=anns.pk, offered=True, swaps=True, by=me(ann), at=AT)  # said anew, it counts
    assert offer(anns, ann, offered=False).swaps is False
    with pytest.raises(shifts.ShiftGone):
        swap(anns, bobs, bob)


def test_a_swap_keeps_the_rules_on_both_sides(where: Hall) -> None:
    ann, bob, cleo, dora = people(where)
    (anns,) = stand(ann, where, 1, offered_at=AT, swaps=True)
    (bobs,) = stand(bob, where, 4)
    presents(ann, hour=15)  # in wave 4
    with pytest.raises(shifts.ShiftElsewhere, match=f"{ann.person.name} presents elsewhere"):
        swap(anns, bobs, bob)
    (pinned,) = stand(cleo, where, 5, is_pinned=True)
    with pytest.raises(shifts.ShiftPinned):
        swap(anns, pinned, cleo)
    with pytest.raises(shifts.ShiftGone):
        swap(anns, bobs, dora)  # not hers to give
    (late,) = stand(ann, where, 3, offered_at=AT, swaps=True)
    (over,) = stand(dora, where, 2)
    with pytest.raises(shifts.WaveOver):
        swap(late, over, dora, at=EXPO + timedelta(minutes=60))
    assert dict(Shift.objects.values_list("pk", "attendee")) == {
        anns.pk: ann.pk, bobs.pk: bob.pk, pinned.pk: cleo.pk, late.pk: ann.pk, over.pk: dora.pk,
    }  # fmt: skip


def test_a_coordinator_puts_somebody_in_place_of_who_stood(where: Hall) -> None:
    ann, bob, cleo, __ = people(where)
    stand(ann, where, 2)
    stand(bob, where, 2, is_pinned=True)
    put(where, 2, cleo, by=f"person:{team_at(where).coordinator_id}", stood=[ann.pk, bob.pk])
    assert set(Shift.objects.values_list("attendee", flat=True)) == {bob.pk, cleo.pk}


def test_nobody_else_puts(where: Hall) -> None:
    ann = people(where)[0]
    for by in (me(people(where, 102)[0]), f"person:{team_at(where, 102).coordinator_id}", me(people(where)[3])):
        with pytest.raises(shifts.NotYourShift):
            put(where, 2, ann, by=by)


def test_two_at_once_never_overwrite_each_other(where: Hall) -> None:
    ann, bob, *__ = people(where)
    put(where, 2, ann, stood=[])
    with pytest.raises(shifts.RotaChanged):
        put(where, 2, bob, stood=[])
    assert Shift.objects.get().attendee == ann


def test_only_who_comes_with_the_team_is_put(where: Hall) -> None:
    other, gone = people(where, 102)[0], people(where)[3]
    cancel_attendee(attendee=gone, by=BY, at=AT)
    for who in (other, gone):
        with pytest.raises(shifts.NotOfTheTeam):
            put(where, 2, who)


def test_a_wave_of_another_hall_is_none(where: Hall, convening: Convening) -> None:
    wave = Wave.objects.get(hall=waved(convening, teams=0, count=2), number=1)
    with pytest.raises(shifts.ShiftGone):
        shifts.put_at_booth(team=team_at(where), wave=wave, attendee_id=people(where)[0].pk, by=BY, at=AT)


def test_put_again_where_the_shift_did_not_count(where: Hall) -> None:
    ann = people(where)[3]
    stand(ann, where, 2)
    talk = presents(ann, hour=14)
    talk.presentations.all().delete()
    Shift.objects.update(offered_at=AT)
    bob = people(where)[0]
    put(where, 2, bob)
    assert Shift.objects.get().attendee == bob


def test_pinned_and_released(where: Hall) -> None:
    ann = people(where)[0]
    (shift,) = stand(ann, where, 2, offered_at=AT)
    pinned = shifts.pin_shift(shift_id=shift.pk, pinned=True, by=BY, at=AT)
    assert (pinned.is_pinned, pinned.offered_at) == (True, None)
    shifts.pin_shift(shift_id=shift.pk, pinned=True, by=BY, at=AT)
    assert not shifts.pin_shift(shift_id=shift.pk, pinned=False, by=BY, at=AT).is_pinned
    assert Entry.objects.filter(kind__in=["shift.pinned", "shift.released"]).count() == 2
