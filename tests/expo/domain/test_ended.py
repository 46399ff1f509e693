"""After the end nothing of the expo is planned any more, and no page offers it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from convenings.states import ConveningState
from expo.domain.arrangement import ask_arrangement
from expo.domain.assigning import ask_assignment
from expo.domain.assignment import place_team
from expo.domain.ended import ExpoEnded
from expo.domain.rota_planning import ask_rota
from expo.domain.waves import set_waves
from expo.models import Hall, Placement
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team

pytestmark = pytest.mark.usefixtures("in_season")

PLANS: dict[str, Callable[[Hall, datetime], object]] = {
    "rota": lambda where, at: ask_rota(hall=where, by=BY, at=at),
    "waves": lambda where, at: set_waves(hall=where, count=3, by=BY, at=at),
    "floor": lambda where, at: ask_arrangement(hall=where, mode="anew", by=BY, at=at),
    "booths": lambda where, at: ask_assignment(hall=where, version=None, by=BY, at=at),
}


@pytest.fixture
def where(convening: Convening) -> Hall:
    """A hall with waves; two teams of one state side by side, and booths to move to."""
    made = hall(convening)
    for name, booth in zip(("Elgin", "Peoria"), booths(made, "", "", "", ""), strict=False):
        place_team(booth=booth, team=make_team(convening, "confirmed", name=name, us_state="IL"), by=BY, at=AT)
    set_waves(hall=made, count=4, by=BY, at=AT)
    return Hall.objects.get(pk=made.pk)


@pytest.mark.parametrize("what", PLANS)
@pytest.mark.parametrize("cancelled", [False, True])
def test_nothing_is_planned_after_the_end(where: Hall, what: str, cancelled: bool) -> None:
    at = where.convening.ends_at
    if cancelled:
        at = AT
        Convening.objects.filter(pk=where.convening_id).update(state=ConveningState.CANCELLED)
        where = Hall.objects.get(pk=where.pk)
    with pytest.raises(ExpoEnded):
        PLANS[what](where, at)
    assert not Job.objects.exists()


@pytest.mark.parametrize("what", PLANS)
def test_until_the_end_it_is(where: Hall, what: str) -> None:
    assert PLANS[what](where, where.convening.ends_at - timedelta(seconds=1))


def test_what_was_proposed_is_not_applied_any_more(where: Hall) -> None:
    job = ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    proposal = Proposal.objects.get(job=job)
    with pytest.raises(ExpoEnded):
        proposals.apply(proposal=proposal, by=BY, at=where.convening.ends_at)


@pytest.mark.parametrize("over", [False, True])
def test_pages_offer_it_until_then(where: Hall, client: Client, over: bool) -> None:
    work.run(job_id=ask_arrangement(hall=where, mode="anew", by=BY, at=AT).pk, at=AT)
    make_team(where.convening, "confirmed", name="Chicago", us_state="IL")
    if over:
        Convening.objects.filter(pk=where.convening_id).update(state=ConveningState.CONCLUDED)
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=where.convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    slug, team = where.convening.slug, Placement.objects.earliest("pk").team_id
    proposal = Proposal.objects.get()
    offers = {
        reverse("expo:rota", args=[slug]) + f"?team={team}": {"Plan the rota", "Plan this team", "Set waves and rules"},
        reverse("expo:arrange", args=[slug]): {"Look for a better floor"},
        reverse("expo:floor", args=[slug]): {"Assign 1 open team"},
        reverse("expo:proposal", args=[slug, proposal.pk]): {"Apply what is accepted", "Arrange again with"},
    }
    for address, words in offers.items():
        page = client.get(address).content.decode()
        assert {word for word in words if word in page} == (set() if over else words), address
