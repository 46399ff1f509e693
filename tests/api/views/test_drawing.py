"""Booths drawn by REST: the same rules as on the page, and nobody overwritten silently."""

import pytest
from django.test import Client

from expo.domain import booths as drawn
from expo.domain.assignment import place_team
from expo.models import Booth, Hall
from tests.api.conftest import Caller
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_convening, make_team

JSON = "application/json"


@pytest.fixture
def where(db: None) -> Hall:
    made = hall(make_convening())
    booths(made, "power", "")
    return made


@pytest.fixture
def client(where: Hall, caller: Caller) -> Client:
    return caller(where.convening)


def test_a_booth_is_changed_by_whoever_saw_it_as_it_is(client: Client, where: Hall) -> None:
    booth = where.booths.get(number=102)
    address, sent = f"/api/v1/booths/{booth.pk}/", {"version": booth.version, "x": 40, "zone": "By the stage"}
    answer = client.patch(address, sent, content_type=JSON)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["x"], told["y"], told["zone"], told["use"], told["team"]) == (40, 0, "By the stage", "teams", None)
    late = client.patch(address, {**sent, "x": 60}, content_type=JSON)
    assert (late.status_code, late.json()["code"]) == (409, "booth_changed")
    taken = client.patch(address, {"version": told["version"], "x": 0}, content_type=JSON)
    assert taken.json()["code"] == "booth_overlaps"
    assert client.patch(address, {"x": 0}, content_type=JSON).status_code == 400
    other = booths(hall(make_convening()), "")[0]
    assert client.patch(f"/api/v1/booths/{other.pk}/", {"version": 9**9}, content_type=JSON).status_code == 404


def test_a_booth_is_removed_where_nobody_stands(client: Client, where: Hall) -> None:
    one, other = where.booths.all()
    place_team(booth=one, team=make_team(where.convening, "confirmed"), by=BY, at=AT)
    refused = client.delete(f"/api/v1/booths/{one.pk}/?version={one.version}")
    assert (refused.status_code, refused.json()["code"]) == (409, "booth_in_use")
    drawn.change_booth(booth=other, x=50, by=BY, at=AT)
    assert client.delete(f"/api/v1/booths/{other.pk}/?version={other.version - 1}").status_code == 409
    newest = Booth.objects.get(pk=other.pk).version
    assert client.delete(f"/api/v1/booths/{other.pk}/?version={newest}").status_code == 204
    assert client.delete(f"/api/v1/booths/{one.pk}/").status_code == 400


def test_booths_in_a_grid_all_or_none(client: Client, where: Hall) -> None:
    address, grid = f"/api/v1/halls/{where.pk}/grid/", {"rows": 1, "columns": 3, "first_number": 201, "y": 20}
    made = client.post(address, grid, content_type=JSON)
    assert (made.status_code, [row["number"] for row in made.json()]) == (201, [201, 202, 203])
    again = client.post(address, {**grid, "first_number": 203, "y": 40}, content_type=JSON)
    assert (again.status_code, again.json()["code"]) == (409, "booth_number_taken")
    assert where.booths.count() == 5
