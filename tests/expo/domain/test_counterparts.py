"""Who is a counterpart: by office, else by side, of another team, standing now, else next."""

from datetime import timedelta

import pytest

from expo.domain.counterparts import Counterpart, counterparts_of, said_of
from expo.models import Hall
from registration.models import Attendee
from tests.expo.day_factories import DURING
from tests.expo.rota_factories import people, presents, stand, waved
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Hall:
    return waved(make_convening(), teams=3, members=2)


def booths(found: list[Counterpart]) -> list[tuple[int, bool]]:
    return [(one.booth.number, one.now) for one in found]


def test_a_member_meets_their_side_and_a_leader_their_office(where: Hall) -> None:
    leader, member = people(where)[0], people(where)[-1]
    assert (leader.side, member.side, member.office) == ("union", "union", "")
    stand(people(where, 102)[-1], where, 2)  # a member of the union's side
    stand(people(where, 103)[0], where, 2)  # a union president
    stand(people(where, 103)[1], where, 2)  # of another side
    assert booths(counterparts_of(member, at=DURING)) == [(102, True), (103, True)]
    assert booths(counterparts_of(leader, at=DURING)) == [(103, True)]
    assert "office" in said_of(leader)
    assert "union" in said_of(member)


def test_own_team_guests_and_who_presents_elsewhere_count_not(where: Hall) -> None:
    leader, *__, mate = people(where)
    stand(mate, where, 2)
    other = people(where, 102)[0]
    stand(other, where, 2)
    presents(other, hour=14)
    assert counterparts_of(leader, at=DURING) == []
    guest = Attendee(convening=where.convening, person=leader.person, kind="guest")
    assert counterparts_of(guest, at=DURING) == []


def test_the_next_wave_where_nobody_stands_now_and_nobody_when_all_is_over(where: Hall) -> None:
    leader = people(where)[0]
    stand(people(where, 102)[0], where, 1, 4)
    stand(people(where, 103)[0], where, 5)
    assert booths(counterparts_of(leader, at=DURING)) == [(102, False)]
    assert counterparts_of(leader, at=where.closes_at + timedelta(minutes=1)) == []
