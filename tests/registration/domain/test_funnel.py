from datetime import timedelta

import pytest

from registration.domain import funnel, teams
from registration.models import Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def test_the_way_from_registered_to_confirmed(django_assert_num_queries: object) -> None:
    convening = make_convening(capacity_teams=2)
    for state in ("draft", "committing", "committing", "confirmed", "confirmed", "waitlisted"):
        make_team(convening, state, members=1)
    teams.decline_team(team=make_team(convening, "committing"), reason="", by=BY, at=NOW)
    teams.withdraw_team(team=make_team(convening, "committing"), reason="", by=BY, at=NOW)
    make_team(make_convening(), "confirmed")

    with django_assert_num_queries(2):  # type: ignore[operator]
        found = funnel.funnel(convening)

    assert found == funnel.Funnel(
        registered=8,
        invited=7,
        complete=3,
        confirmed=2,
        waitlisted=1,
        draft=1,
        committing=2,
        declined=1,
        lapsed=0,
        withdrawn=1,
        people_confirmed=8,
        selected=0,
        offered=0,
        in_check=0,
        held=0,
    )


def test_whose_place_is_kept_otherwise_stands_beside(db: None) -> None:
    convening = make_convening()
    for place in ("selected", "offered", "in_check", "held", "held"):
        team = make_team(convening, "confirmed")
        Team.objects.filter(pk=team.pk).update(place=place, place_held_until_at=NOW)
    Team.objects.filter(place="held", pk=team.pk).update(state="committing")

    found = funnel.funnel(convening)

    assert (found.selected, found.offered, found.in_check, found.held, found.confirmed) == (1, 1, 1, 2, 0)


def test_who_is_late_the_most_urgent_first(django_assert_num_queries: object) -> None:
    convening = make_convening()
    due = convening.promise_by_at
    one, two, later = (make_team(convening, "committing") for _ in range(3))
    make_team(convening, "confirmed")
    sign(parties_of(one)[0])
    teams.extend_deadline(team=later, promise_by_at=due + timedelta(days=7), by=BY, at=NOW)
    assert funnel.late_teams(convening, due - timedelta(days=7, seconds=1)) == []

    with django_assert_num_queries(2):  # type: ignore[operator]
        late = funnel.late_teams(convening, due - timedelta(days=7))

    assert [(row.team, row.missing, row.overdue) for row in late] == [(two, 3, False), (one, 2, False)]
    assert [row.team for row in funnel.late_teams(convening, due + timedelta(days=1))] == [two, one, later]
    assert funnel.late_teams(convening, due)[0].overdue
