import pytest

from tests.registration.factories import make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def test_the_last_promise_commits_the_team_and_confirms_its_place() -> None:
    convening = make_convening()
    team = make_team(convening, "committing")
    first, second, third = parties_of(team)

    assert sign(third).state == "committing"
    assert sign(first).state == "committing"
    team = sign(second)

    assert (team.state, team.place, team.completion, team.times_completed) == ("committed", "confirmed", 1, 1)
