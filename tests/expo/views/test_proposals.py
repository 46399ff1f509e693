"""Pages on which a floor is arranged, a proposal looked at and applied, and a contradiction released."""

import sys

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.domain import arrangement
from expo.domain.assignment import pin, place_team
from expo.domain.needs import set_needs
from expo.models import Hall, Placement
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_convening, make_team

pytestmark = pytest.mark.usefixtures("in_season")

NAMES = ("Elgin", "O'Brien-Nuñez <b>")
WEIGHTS = {"zones": "clearly", "requests": "clearly", "same_focus": "clearly", "same_state": "clearly"}


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


@pytest.fixture
def where(convening: Convening) -> Hall:
    """Two teams of Illinois side by side at 101 and 102; 103 and 104 are free."""
    made = hall(convening, "Hall A")
    for booth, name in zip(booths(made, "", "", "", "power"), NAMES, strict=False):
        place_team(booth=booth, team=make_team(convening, "confirmed", name=name, us_state="IL"), by=BY, at=AT)
    return made


def address(where: Hall, rest: str = "") -> str:
    return f"/organize/{where.convening.slug}/expo/{rest}"


def proposed(where: Hall) -> Proposal:
    job = arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    return Proposal.objects.latest("pk")


def read(client: Client, where: Hall, rest: str) -> str:
    return client.get(address(where, rest)).content.decode()


def decide(client: Client, where: Hall, proposal: Proposal, do: str, **answers: str) -> str:
    target = address(where, f"proposals/{proposal.pk}/decide/")
    return client.post(target, {"do": do, **answers}, follow=True).content.decode()


def test_ask_for_a_better_floor_and_find_the_proposal(organizer: Client, where: Hall) -> None:
    assert "None yet." in read(organizer, where, "arrange/")
    typed = {"mode": "anew", **WEIGHTS, "same_state": "above_all"}
    asked = organizer.post(address(where, f"halls/{where.pk}/arrange/"), typed, follow=True).content.decode()
    assert "The floor is being arranged." in asked
    job = Job.objects.get()
    assert job.args["weights"]["same_state"] == "above_all"
    work.run(job_id=job.pk, at=AT)
    row = organizer.get(f"/organize/{where.convening.slug}/jobs/{job.pk}/").content.decode()
    assert "A proposal waits: 1 team moves." in row
    page = read(organizer, where, "arrange/")
    assert f"/expo/proposals/{Proposal.objects.get().pk}/" in page
    assert '<option value="above_all" selected>' in page


def test_the_page_says_what_it_is_worth_what_it_costs_and_why(organizer: Client, where: Hall) -> None:
    page = read(organizer, where, f"proposals/{proposed(where).pk}/")
    assert "1 of 2 teams moves." in page
    assert "No longer beside" in page
    assert "O&#x27;Brien-Nuñez &lt;b&gt;" in page
    assert "<b>&lt;b&gt;" not in page
    assert "Two teams of one state as neighbours" in page
    assert "1 fewer" in page
    assert '<small class="worse">the price</small>' in page
    assert page.count('class="moves"') == 1
    assert 'class="bo to"' in page
    assert 'class="bo left"' in page


def test_apply_and_undo(organizer: Client, where: Hall) -> None:
    before = list(Placement.objects.order_by("team").values_list("team", "booth"))
    proposal = proposed(where)
    page = decide(organizer, where, proposal, "apply")
    assert "Applied. The floor stands so now." in page
    assert list(Placement.objects.order_by("team").values_list("team", "booth")) != before
    assert "Undone." in decide(organizer, where, proposal, "undo")
    assert list(Placement.objects.order_by("team").values_list("team", "booth")) == before
    assert "has been applied, undone or discarded meanwhile" in decide(organizer, where, proposal, "apply")


def test_a_row_that_is_pinned_stays_and_is_arranged_around(organizer: Client, where: Hall) -> None:
    proposal = proposed(where)
    row = proposal.rows[0]
    refused = organizer.post(
        address(where, f"proposals/{proposal.pk}/decide/"), {"do": "apply", f"m{row['key']}": "keep"}
    )
    assert refused.status_code == 409
    assert "You accepted none of its rows" in refused.content.decode()
    assert 'value="keep" checked' in refused.content.decode()
    decide(organizer, where, proposal, "again", **{f"m{row['key']}": "keep"})
    assert Placement.objects.get(team=row["team"]).is_pinned
    job = Job.objects.latest("pk")
    work.run(job_id=job.pk, at=AT)
    assert row["key"] not in {other["key"] for other in Proposal.objects.latest("pk").rows}


def test_discard(organizer: Client, where: Hall) -> None:
    proposal = proposed(where)
    assert "Discarded. The floor stands as it stood." in decide(organizer, where, proposal, "discard")
    assert "Apply what is accepted" not in read(organizer, where, f"proposals/{proposal.pk}/")


def test_what_is_outdated_says_so_and_cannot_be_applied(organizer: Client, where: Hall) -> None:
    proposal = proposed(where)
    team = Team.objects.get(name="Elgin")
    assert "Changes nothing yet" in read(organizer, where, "arrange/")
    place_team(booth=where.booths.get(number=104), team=team, by=BY, at=AT)
    listed = read(organizer, where, "arrange/")
    assert "The floor has changed since" in listed
    assert "Changes nothing yet" not in listed
    page = read(organizer, where, f"proposals/{proposal.pk}/")
    assert "Somebody has changed this floor since." in page
    assert "Apply what is accepted" not in page
    assert "The floor has changed since this proposal was made." in decide(organizer, where, proposal, "apply")
    assert Placement.objects.get(team=team).booth.number == 104


def test_nothing_else_is_done(organizer: Client, where: Hall) -> None:
    target = address(where, f"proposals/{proposed(where).pk}/decide/")
    assert organizer.post(target, {"do": "delete"}).status_code == 404
    assert organizer.post(target).status_code == 404


def test_a_proposal_of_another_convening_is_not_found(organizer: Client, where: Hall) -> None:
    other = make_convening()
    foreign = proposals.propose(
        kind="expo.floor", convening_id=other.pk, subject=f"hall:{hall(other).pk}", base_version=0, args={},
        figures={}, rows=[], by=BY, at=AT,
    )  # fmt: skip
    assert organizer.get(address(where, f"proposals/{foreign.pk}/")).status_code == 404


def test_an_empty_hall_is_a_sentence(organizer: Client, convening: Convening) -> None:
    empty = hall(convening)
    answer = organizer.post(address(empty, f"halls/{empty.pk}/arrange/"), {"mode": "anew", **WEIGHTS})
    assert answer.status_code == 422
    assert "This hall has no booths yet." in answer.content.decode()
    assert "There is no hall yet." not in answer.content.decode()


def test_without_a_hall_the_page_says_what_to_do(organizer: Client, convening: Convening) -> None:
    page = organizer.get(f"/organize/{convening.slug}/expo/arrange/").content.decode()
    assert "Add the hall and its booths first." in page


def test_a_contradiction_is_named_and_the_pin_released(organizer: Client, where: Hall) -> None:
    elgin = Team.objects.get(name="Elgin")
    pin(placement=elgin.placement, pinned=True, by=BY, at=AT)
    set_needs(team=elgin, needs=["power"], by=BY, at=AT)
    page = organizer.post(
        address(where, f"halls/{where.pk}/arrange/"), {"mode": "anew", **WEIGHTS}, follow=True
    ).content.decode()
    assert "These two rules cannot both hold" in page
    assert "Elgin is pinned to booth 101" in page
    assert "Elgin needs power" in page
    assert "Booths that offer it: 104." in page
    assert "Arrange the others" not in page  # a pinned team cannot be left out
    assert not Job.objects.exists()
    after = organizer.post(
        address(where, f"halls/{where.pk}/teams/{elgin.pk}/release/"), {"kind": "pin"}, follow=True
    ).content.decode()
    assert "Nothing is in the way" in after
    assert not Placement.objects.get(team=elgin).is_pinned


def test_a_need_that_no_booth_meets_is_released_or_its_team_left_out(organizer: Client, where: Hall) -> None:
    meriden = make_team(where.convening, "confirmed", name="Meriden", us_state="CT")
    set_needs(team=meriden, needs=["screen", "power"], by=BY, at=AT)
    page = read(organizer, where, f"halls/{where.pk}/contradiction/")
    assert "This rule cannot hold" in page
    assert "There is no booth that Meriden could take." in page
    assert "Arrange the others" in page
    assert "Some rules contradict each other." in read(organizer, where, "arrange/")
    organizer.post(address(where, f"halls/{where.pk}/arrange/"), {"mode": "anew", "leave_out": "on", **WEIGHTS})
    work.run(job_id=Job.objects.get().pk, at=AT)
    left = read(organizer, where, f"proposals/{Proposal.objects.get().pk}/")
    assert "<b>Meriden</b><span>No booth offers power and screen.</span>" in left
    organizer.post(address(where, f"halls/{where.pk}/teams/{meriden.pk}/release/"), {"kind": "need:screen"})
    meriden.refresh_from_db()
    assert meriden.booth_request.needs == ["power"]
    assert "Nothing is in the way" in read(organizer, where, f"halls/{where.pk}/contradiction/")


def test_these_pages_need_no_solver(organizer: Client, where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = proposed(where)
    for name in [name for name in sys.modules if name.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    read(organizer, where, "arrange/")
    read(organizer, where, f"halls/{where.pk}/contradiction/")
    assert "Applied." in decide(organizer, where, proposal, "apply")
    assert organizer.post(address(where, f"halls/{where.pk}/arrange/"), {"mode": "least", **WEIGHTS}).status_code == 302


def test_statements_do_not_grow_with_the_teams(
    organizer: Client, where: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    proposal = proposed(where)
    with django_assert_max_num_queries(14) as before:
        read(organizer, where, f"proposals/{proposal.pk}/")
    make_team(where.convening, "confirmed", name="Later", us_state="IL")
    make_team(where.convening, "confirmed", name="Latest", us_state="ME")
    more = proposed(where)
    assert len(more.rows) >= 2
    with django_assert_max_num_queries(14) as after:
        read(organizer, where, f"proposals/{more.pk}/")
    assert len(after) <= len(before)
