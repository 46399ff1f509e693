"""The list of everybody who comes, and what organizers change in it."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convenings.models import Convening
from convenings.permissions import Role
from registration.domain import attendees
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from tests.console.conftest import SignIn
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def guest(convening: Convening, name: str, kind: str = "guest") -> Attendee:
    draft = PersonDraft(name, f"{kind}.{Attendee.objects.count()}@example.org")
    return attendees.add_attendee(convening=convening, draft=draft, kind=kind, by=BY, at=NOW)


def table(owner: Client, convening: Convening, what: str) -> list[dict[str, str]]:
    answer = owner.get(f"/organize/{convening.slug}/{what}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_found_by_name_address_and_team_and_narrowed_by_kind(convening: Convening, owner: Client) -> None:
    guest(convening, "Ébano Ruiz")
    guest(convening, "Sam Staff", "staff")
    make_team(convening, "confirmed", name="Mesa Verde", members=1)

    def names(query: str) -> list[str]:
        return [row["name"] for row in table(owner, convening, f"attendees.csv?{query}")]

    assert names("search=ebano") == ["Ébano Ruiz"]
    assert names("kind=staff") == ["Sam Staff"]
    assert names("search=guest.0") == ["Ébano Ruiz"]
    assert len(names("search=mesa+verde")) == 4
    assert len(names("kind=nonsense")) == 6
    assert "Ébano Ruiz" in owner.get(f"/organize/{convening.slug}/attendees/?search=ebano").content.decode()


def test_the_page_costs_the_same_whatever_the_number(convening: Convening, owner: Client) -> None:
    counted = []
    for _ in range(3):
        make_team(convening, "confirmed", members=2)
        with CaptureQueriesContext(connection) as found:
            owner.get(f"/organize/{convening.slug}/attendees/")
        counted.append(len(found))

    assert len(set(counted)) == 1


def test_names_that_are_formulas_are_only_shown(convening: Convening, owner: Client) -> None:
    guest(convening, '=HYPERLINK("bad","x")')
    make_team(convening, "committing", name="+1+2")

    assert table(owner, convening, "attendees.csv?kind=guest")[0]["name"].startswith("'=HYPERLINK")
    assert table(owner, convening, "teams.csv")[0]["name"] == "'+1+2"


def test_teams_are_taken_along_with_their_figures(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    (row,) = table(owner, convening, "teams.csv?place=confirmed")

    assert (row["name"], row["place"], row["people"], row["completion"]) == (team.name, "confirmed", "3", "1")
    assert row["complete_on"] == "2027-03-01"


def test_a_guest_is_added(convening: Convening, owner: Client) -> None:
    typed = {"kind": "guest", "name": "Ann", "email": "ann@example.org", "language": "es"}
    owner.post(f"/organize/{convening.slug}/attendees/new/", typed)

    ann = Attendee.objects.get(kind="guest")
    assert (ann.person.name, ann.person.language, ann.team) == ("Ann", "es", None)


@pytest.mark.parametrize("kind", ["member", "", "owner"])
def test_a_member_is_no_guest(kind: str, convening: Convening, owner: Client) -> None:
    typed = {"kind": kind, "name": "Ann", "email": "ann@example.org", "language": "en"}

    assert owner.post(f"/organize/{convening.slug}/attendees/new/", typed).status_code == 400
    assert not Attendee.objects.exists()


def test_a_member_is_added_to_a_team_and_refused_where_it_is_full(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    address = f"/organize/{convening.slug}/teams/{team.pk}/members/"
    typed = {"name": "Ann", "email": "ann@example.org", "side": "union", "language": "en"}
    owner.post(address, typed)
    assert Attendee.objects.get(person__email="ann@example.org").team == team

    Convening.objects.filter(pk=convening.pk).update(members_most=4)
    answer = owner.post(address, typed | {"email": "ben@example.org"})
    assert answer.status_code == 400
    assert "A team has at most 4 members." in answer.content.decode()


def test_cancelling_asks_first(convening: Convening, owner: Client) -> None:
    ann = guest(convening, "Ann")
    address = f"/organize/{convening.slug}/attendees/{ann.pk}/cancel/"
    assert "Ann does not come?" in owner.get(address).content.decode()
    assert Attendee.objects.get(pk=ann.pk).cancelled_at is None

    owner.post(address)
    owner.post(address)
    assert Attendee.objects.get(pk=ann.pk).cancelled_at == NOW


def test_a_signatory_stays(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    leader = Attendee.objects.get(team=team, office="superintendent")
    address = f"/organize/{convening.slug}/attendees/{leader.pk}/cancel/"

    assert "Name another holder of the office first." in owner.get(address).content.decode()
    owner.post(address)
    assert Attendee.objects.get(pk=leader.pk).cancelled_at is None


def test_whoever_shrinks_the_first_team_in_line_lets_it_move_up(owner: Client) -> None:
    convening = make_convening(capacity_teams=2, capacity_people=6)
    make_team(convening, "confirmed")
    waiting = make_team(convening, "waitlisted", members=1)
    extra = Attendee.objects.get(team=waiting, office="")

    attendees.cancel_attendee(attendee=extra, by=BY, at=NOW)

    assert Team.objects.get(pk=waiting.pk).place == "confirmed"


def test_handing_a_team_over(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    leader = party_of(team, "superintendent").signatory
    assert leader is not None
    owner.post(
        f"/organize/{convening.slug}/teams/{team.pk}/hand-over/", {"name": leader.name, "email": leader.email}
    )

    assert Team.objects.get(pk=team.pk).coordinator == leader


def test_who_only_sees_changes_nothing(convening: Convening, sign_in: SignIn) -> None:
    desk = sign_in(convening, Role.DESK)
    ann = guest(convening, "Ann")
    make_team(convening, "confirmed", members=1)
    page = desk.get(f"/organize/{convening.slug}/attendees/").content.decode()

    assert "/cancel/" not in page
    assert "attendees/new/" not in page
    assert desk.post(f"/organize/{convening.slug}/attendees/{ann.pk}/cancel/").status_code == 403


def test_another_convenings_people_are_not_there(convening: Convening, owner: Client) -> None:
    elsewhere = guest(make_convening(), "Ann")

    assert owner.post(f"/organize/{convening.slug}/attendees/{elsewhere.pk}/cancel/").status_code == 404
    assert table(owner, convening, "attendees.csv") == []
