"""A team on hold keeps its place to a date, whatever happens at home."""

from datetime import timedelta

import pytest

from mail.models import Message
from registration.domain import admission, holds, promising
from registration.models import Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=20)


def now(team: Team) -> Team:
    return Team.objects.get(pk=team.pk)


@pytest.fixture
def held() -> Team:
    team = make_team(make_convening(capacity_teams=1), "confirmed")
    return holds.hold_team(team=team, until_at=UNTIL, reason="A strike", by=BY, at=NOW)


def withdraw(team: Team) -> None:
    party = parties_of(team)[0]
    promising.withdraw(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)


def test_it_keeps_the_place_and_writes_to_the_coordinator(held: Team) -> None:
    assert (held.state, held.place, held.place_held_until_at) == ("committed", "held", UNTIL)
    assert held.held_reason == "A strike"
    assert admission.places_left(held.convening).teams == 0
    assert Message.objects.get(occasion="team.held").person_id == held.coordinator_id


def test_a_promise_withdrawn_meanwhile_does_not_lose_the_place_and_a_new_one_regains_it(held: Team) -> None:
    withdraw(held)
    assert (now(held).state, now(held).place) == ("committing", "held")

    promising.reopen(party=parties_of(held)[0], by=BY, at=NOW)
    sign(parties_of(held)[0])

    assert (now(held).state, now(held).place) == ("committed", "confirmed")


def test_without_a_hold_the_place_is_lost() -> None:
    team = make_team(make_convening(), "confirmed")
    withdraw(team)

    assert now(team).place == "released"


def test_at_its_date_a_complete_team_is_confirmed_again(held: Team) -> None:
    assert holds.end_holds(at=UNTIL - timedelta(seconds=1)) == 0
    assert holds.end_holds(at=UNTIL) == 1
    assert holds.end_holds(at=UNTIL) == 0

    assert (now(held).place, now(held).held_reason, now(held).place_held_until_at) == ("confirmed", "", None)


def test_at_its_date_a_team_that_lacks_a_promise_lapses(held: Team) -> None:
    withdraw(held)

    assert holds.end_holds(at=UNTIL) == 0
    assert admission.lapse_overdue(at=UNTIL) == 1
    assert (now(held).state, now(held).place) == ("lapsed", "released")


def test_organizers_move_the_date(held: Team) -> None:
    later = UNTIL + timedelta(days=1)
    holds.hold_team(team=held, until_at=later, reason="", by=BY, at=NOW)

    assert now(held).place_held_until_at == later


def test_ending_it_by_hand(held: Team) -> None:
    holds.end_hold(team=held, by=BY, at=NOW)
    assert now(held).place == "confirmed"
    with pytest.raises(holds.NotOnHold):
        holds.end_hold(team=held, by=BY, at=NOW)


def test_ending_it_for_a_team_that_lacks_a_promise_gives_the_place_up(held: Team) -> None:
    waiting = make_team(held.convening, "waitlisted")
    withdraw(held)

    holds.end_hold(team=held, by=BY, at=NOW)

    assert (now(held).place, now(waiting).place) == ("released", "confirmed")


def test_only_a_team_with_a_place_is_held() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    for state in ("waitlisted", "committing", "draft"):
        with pytest.raises(holds.NothingToHold):
            holds.hold_team(team=make_team(convening, state), until_at=UNTIL, reason="", by=BY, at=NOW)


def test_the_date_is_to_come_and_before_the_convening() -> None:
    team = make_team(make_convening(), "confirmed")
    for until in (NOW, team.convening.starts_at + timedelta(seconds=1)):
        with pytest.raises(holds.HoldUntilRefused):
            holds.hold_team(team=team, until_at=until, reason="", by=BY, at=NOW)
