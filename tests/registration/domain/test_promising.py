from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.domain import commitments
from agreements.models import Commitment
from convenings.domain import convenings, statements
from journal.models import Entry
from mail.models import Message
from registration.domain import promising, teams
from registration.models import Team
from tests.registration.factories import (
    BY,
    CLOSING,
    NOW,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    sign,
)

pytestmark = pytest.mark.django_db


def me(party: object) -> str:
    return f"person:{party.signatory_id}"  # type: ignore[attr-defined]


def owed(occasion: str) -> list[str]:
    return sorted(Message.objects.filter(occasion=occasion).values_list("to_address", flat=True))


def test_the_last_promise_commits_the_team_and_confirms_its_place_in_one_go() -> None:
    team = make_team(make_convening(), "committing")
    first, second, third = parties_of(team)
    assert sign(third).state == "committing"
    assert sign(first).state == "committing"

    team = sign(second, at=NOW + timedelta(hours=1))

    assert (team.state, team.place, team.completion, team.times_completed) == ("committed", "confirmed", 1, 1)
    assert team.completed_at == NOW + timedelta(hours=1)
    assert team.convening.completions == 1
    found = Entry.objects.filter(subject=f"team:{team.pk}").order_by("id").values_list("kind", "by")
    kinds = ("team.committed", "certificate.issued", "place.confirmed")
    assert list(found)[-3:] == [(kind, me(second)) for kind in kinds]


def test_coordinator_and_signatories_are_told_once_when_all_are_in() -> None:
    team = make_team(make_convening(), "committing")
    for party in parties_of(team):
        assert owed("team.confirmed") == []
        sign(party)

    people = [team.coordinator.email, *(party.signatory.email for party in parties_of(team))]
    assert owed("team.confirmed") == sorted(people)
    assert owed("team.waitlisted") == []


def test_a_team_that_finds_no_room_waits_and_is_told() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    team = make_team(convening, "waitlisted")

    assert (team.state, team.completion) == ("committed", 2)
    assert len(owed("team.waitlisted")) == 4


def test_promising_again_changes_nothing_and_is_refused_nothing() -> None:
    team = make_team(make_convening(), "committing")
    parties = parties_of(team)
    sign(parties[0])
    sign(parties[0])
    for party in parties[1:]:
        sign(party)
    before = (Commitment.objects.count(), Message.objects.count(), Entry.objects.count())

    late = team.convening.promise_by_at + timedelta(days=1)
    again = sign(parties[2], at=late, typed_name="Another Name")

    assert (again.state, again.completion, again.times_completed) == ("committed", 1, 1)
    assert (Commitment.objects.count(), Message.objects.count(), Entry.objects.count()) == before


def test_another_person_cannot_promise_even_where_the_promise_stands() -> None:
    party = parties_of(make_team(make_convening(), "confirmed"))[0]

    with pytest.raises(commitments.NotYourAnswer):
        promising.sign(party=party, typed_name="X Y", evidence=commitments.Evidence(), by="person:0", at=NOW)


def test_the_deadline_is_the_last_instant_that_is_too_late() -> None:
    team = make_team(make_convening(), "committing")
    first, second, _third = parties_of(team)
    due = team.convening.promise_by_at
    sign(first, at=due - timedelta(seconds=1))

    with pytest.raises(promising.DeadlinePassed):
        sign(second, at=due)


def test_a_team_may_have_more_time() -> None:
    team = make_team(make_convening(), "committing")
    due = team.convening.promise_by_at
    teams.extend_deadline(team=team, promise_by_at=due + timedelta(days=2), by=BY, at=NOW)

    sign(parties_of(team)[0], at=due + timedelta(days=1))

    assert [party.has_signed for party in parties_of(team)] == [True, False, False]


@pytest.mark.parametrize("move", ["close_", "go_live", "postpone", "cancel"])
def test_a_convening_that_is_not_open_takes_no_promises(move: str) -> None:
    team = make_team(make_convening(), "committing")
    reason = {"reason": "Snow"} if move in ("postpone", "cancel") else {}
    getattr(convenings, move)(convening=team.convening, by=BY, at=NOW, **reason)

    for answer in (
        lambda party: sign(party),
        lambda party: promising.decline(party=party, reason="No", by=me(party), at=NOW),
        lambda party: promising.defer(party=party, until_on=date(2027, 3, 20), by=me(party), at=NOW),
        lambda party: promising.reopen(party=party, by=BY, at=NOW),
    ):
        with pytest.raises(promising.ConveningNotOpen):
            answer(parties_of(team)[0])


def test_a_team_that_left_asks_for_nothing() -> None:
    team = make_team(make_convening(), "committing")
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)

    with pytest.raises(promising.TeamNotAsking):
        sign(parties_of(team)[0])


def test_a_team_in_draft_asks_for_nothing() -> None:
    with pytest.raises(promising.TeamNotAsking):
        sign(parties_of(make_team(make_convening()))[0])


def test_a_decline_leaves_the_team_as_it_is_and_tells_nobody() -> None:
    team = make_team(make_convening(), "committing")
    before = Message.objects.count()
    party = parties_of(team)[1]

    team = promising.decline(party=party, reason="Talks are open", by=me(party), at=NOW)

    assert team.state == "committing"
    assert Message.objects.count() == before
    with pytest.raises(commitments.AnswerDeclined):
        sign(party)


def test_whoever_declined_can_be_asked_again() -> None:
    team = make_team(make_convening(), "committing")
    party = parties_of(team)[1]
    promising.decline(party=party, reason="Talks are open", by=me(party), at=NOW)

    promising.reopen(party=party, by=BY, at=NOW)
    sign(party)

    assert owed("commitment.invited").count(party.signatory.email) == 2


def test_a_deferral_counts_its_day_where_the_convening_is() -> None:
    party = parties_of(make_team(make_convening(), "committing"))[0]
    late = datetime.fromisoformat("2027-03-02T03:00:00+00:00")  # still 1 March in Cincinnati

    with pytest.raises(commitments.DateNotAhead):
        promising.defer(party=party, until_on=date(2027, 3, 1), by=me(party), at=late)
    promising.defer(party=party, until_on=date(2027, 3, 2), by=me(party), at=late)


def test_a_withdrawn_promise_frees_the_place_for_who_waits() -> None:
    convening = make_convening(capacity_teams=1)
    team, waiting = make_team(convening, "confirmed"), make_team(convening, "waitlisted")
    party = parties_of(team)[0]

    team = promising.withdraw(party=party, reason="I leave", by=me(party), at=NOW)

    assert (team.state, team.place) == ("committing", "released")
    waiting.refresh_from_db()
    assert (waiting.place, waiting.completion) == ("confirmed", 2)


def test_a_team_that_completes_again_is_the_last_in_line() -> None:
    convening = make_convening(capacity_teams=1)
    team, waiting = make_team(convening, "confirmed"), make_team(convening, "waitlisted")
    party = parties_of(team)[0]
    promising.withdraw(party=party, reason="I leave", by=me(party), at=NOW)
    promising.reopen(party=party, by=BY, at=NOW)

    team = sign(party)

    assert (team.place, team.completion, team.times_completed) == ("waitlisted", 3, 2)
    assert waiting.pk != team.pk
    assert Message.objects.filter(occasion="team.confirmed", refs__team=team.pk).count() == 4
    assert Message.objects.filter(occasion="team.waitlisted", refs__team=team.pk).count() == 4


def test_a_promise_can_be_taken_back_after_the_deadline() -> None:
    team = make_team(make_convening(), "confirmed")
    party = parties_of(team)[0]
    late = team.convening.promise_by_at + timedelta(days=3)

    assert promising.withdraw(party=party, reason="I leave", by=me(party), at=late).place == "released"


def publish(team: Team, *, material: bool) -> None:
    statements.publish_statement(
        convening=team.convening,
        opening="Another text:",
        promises=PROMISES,
        closing=CLOSING,
        material=material,
        by=BY,
        at=NOW,
    )


def test_an_editorial_change_leaves_the_team_alone() -> None:
    team = make_team(make_convening(), "confirmed")
    publish(team, material=False)

    team.refresh_from_db()
    assert (team.state, team.place) == ("committed", "confirmed")


def test_a_material_change_asks_again_and_holds_the_place() -> None:
    team = make_team(make_convening(grace_days=10, capacity_teams=1), "confirmed")
    publish(team, material=True)

    team.refresh_from_db()
    assert (team.state, team.place) == ("committing", "held")
    assert team.deadline == NOW + timedelta(days=10)
    assert len(owed("commitment.invited")) == 6
    waiting = make_team(team.convening, "waitlisted")
    for party in parties_of(team):
        team = sign(party)
    assert (team.state, team.place, team.completion, team.times_completed) == ("committed", "confirmed", 1, 2)
    assert (waiting.completion, len(owed("team.confirmed"))) == (2, 8)


def test_a_material_change_keeps_ones_stand_on_the_waitlist() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    first, second = make_team(convening, "waitlisted"), make_team(convening, "waitlisted")
    publish(first, material=True)
    for team in (second, first):
        for party in parties_of(team):
            sign(party)

    assert list(Team.objects.in_line(convening)) == [first, second]


def test_the_last_promise_costs_few_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    team = make_team(make_convening(), "committing")
    *others, last = parties_of(team)
    for party in others:
        sign(party)

    with django_assert_num_queries(16):  # two of them the savepoint in the test's own transaction
        sign(last)
