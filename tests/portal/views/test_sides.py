"""The team's page for a coordinator beside the lead, and the pages that name, hand over and end one."""

import itertools
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registration.domain import coordination, coordinators, promising, reminders
from registration.domain.drafts import PersonDraft
from registration.models import SideCoordinator, Team
from tests.portal.views.test_team import SIDES, address, page
from tests.registration.doors import as_coordinator, hold
from tests.registration.factories import BY, NOW, make_team, party_of, sign

pytestmark = pytest.mark.django_db
ANA = PersonDraft("Ana O'Brien-Nuñez", "ana@example.org")


@pytest.fixture
def team() -> Team:
    return make_team(state="committing")


def name(team: Team, side: str = "union", person: PersonDraft = ANA) -> SideCoordinator:
    return coordination.name_side_coordinator(team=team, side=side, person=person, by=BY, at=NOW)


def as_ana(client: Client, team: Team, found: SideCoordinator) -> Client:
    return hold(client, found.person, "coordinate", f"team:{team.pk}")


def test_each_sees_the_own_side_alone(team: Team) -> None:
    ana = name(team)
    union, district = as_ana(Client(), team, ana), as_coordinator(Client(), team)
    by_lead, by_ana = page(district, team), page(union, team)
    assert "Superintendent has not" not in by_ana
    assert f"offices/{party_of(team, 'union_president').pk}/" in by_ana
    assert f"offices/{party_of(team, 'superintendent').pk}/" not in by_ana
    assert f"offices/{party_of(team, 'union_president').pk}/" not in by_lead
    assert "You coordinate for the union side, so you see" in by_ana
    assert "Withdraw the team" in by_lead
    assert "Withdraw the team" not in by_ana
    for where in ("withdraw/", "sides/board/"):
        assert union.get(address(team, where)).status_code == 404
    assert union.post(address(team, f"offices/{party_of(team, 'superintendent').pk}/remind/")).status_code == 404
    assert district.post(address(team, f"offices/{party_of(team, 'union_president').pk}/remind/")).status_code == 404


def test_it_tells_neither_what_the_others_answered(team: Team) -> None:
    """Byte by byte the same, for the lead and for the union's, whatever the sides of the others did."""
    ana = name(team)
    clients = {"district": as_coordinator(Client(), team), "union": as_ana(Client(), team, ana)}
    for own, client in clients.items():
        seen = set()
        others = [office for office in SIDES if SIDES[office] != own]
        for count in range(3):
            for offices in itertools.permutations(others, count):
                with transaction.atomic():
                    for hours, office in enumerate(offices):
                        sign(party_of(team, office), at=NOW + timedelta(hours=hours))
                    seen.add(page(client, team))
                    transaction.set_rollback(True)
        with transaction.atomic():
            other = party_of(team, others[0])
            promising.decline(party=other, reason="No", by=f"person:{other.signatory_id}", at=NOW)
            seen.add(page(client, team))
            transaction.set_rollback(True)
        with transaction.atomic():  # a reminder by the other side's own hand would tell that it is open
            by = f"person:{ana.person_id}" if own == "district" else f"person:{team.coordinator_id}"
            reminded = party_of(team, "union_president" if own == "district" else "superintendent")
            reminders.remind(party=reminded, by=by, at=NOW)
            seen.add(page(client, team))
            transaction.set_rollback(True)
        assert len(seen) == 1, own


def test_a_draft_is_invited_by_the_lead_alone(client: Client) -> None:
    team = make_team()
    as_ana(client, team, name(team))
    assert "Invite the leaders</button>" not in page(client, team)
    shown = client.post(address(team, "invite/"), follow=True).content.decode()
    assert "The coordinator who leads the team does this, or an organizer." in shown
    team.refresh_from_db()
    assert team.state == "draft"


def test_members_of_the_own_side(team: Team, client: Client) -> None:
    as_ana(client, team, name(team))
    shown = page(client, team)
    assert '<option value="union"' in shown
    assert '<option value="district"' not in shown
    added = {"name": "Đặng", "email": "dang@example.org", "job": "Teacher", "side": "union"}
    assert client.post(address(team, "members/"), added).status_code == 302
    other = {**added, "email": "x@example.org", "side": "board"}
    assert client.post(address(team, "members/"), other).status_code == 422
    assert team.members.filter(office="").count() == 1


def test_once_the_leaders_are_invited_the_page_says_who_names(team: Team, client: Client) -> None:
    as_coordinator(client, team)
    where, words = address(team, "sides/union/"), "a leader of that side says on their own page who coordinates for it"
    shown = page(client, team)
    assert "Name their coordinator" not in shown
    assert "Its leaders say on their own page who does, or an organizer does." in shown
    asked = client.get(where).content.decode()
    assert words in asked
    assert 'name="email"' not in asked
    refused = client.post(where, {"name": ANA.name, "email": ANA.email})
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert not SideCoordinator.objects.exists()


def test_the_lead_names_somebody_who_then_hands_over_and_gives_up(client: Client) -> None:
    team = make_team()
    as_coordinator(client, team)
    assert "Name their coordinator" in page(client, team)
    where = address(team, "sides/union/")
    assert "Who coordinates for the union side?" in client.get(where).content.decode()
    bad = client.post(where, {"name": "Ana", "email": "nobody"})
    assert bad.status_code == 422
    own = client.post(where, {"name": "Me", "email": team.coordinator.email})
    assert "Name somebody else." in own.content.decode()
    assert client.post(where, {"name": ANA.name, "email": ANA.email}).status_code == 302
    assert client.get(where).status_code == 302  # named already
    assert client.get(address(team, "sides/moon/")).status_code == 302
    assert client.get(address(team, "sides/")).status_code == 404  # the lead gives up no side

    ana = SideCoordinator.objects.standing().get()
    union = as_ana(Client(), team, ana)
    assert "Who coordinates the union side of" in union.get(address(team, "hand-over/")).content.decode()
    done = union.post(address(team, "hand-over/"), {"name": "Ben", "email": "ben@example.org"}).content.decode()
    assert "Ben is the coordinator now" in done
    assert union.get(address(team)).status_code == 410

    ben = as_ana(Client(), team, SideCoordinator.objects.standing().get())
    assert "Give up the coordination of the union side?" in ben.get(address(team, "sides/")).content.decode()
    assert "looked after by" in ben.post(address(team, "sides/")).content.decode()
    assert ben.get(address(team)).status_code == 410
    assert coordinators.for_side(team, "union") == team.coordinator
    assert client.get(address(team)).status_code == 200


def test_the_page_stays_within_ten_statements(team: Team, client: Client) -> None:
    as_ana(client, team, name(team))
    name(team, "board", PersonDraft("Bo", "bo@example.org"))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(team))
    ours = [query for query in asked.captured_queries if "django_session" not in query["sql"]]
    assert len(ours) <= 10, "\n".join(query["sql"][:120] for query in ours)


def test_the_side_that_nobody_coordinates_has_its_name_in_spanish(client: Client) -> None:
    team = make_team()
    lead = as_coordinator(client, team)
    shown = lead.get(f"/team/{team.pk}/", headers={"accept-language": "es"}).content.decode()
    offered = re.findall(r"<b>La parte: (.*?)</b>.*?<span class=\"vh\">: (.*?)</span>", shown, re.DOTALL)
    assert offered == [("sindicato", "sindicato"), ("junta escolar", "junta escolar")]
