"""Every pair of states through the function that moves, not only through the table."""

import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.domain.standing import standing_of
from journal.models import Entry
from registration.domain import team_moves
from registration.models import Team
from registration.signals import place_changed
from registration.states import DATED_PLACES, PlaceState, TeamState
from tests.registration.factories import BY, NOW, make_team, parties_of, sign
from tests.registration.test_states import PLACE_ALLOWED, TEAM_ALLOWED

pytestmark = pytest.mark.django_db


@pytest.fixture
def complete() -> Team:
    """A team whose offices have all promised, so that the gate stands open."""
    return Team.objects.locked(make_team(state="confirmed"))


def put(team: Team, **values: object) -> Team:
    Team.objects.filter(pk=team.pk).update(**values)
    return Team.objects.locked(team)


@pytest.mark.parametrize(("was", "to"), list(itertools.product(TeamState, TeamState)))
def test_every_pair_of_states(was: TeamState, to: TeamState, complete: Team) -> None:
    team = put(complete, state=was)
    if (was, to) in TEAM_ALLOWED:
        team_moves.move_state(team, to, by=BY, at=NOW)
        assert Team.objects.get(pk=team.pk).state == to
        assert Entry.objects.filter(kind=f"team.{to}", subject=f"team:{team.pk}", data__was=was).exists()
    else:
        with pytest.raises(team_moves.StateNotPossible):
            team_moves.move_state(team, to, by=BY, at=NOW)
        assert Team.objects.get(pk=team.pk).state == was


@pytest.mark.parametrize(("was", "to"), list(itertools.product(PlaceState, PlaceState)))
def test_every_pair_of_places(was: PlaceState, to: PlaceState, complete: Team) -> None:
    until = NOW + timedelta(days=14)
    team = put(complete, place=was, place_held_until_at=until if was in DATED_PLACES else None)
    heard: list[tuple[str, str]] = []

    def listen(sender: object, team: Team, was: str, **extra: object) -> None:
        heard.append((was, team.place))

    place_changed.connect(listen)
    if (was, to) in PLACE_ALLOWED:
        team_moves.move_place(team, to, by=BY, at=NOW, held_until_at=until if to in DATED_PLACES else None)
        assert heard == [(was, to)]
        assert Entry.objects.filter(kind=f"place.{to}", subject=f"team:{team.pk}", data__was=was).exists()
    else:
        with pytest.raises(team_moves.PlaceNotPossible):
            team_moves.move_place(team, to, by=BY, at=NOW)
        assert heard == []
    place_changed.disconnect(listen)


def test_the_move_itself_asks_the_gate() -> None:
    team = make_team(state="committing")
    for party in parties_of(team)[:2]:
        sign(party)

    with pytest.raises(team_moves.OfficesMissing):
        team_moves.move_state(
            Team.objects.locked(team), TeamState.COMMITTED, by=BY, at=NOW, completion=1, completed_at=NOW
        )


def test_the_move_takes_no_other_teams_promises_for_its_own(complete: Team) -> None:
    team = make_team(complete.convening, state="committing")

    with pytest.raises(team_moves.OfficesMissing):
        team_moves.move_state(
            Team.objects.locked(team), TeamState.COMMITTED, by=BY, at=NOW,
            standing=standing_of(complete.agreement_id), completion=9, completed_at=NOW,
        )


def test_a_team_that_asks_nobody_never_commits() -> None:
    team = make_team(state="committing")
    for party in parties_of(team):
        party.requirement = "optional"
        party.save(update_fields=["requirement"])

    with pytest.raises(team_moves.OfficesMissing):
        team_moves.move_state(
            Team.objects.locked(team), TeamState.COMMITTED, by=BY, at=NOW, completion=1, completed_at=NOW
        )


@pytest.mark.parametrize(
    "values",
    [
        {"state": "invented"},
        {"place": "invented"},
        {"completion": None},
        {"completed_at": None},
        {"place": "held"},
        {"state": "draft", "completion": None},
    ],
)
def test_the_database_holds_what_must_be_true(values: dict[str, object], complete: Team) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=complete.pk).update(**values)
