"""That a team's time runs out is told the day before, once, the same to all; and can be undone."""

from datetime import timedelta

import pytest

from mail.models import Message
from registration.domain import admission, deadlines, teams
from registration.models import Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def told() -> int:
    return Message.objects.filter(occasion="team.lapsing").count()


def test_all_leaders_are_told_once_whoever_has_promised() -> None:
    team = make_team(state="committing")
    sign(parties_of(team)[0])
    make_team(team.convening, "draft")
    make_team(team.convening, "committed")
    due = team.convening.promise_by_at

    assert deadlines.announce_lapses(at=due - timedelta(hours=25)) == 0
    assert deadlines.announce_lapses(at=due - timedelta(hours=24)) == 1
    assert deadlines.announce_lapses(at=due - timedelta(hours=1)) == 0
    assert deadlines.announce_lapses(at=due) == 0
    assert told() == 4  # the coordinator and three leaders


def test_a_deadline_of_its_own_is_told_in_its_own_time_and_a_longer_one_again() -> None:
    team = make_team(state="committing")
    own = NOW + timedelta(days=2)
    teams.extend_deadline(team=team, promise_by_at=own, by=BY, at=NOW)
    assert deadlines.announce_lapses(at=own - timedelta(hours=3)) == 1

    teams.extend_deadline(team=team, promise_by_at=own + timedelta(days=3), by=BY, at=NOW)

    assert deadlines.announce_lapses(at=own - timedelta(hours=3)) == 0
    assert deadlines.announce_lapses(at=own + timedelta(days=2, hours=1)) == 1
    assert told() == 8


def test_a_held_place_of_a_team_that_lacks_a_promise_counts_by_its_date() -> None:
    team = make_team(state="committing")
    until = NOW + timedelta(days=5)
    Team.objects.filter(pk=team.pk).update(place="held", place_held_until_at=until, completion=9)

    assert deadlines.announce_lapses(at=team.convening.promise_by_at - timedelta(hours=1)) == 0
    assert deadlines.announce_lapses(at=until - timedelta(hours=2)) == 1
    assert deadlines.announce_lapses(at=until - timedelta(hours=1)) == 0


def test_nobody_is_told_while_the_convening_is_postponed() -> None:
    team = make_team(state="committing")
    team.convening.__class__.objects.filter(pk=team.convening_id).update(state="postponed")

    assert deadlines.announce_lapses(at=team.convening.promise_by_at - timedelta(hours=1)) == 0


def test_a_lapsed_team_is_reopened_with_a_new_deadline_in_one_act() -> None:
    convening = make_convening()
    team = make_team(convening, "committing")
    late = convening.promise_by_at
    admission.lapse_overdue(at=late)
    new = late + timedelta(days=7)

    reopened = teams.reopen_team(team=team, promise_by_at=new, by=BY, at=late + timedelta(hours=1))

    assert (reopened.state, reopened.deadline) == ("committing", new)
    assert admission.lapse_overdue(at=new - timedelta(seconds=1)) == 0


def test_a_refused_reopening_leaves_the_deadline_as_it_was() -> None:
    team = make_team(state="committing")
    admission.lapse_overdue(at=team.convening.promise_by_at)

    with pytest.raises(teams.RegistrationRefused):
        teams.reopen_team(team=team, promise_by_at=NOW, by=BY, at=team.convening.promise_by_at)

    assert Team.objects.get(pk=team.pk).promise_by_at is None
    assert Team.objects.get(pk=team.pk).state == "lapsed"
