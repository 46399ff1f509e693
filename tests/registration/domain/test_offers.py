"""A place that is offered: taken until it is answered, in order, never twice and never half."""

from datetime import timedelta

import pytest

from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import admission, attendees, offers, teams
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=3)


@pytest.fixture
def convening() -> Convening:
    """Room for two teams, both with a place; two more wait; a place that becomes free is offered."""
    return make_convening(capacity_teams=2, capacity_people=50, promotion="confirmed", offer_days=3)


@pytest.fixture
def line(convening: Convening) -> list[Team]:
    states = ("confirmed", "confirmed", "waitlisted", "waitlisted")
    return [make_team(convening, state) for state in states]


@pytest.fixture
def offered(line: list[Team]) -> Team:
    teams.withdraw_team(team=line[0], reason="", by=BY, at=NOW)
    return now(line[2])


def now(team: Team) -> Team:
    return Team.objects.select_related("convening", "coordinator").get(pk=team.pk)


def coordinator(team: Team) -> str:
    return f"person:{team.coordinator_id}"


def test_a_free_place_is_offered_to_the_first_in_line_and_counts_as_taken(offered: Team, line: list[Team]) -> None:
    assert (offered.place, offered.place_held_until_at) == ("offered", NOW + DAYS)
    assert now(line[3]).place == "waitlisted"
    assert admission.places_left(offered.convening).teams == 0
    assert Message.objects.filter(occasion="team.offered", refs__team=offered.pk).count() == 4
    assert not Message.objects.filter(occasion="team.confirmed", refs__team=offered.pk).exists()


def test_the_coordinator_accepts(offered: Team) -> None:
    team = offers.accept_offer(team=offered, by=coordinator(offered), at=NOW + timedelta(hours=1))

    assert (team.place, team.place_held_until_at) == ("confirmed", None)
    assert Message.objects.filter(occasion="team.confirmed", refs__team=offered.pk).count() == 4
    assert Entry.objects.filter(kind="offer.accepted", by=coordinator(offered)).count() == 1


def test_any_leader_accepts_and_twice_is_once(offered: Team) -> None:
    leader = f"person:{parties_of(offered)[1].signatory_id}"
    offers.accept_offer(team=offered, by=leader, at=NOW)
    offers.accept_offer(team=offered, by=coordinator(offered), at=NOW + DAYS * 2)

    assert Message.objects.filter(occasion="team.confirmed", refs__team=offered.pk).count() == 4


def test_nobody_else_answers(offered: Team, line: list[Team]) -> None:
    for stranger in (coordinator(line[3]), f"person:{parties_of(line[3])[0].signatory_id}", "system"):
        for answer in (offers.accept_offer, offers.decline_offer):
            with pytest.raises(offers.NotYours):
                answer(team=offered, by=stranger, at=NOW)


def test_declined_it_goes_to_the_next_and_the_team_is_out_of_the_line(offered: Team, line: list[Team]) -> None:
    offers.decline_offer(team=offered, by=coordinator(offered), at=NOW)

    assert [now(team).place for team in line] == ["released", "confirmed", "released", "offered"]
    assert Message.objects.filter(occasion="team.offer_ended", refs__team=offered.pk).count() == 4


def test_who_is_offered_nothing_answers_nothing(line: list[Team]) -> None:
    waiting = line[2]
    with pytest.raises(offers.NoOffer):
        offers.accept_offer(team=waiting, by=coordinator(waiting), at=NOW)
    with pytest.raises(offers.NoOffer):
        offers.decline_offer(team=waiting, by=coordinator(waiting), at=NOW)


def test_at_its_end_an_offer_is_not_taken_any_more_even_before_the_sweep(offered: Team) -> None:
    with pytest.raises(offers.OfferExpired):
        offers.accept_offer(team=offered, by=coordinator(offered), at=NOW + DAYS)
    assert now(offered).place == "offered"


def test_the_sweep_ends_it_once_and_offers_it_to_the_next(offered: Team, line: list[Team]) -> None:
    assert offers.expire_offers(at=NOW + DAYS - timedelta(seconds=1)) == 0
    assert offers.expire_offers(at=NOW + DAYS) == 1
    assert offers.expire_offers(at=NOW + DAYS) == 0

    assert now(offered).place == "released"
    assert (now(line[3]).place, now(line[3]).place_held_until_at) == ("offered", NOW + DAYS * 2)
    with pytest.raises(offers.NoOffer):
        offers.accept_offer(team=offered, by=coordinator(offered), at=NOW + DAYS)


def test_nothing_runs_out_while_the_convening_is_postponed(offered: Team) -> None:
    Convening.objects.filter(pk=offered.convening_id).update(state="postponed")

    assert offers.expire_offers(at=NOW + DAYS * 2) == 0


@pytest.mark.parametrize(("days", "before"), [(3, timedelta(days=1)), (1, timedelta(hours=6))])
def test_a_reminder_goes_out_once_before_the_end(days: int, before: timedelta, line: list[Team]) -> None:
    Convening.objects.filter(pk=line[0].convening_id).update(offer_days=days)
    teams.withdraw_team(team=line[0], reason="", by=BY, at=NOW)
    due = NOW + timedelta(days=days) - before

    assert offers.remind_of_offers(at=due - timedelta(minutes=1)) == 0
    assert offers.remind_of_offers(at=due) == 1
    assert offers.remind_of_offers(at=due + timedelta(minutes=1)) == 0
    assert Message.objects.filter(occasion="team.offer_reminder").count() == 4


def test_a_member_more_takes_room_of_an_offered_team(offered: Team) -> None:
    Convening.objects.filter(pk=offered.convening_id).update(capacity_people=6)
    person = PersonDraft("Ann", "ann@example.org")
    with pytest.raises(attendees.NoRoomForPeople):
        attendees.add_member(team=offered, person=person, job="", side="", by=BY, at=NOW)


def test_a_changed_text_holds_the_offered_place_and_promising_again_takes_it(offered: Team) -> None:
    publish(offered, material=True)

    assert (now(offered).state, now(offered).place) == ("committing", "held")


def test_a_team_that_let_it_go_stands_in_line_again_as_the_last(offered: Team, line: list[Team]) -> None:
    offers.decline_offer(team=offered, by=coordinator(offered), at=NOW)

    team = offers.queue_again(team=offered, by=BY, at=NOW)

    assert team.place == "waitlisted"
    assert team.completion == 5
    with pytest.raises(offers.NotWaiting):
        offers.queue_again(team=line[1], by=BY, at=NOW)


def test_automatic_promotion_offers_nothing(line: list[Team]) -> None:
    Convening.objects.filter(pk=line[0].convening_id).update(promotion="automatic")
    teams.withdraw_team(team=line[0], reason="", by=BY, at=NOW)

    assert now(line[2]).place == "confirmed"
