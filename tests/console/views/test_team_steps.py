"""What organizers do with a whole team: asked about first, done by one domain function, refused in words."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from convenings.models import Convening
from convenings.permissions import Role
from registration.domain import admission, offers, teams
from registration.models import Team
from registration.states import PlaceState
from tests.console.conftest import SignIn
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address(team: Team, step: str) -> str:
    return f"/organize/{team.convening.slug}/teams/{team.pk}/{step}/"


def now(team: Team) -> Team:
    return Team.objects.get(pk=team.pk)


def offered(convening: Convening) -> Team:
    Convening.objects.filter(pk=convening.pk).update(promotion="confirmed", capacity_teams=1)
    convening.refresh_from_db()
    first, team = make_team(convening, "confirmed"), make_team(convening, "waitlisted")
    teams.withdraw_team(team=first, reason="", by=BY, at=NOW)
    return team


def test_a_deadline_is_typed_in_the_convenings_zone_and_taken_back(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    owner.post(address(team, "deadline"), {"promise_by_at": "2027-04-10T17:00"})
    assert now(team).promise_by_at == convening.promise_by_at.replace(month=4, day=10, hour=21, minute=0, second=0)
    assert 'value="2027-04-10T17:00"' in owner.get(address(team, "deadline")).content.decode()

    owner.post(address(team, "deadline"), {"promise_by_at": ""})
    assert now(team).promise_by_at is None


def test_a_deadline_in_the_past_is_refused_beside_its_field(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    answer = owner.post(address(team, "deadline"), {"promise_by_at": "2026-01-01T09:00"})

    assert answer.status_code == 400
    assert "A time to come, before the convening begins." in answer.content.decode()


def test_a_lapsed_team_is_opened_with_a_new_deadline_in_one_act(
    convening: Convening, sign_in: SignIn, clock: Any
) -> None:
    team = make_team(convening, "committing")
    late = convening.promise_by_at + timedelta(hours=1)
    admission.lapse_overdue(at=late)
    clock.move_to(late)
    owner = sign_in(convening, Role.OWNER)

    assert owner.post(address(team, "reopen"), {"promise_by_at": ""}).status_code == 400
    owner.post(address(team, "reopen"), {"promise_by_at": "2027-04-20T17:00"})

    assert (now(team).state, now(team).promise_by_at is not None) == ("committing", True)


def test_hold_and_its_end(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    owner.post(address(team, "hold"), {"until_at": "2027-04-10T17:00", "reason": "A strike"})
    assert (now(team).place, now(team).held_reason) == ("held", "A strike")
    assert "A strike" in owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()

    shown = owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    assert address(team, "hold") not in shown
    assert address(team, "hold-until") in shown
    owner.post(address(team, "hold-until"), {"until_at": "2027-04-12T17:00", "reason": "A strike"})
    assert convening.local(now(team).place_held_until_at).day == 12

    owner.post(address(team, "end-hold"))
    assert now(team).place == "confirmed"


def test_a_hold_wants_a_date(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")

    assert owner.post(address(team, "hold"), {"until_at": ""}).status_code == 400
    assert now(team).place == "confirmed"


def test_an_offer_is_accepted_for_a_team(owner: Client, convening: Convening) -> None:
    team = offered(convening)
    owner.post(address(team, "accept-offer"))

    assert now(team).place == "confirmed"


def test_an_offer_taken_back_and_the_team_put_in_line_again(owner: Client, convening: Convening) -> None:
    team = offered(convening)
    waiting = make_team(convening, "waitlisted")
    owner.post(address(team, "decline-offer"))
    assert (now(team).place, now(waiting).place) == ("released", "offered")

    owner.post(address(team, "queue-again"))
    assert now(team).place == "waitlisted"


def test_asking_changes_nothing_and_what_does_not_fit_is_not_offered(owner: Client, convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    for step in ("hold", "withdraw", "accept-offer", "queue-again", "end-hold"):
        assert owner.get(address(team, step)).status_code == 200
    shown = owner.get(address(team, "accept-offer")).content.decode()

    assert "This cannot follow now" in shown
    assert now(team).place == PlaceState.CONFIRMED
    with pytest.raises(offers.NoOffer):
        offers.decline_offer(team=team, by=BY, at=NOW)


def test_another_convenings_team_is_not_there(owner: Client, convening: Convening) -> None:
    team = make_team(make_convening(), "confirmed")

    assert owner.post(f"/organize/{convening.slug}/teams/{team.pk}/withdraw/").status_code == 404
