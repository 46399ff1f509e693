from datetime import timedelta
from typing import Any

import pytest

from agreements.models import Party
from convenings.domain import convenings
from convenings.models import Convening
from mail.models import Message
from registration.domain import admission, attendees, offices, promising, teams
from registration.domain.capacity import CapacityBelowTaken
from registration.domain.drafts import PersonDraft
from registration.models import Team
from registration.models.team import Room, Taken
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def places(convening: Convening) -> list[str]:
    return list(Team.objects.filter(convening=convening).order_by("pk").values_list("place", flat=True))


def leave(team: Team) -> None:
    teams.withdraw_team(team=team, reason="We cannot come", by=BY, at=NOW)


def test_places_left_counts_held_and_confirmed_teams_and_their_people(django_assert_num_queries: object) -> None:
    convening = make_convening(capacity_teams=5, capacity_people=50)
    make_team(convening, "confirmed", members=2)
    held = make_team(convening, "confirmed")
    Team.objects.filter(pk=held.pk).update(place="held", place_held_until_at=NOW)
    for state in ("draft", "committing"):
        make_team(convening, state)

    with django_assert_num_queries(1):  # type: ignore[operator]
        left = admission.places_left(convening)

    assert left == admission.Places(teams=3, people=50 - 5 - 3)


def test_one_query_tells_what_a_complete_team_finds(django_assert_num_queries: object) -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed", members=2)
    other = make_team(make_convening(slug="another"), "confirmed")
    alone = make_team(convening, "committing", members=1)
    with django_assert_num_queries(1):  # type: ignore[operator]
        room = Team.objects.room_for(alone)
    assert room == Room(taken=Taken(teams=1, people=5), somebody_waits=False, people=4)

    waiting = make_team(convening, "waitlisted")
    assert Team.objects.room_for(alone) == Room(taken=Taken(teams=1, people=5), somebody_waits=True, people=4)
    assert Team.objects.room_for(waiting).people == 3
    assert Team.objects.room_for(other) == Room(taken=Taken(teams=1, people=3), somebody_waits=False, people=3)


def test_a_team_needs_room_for_all_its_people() -> None:
    convening = make_convening(capacity_teams=10, capacity_people=7)
    make_team(convening, "confirmed")
    big = make_team(convening, "waitlisted", members=2)  # five people, four seats

    assert list(Team.objects.in_line(convening)) == [big]
    assert admission.places_left(convening) == admission.Places(teams=9, people=4)


def test_nobody_passes_who_waits_even_where_a_smaller_team_would_fit() -> None:
    convening = make_convening(capacity_teams=10, capacity_people=7)
    make_team(convening, "confirmed")
    big = make_team(convening, "waitlisted", members=2)
    small = make_team(convening, "waitlisted")

    assert admission.fill_places(convening=convening, by=BY, at=NOW) == []
    assert list(Team.objects.in_line(convening)) == [big, small]


def test_whole_teams_move_up_in_order_while_the_first_in_line_fits() -> None:
    convening = make_convening(capacity_teams=2, capacity_people=20)
    first, second = make_team(convening, "confirmed"), make_team(convening, "confirmed")
    for _ in range(3):
        make_team(convening, "waitlisted")
    leave(second)
    assert places(convening) == ["confirmed", "released", "confirmed", "waitlisted", "waitlisted"]

    leave(first)

    assert places(convening) == ["released", "released", "confirmed", "confirmed", "waitlisted"]
    assert Message.objects.filter(occasion="team.confirmed").count() == 16


def test_a_team_that_leaves_the_waitlist_moves_nobody() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    first, _second = make_team(convening, "waitlisted"), make_team(convening, "waitlisted")
    leave(first)

    assert places(convening) == ["confirmed", "released", "waitlisted"]


def test_more_room_moves_waiting_teams_up_at_once() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    make_team(convening, "waitlisted")
    make_team(convening, "waitlisted")

    convenings.change_convening(convening=convening, changes={"capacity_teams": 2}, by=BY, at=NOW)

    assert places(convening) == ["confirmed", "confirmed", "waitlisted"]


@pytest.mark.parametrize(("field", "less"), [("capacity_teams", 1), ("capacity_people", 5)])
def test_capacity_never_drops_below_what_is_taken(field: str, less: int) -> None:
    convening = make_convening()
    make_team(convening, "confirmed")
    make_team(convening, "confirmed")

    with pytest.raises(CapacityBelowTaken) as refused:
        convenings.change_convening(convening=convening, changes={field: less}, by=BY, at=NOW)

    assert refused.value.field == field
    convening.refresh_from_db()
    assert getattr(convening, field) > less


def test_members_added_later_count_too() -> None:
    convening = make_convening(capacity_people=4)
    team = make_team(convening, "confirmed")
    add(team, 1)

    with pytest.raises(attendees.NoRoomForPeople):
        add(team, 2)
    assert admission.places_left(convening).people == 0


def test_a_member_who_cancels_makes_room_for_a_waiting_team() -> None:
    convening = make_convening(capacity_people=6)
    team = make_team(convening, "confirmed")
    member = add(team, 1)
    make_team(convening, "waitlisted")

    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)

    assert places(convening) == ["confirmed", "confirmed"]


def add(team: Team, number: int) -> attendees.Attendee:
    draft = PersonDraft(f"Member {number}", f"m{number}.{team.pk}@example.org")
    return attendees.add_member(team=team, person=draft, job="Teacher", side="union", by=BY, at=NOW)


def test_overdue_teams_lapse_by_the_clock_once() -> None:
    convening = make_convening()
    late, done = make_team(convening, "committing"), make_team(convening, "confirmed")
    due = convening.promise_by_at
    assert admission.lapse_overdue(at=due - timedelta(seconds=1)) == 0

    assert admission.lapse_overdue(at=due) == 1
    assert admission.lapse_overdue(at=due + timedelta(hours=1)) == 0

    late.refresh_from_db()
    done.refresh_from_db()
    assert (late.state, done.state) == ("lapsed", "committed")
    assert Message.objects.filter(occasion="team.lapsed").count() == 4


def test_a_team_with_its_own_deadline_lapses_then() -> None:
    convening = make_convening()
    team = make_team(convening, "committing")
    own = convening.promise_by_at + timedelta(days=3)
    teams.extend_deadline(team=team, promise_by_at=own, by=BY, at=NOW)

    assert admission.lapse_overdue(at=own - timedelta(seconds=1)) == 0
    assert admission.lapse_overdue(at=own) == 1


def test_a_held_place_lapses_with_its_date_and_frees_the_place() -> None:
    convening = make_convening(capacity_teams=1, grace_days=5)
    team, waiting = make_team(convening, "confirmed"), make_team(convening, "waitlisted")
    party = Party.objects.get(pk=parties_of(team)[0].pk)
    hold(team)
    assert admission.lapse_overdue(at=NOW + timedelta(days=5) - timedelta(seconds=1)) == 0

    assert admission.lapse_overdue(at=NOW + timedelta(days=5)) == 1

    team.refresh_from_db()
    waiting.refresh_from_db()
    assert (team.state, team.place, waiting.place) == ("lapsed", "released", "confirmed")
    assert party.answer is not None


def hold(team: Team) -> None:
    publish(team, material=True)
    waiting = Team.objects.filter(convening=team.convening, place="waitlisted")
    for other in waiting:
        for party in parties_of(other):
            sign(party)


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_nothing_lapses_while_a_convening_is_postponed_or_cancelled(state: str) -> None:
    convening = make_convening()
    make_team(convening, "committing")
    move = convenings.postpone if state == "postponed" else convenings.cancel
    move(convening=convening, reason="Snow", by=BY, at=NOW)

    assert admission.lapse_overdue(at=convening.promise_by_at) == 0


def test_a_lapsed_team_that_is_reopened_keeps_the_promises_that_stand() -> None:
    convening = make_convening()
    team = make_team(convening, "committing")
    first, *_others = parties_of(team)
    sign(first)
    own = NOW + timedelta(days=1)
    teams.extend_deadline(team=team, promise_by_at=own, by=BY, at=NOW)
    admission.lapse_overdue(at=own)
    teams.extend_deadline(team=team, promise_by_at=None, by=BY, at=own)
    team = teams.reopen_team(team=team, by=BY, at=own)

    assert team.state == "committing"
    assert [party.has_signed for party in parties_of(team)] == [True, False, False]
    invited = Message.objects.filter(occasion="commitment.invited").count()
    assert invited == 5


def brought_to(convening: Convening, state: str) -> None:
    if state in ("live", "concluded"):
        convenings.go_live(convening=convening, by=BY, at=NOW)
    if state == "concluded":
        convenings.conclude(convening=convening, by=BY, at=NOW)
    if state == "cancelled":
        convenings.cancel(convening=convening, reason="Flood", by=BY, at=NOW)
    if state == "postponed":
        convenings.postpone(convening=convening, reason="Flood", by=BY, at=NOW)


def withdraws_promise(team: Team) -> None:
    party = parties_of(team)[0]
    promising.withdraw(party=party, reason="A vote", by=f"person:{party.signatory_id}", at=NOW)


def cancels_member(team: Team) -> None:
    attendees.cancel_attendee(attendee=team.members.get(office=""), by=BY, at=NOW)


FREES = {
    "a promise": (withdraws_promise, "released"), "the team": (leave, "released"),
    "a member": (cancels_member, "confirmed"),
}  # fmt: skip


@pytest.mark.parametrize("promotion", ["automatic", "confirmed"])
@pytest.mark.parametrize(("frees", "place"), FREES.values(), ids=FREES)
@pytest.mark.parametrize("state", ["live", "concluded", "cancelled", "postponed"])
def test_nobody_moves_up_once_it_is_live_over_or_off(state: str, frees: Any, place: str, promotion: str) -> None:
    convening = make_convening(capacity_people=6, promotion=promotion)
    team = make_team(convening, "confirmed", members=1)
    make_team(convening, "waitlisted")
    brought_to(convening, state)
    Message.objects.all().delete()

    frees(team)

    assert places(convening) == [place, "waitlisted"]
    assert not Message.objects.filter(occasion__in=["team.confirmed", "team.offered"]).exists()


def test_what_became_free_while_it_was_postponed_is_given_when_it_is_open_again() -> None:
    convening = make_convening(capacity_teams=1)
    team = make_team(convening, "confirmed")
    make_team(convening, "waitlisted")
    brought_to(convening, "postponed")
    leave(team)
    assert places(convening) == ["released", "waitlisted"]

    convenings.reopen(convening=convening, by=BY, at=NOW)

    assert places(convening) == ["released", "confirmed"]


@pytest.mark.parametrize("state", ["concluded", "cancelled"])
def test_an_office_that_organizers_accept_as_missing_after_the_end_brings_no_place(state: str) -> None:
    convening = make_convening()
    team = make_team(convening, "committing", kind="state")
    gating = [party for party in parties_of(team) if party.is_gating]
    missing = next(party for party in gating if party.requirement == "required_if_exists")
    for party in gating:
        if party.pk != missing.pk:
            sign(party)
    offices.report_missing(party=missing, by=BY, at=NOW)
    brought_to(convening, state)

    offices.accept_missing(party=missing, by=BY, at=NOW)

    team.refresh_from_db()
    assert (team.state, team.place) == ("committed", "none")
    assert not Message.objects.filter(occasion="team.confirmed").exists()
