"""Two organizers and one booth, at the same moment. And the proof that the lock does it."""

from typing import Any

import pytest
from django.db import connection

from expo.domain import assignment
from expo.models import Hall, Placement
from registration.domain.teams import withdraw_team
from tests.expo.factories import AT, BY, booths, hall
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening, make_team

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def kinds(ended: list[Any]) -> list[str]:
    return sorted(type(end).__name__ for end in ended)


@pytest.fixture
def meet_after_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked at the booth before either writes, unless a lock keeps one of them out."""
    meeting, look = Meeting(2), assignment._check_placing

    def look_and_wait(*args: Any) -> None:
        look(*args)
        meeting.wait()

    monkeypatch.setattr(assignment, "_check_placing", look_and_wait)


def race_for_a_booth(place: Any) -> list[Any]:
    convening = make_convening()
    (booth,) = booths(hall(convening), "")
    teams = [make_team(convening, "confirmed") for __ in range(2)]
    ended = together(*(lambda team=team: place(booth=booth, team=team, by=BY, at=AT) for team in teams))
    assert Placement.objects.filter(booth=booth).count() == 1
    return ended


def test_one_booth_for_two_teams(meet_after_looking: None) -> None:
    assert kinds(race_for_a_booth(assignment.place_team)) == ["BoothTaken", "Placement"]


def test_without_the_lock_the_loser_gets_no_sentence(
    meet_after_looking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    place: Any = assignment.place_team
    if connection.vendor == "sqlite":
        place = place.__wrapped__
    else:
        monkeypatch.setattr(
            assignment, "hold_halls", lambda *, convening_id: list(Hall.objects.filter(convening_id=convening_id))
        )
    assert kinds(race_for_a_booth(place)) == ["IntegrityError", "Placement"]


def test_two_assignments_at_once_place_everybody_once() -> None:
    convening = make_convening()
    halls = [hall(convening), hall(convening)]
    for where in halls:
        booths(where, "", "", "")
    for __ in range(4):
        make_team(convening, "confirmed")
    ended = together(*(lambda where=where: assignment.assign_booths(hall=where, by=BY, at=AT) for where in halls))
    assert kinds(ended) in (["FloorChanged", "Outcome"], ["Outcome", "Outcome"])  # the second may have looked too early
    for where in halls:
        assignment.assign_booths(hall=where, by=BY, at=AT)
    assert Placement.objects.count() == 4


def test_a_team_that_withdraws_while_it_is_placed_stands_nowhere() -> None:
    convening = make_convening()
    where = hall(convening)
    booths(where, "")
    team = make_team(convening, "confirmed")
    together(
        lambda: assignment.assign_booths(hall=where, by=BY, at=AT),
        lambda: withdraw_team(team=team, reason="The board voted no.", by=BY, at=AT),
    )
    assert not Placement.objects.standing().exists()
    assert not Placement.objects.exists()
