"""Two team mates and one shift, at the same moment. And the proof that the lock does it."""

from typing import Any

import pytest
from django.db import connection

from expo.domain import shifts
from expo.domain.crews import crew_of
from expo.models import Shift
from registration.models import Team
from tests.expo.factories import AT
from tests.expo.rota_factories import people, stand, waved
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meet_after_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen the offer before either takes it, unless a lock keeps one of them out."""
    meeting, look = Meeting(), shifts._check

    def look_and_wait(*args: Any, **named: Any) -> None:
        look(*args, **named)
        meeting.wait()

    monkeypatch.setattr(shifts, "_check", look_and_wait)


def race_for_a_shift(take: Any) -> list[str]:
    where = waved(make_convening())
    giver, *mates = people(where)
    (shift,) = stand(giver, where, 2, offered_at=AT)
    ended = together(
        *(
            lambda who=who: take(shift_id=shift.pk, attendee=who, by=f"person:{who.person_id}", at=AT)
            for who in mates[:2]
        )
    )
    assert Shift.objects.count() == 1
    return sorted(type(end).__name__ for end in ended)


def test_one_shift_for_two_team_mates(meet_after_looking: None) -> None:
    assert race_for_a_shift(shifts.take_shift) == ["Shift", "ShiftGone"]


def test_without_the_lock_both_believe_that_it_is_theirs(
    meet_after_looking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    take: Any = shifts.take_shift
    if connection.vendor == "sqlite":
        take = take.__wrapped__
    else:
        monkeypatch.setattr(shifts, "hold_crew", lambda team_id: crew_of(Team.objects.get(pk=team_id)))
    assert race_for_a_shift(take) == ["Shift", "Shift"]


def test_two_change_one_wave_at_once(meet_after_looking: None) -> None:
    """Two coordinators put somebody else in one wave: the second is told, and overwrites nothing."""
    where = waved(make_convening())
    crew = people(where)
    team, wave = crew[0].team, where.waves.get(number=2)
    ended = together(
        *(
            lambda who=who: shifts.put_at_booth(
                team=team, wave=wave, attendee_id=who.pk, stood=[], by="user:1", at=AT
            )
            for who in crew[:2]
        )
    )
    assert sorted(type(end).__name__ for end in ended) == ["RotaChanged", "Shift"]
    assert Shift.objects.count() == 1


def test_two_team_mates_swap_for_one_shift(meet_after_looking: None) -> None:
    """The second keeps what they would have given."""
    where = waved(make_convening())
    giver, *mates = people(where)
    (shift,) = stand(giver, where, 2, offered_at=AT, swaps=True)
    own = [stand(who, where, number)[0] for who, number in zip(mates[:2], (4, 6), strict=True)]
    ended = together(
        *(
            lambda who=who, give=give: shifts.take_shift(
                shift_id=shift.pk, attendee=who, give=give.pk, by=f"person:{who.person_id}", at=AT
            )
            for who, give in zip(mates, own, strict=False)
        )
    )
    assert sorted(type(end).__name__ for end in ended) == ["Shift", "ShiftGone"]
    holders = Shift.objects.values_list("attendee", flat=True)
    assert sorted(holders) == sorted(who.pk for who in (giver, *mates[:2]))


def test_two_who_offer_take_each_others_shift_at_once() -> None:
    """They have swapped once, and not back."""
    where = waved(make_convening())
    pair = people(where)[:2]
    held = [stand(who, where, number, offered_at=AT, swaps=True)[0] for who, number in zip(pair, (2, 5), strict=True)]
    ended = together(
        *(
            lambda who=who, take=take, give=give: shifts.take_shift(
                shift_id=take.pk, attendee=who, give=give.pk, by=f"person:{who.person_id}", at=AT
            )
            for who, give, take in zip(pair, held, reversed(held), strict=True)
        )
    )
    assert sorted(type(end).__name__ for end in ended) == ["Shift", "ShiftGone"]
    holders = dict(Shift.objects.values_list("pk", "attendee"))
    assert holders == {held[0].pk: pair[1].pk, held[1].pk: pair[0].pk}
