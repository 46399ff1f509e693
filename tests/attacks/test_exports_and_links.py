"""Tables that people take away run nothing in a spreadsheet; and a private link opens nothing of another team."""

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from jobs.domain.tables import RUNS
from registration.domain.details import Details, change_details
from registration.models import Attendee
from tests.house.access_table import ACCESS, World
from tests.registration.doors import as_attendee, as_coordinator, as_signatory, everything, stand_still
from tests.registration.factories import NOW, make_team, parties_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FORMULA = '=HYPERLINK("evil","x")'
TABLES = ["console:teams_file", "console:attendees_file", "console:people_file", "console:answers_file"]
OF_A_TEAM = {"team_id", "party_id", "attendee_id"}
BY_LINK = sorted(name for name, row in ACCESS.items() if row.who == "link" and OF_A_TEAM & set(row.kwargs))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("evil", [FORMULA, "+1+1", "-2+3", "@SUM(A1)", " =1+1"])
def test_no_cell_is_a_formula(name: str, evil: str, world: World) -> None:
    team = make_team(world.convening, "confirmed", members=1, name=evil, place_name=evil, intention=evil)
    member = Attendee.objects.select_related("person").get(team=team, office="")
    told = Details(evil, access_needs=evil, diet=evil, may_list=True, may_photograph=True)
    change_details(attendee=member, details=told, by=f"person:{member.person_id}", at=NOW)
    client = Client()
    client.force_login(world.owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(reverse(name, kwargs=ACCESS[name].address_kwargs(world)))
    assert answer.status_code == 200
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(RUNS)] == []
    assert evil.strip() in " ".join(cells)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", BY_LINK)
def test_links_to_one_team_open_no_address_of_another(
    name: str, method: str, world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever coordinates, promises and comes with the own team, and puts another's ids into the address."""
    stand_still(monkeypatch)
    own = make_team(world.convening, "committing", members=1)
    as_coordinator(client, own)
    as_signatory(client, parties_of(own)[0])
    as_attendee(client, own.members.select_related("person").filter(office="").get())
    address = reverse(name, kwargs=ACCESS[name].address_kwargs(world))
    before = everything()
    answer: Any = getattr(client, method)(address, {"name": "Eve", "reason": "x", "answer": "accept"})
    assert answer.status_code in {403, 405}, answer.content
    assert everything() == before
