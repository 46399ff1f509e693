"""Areas, partners, neighbours and late arrivals by REST: the rules of the page, and nothing of another convening."""

import pytest
from django.test import Client

from api.scopes import Scope
from expo.domain.assignment import place_team
from expo.models import Area, Hall, NeighbourCorrection, PartnerStand, Shift
from tests.api.conftest import Caller
from tests.expo.factories import AT, BY, booths, hall
from tests.expo.rota_factories import people, stand, waved
from tests.registration.factories import make_convening, make_team

JSON = "application/json"
COFFEE = {"kind": "place", "name": "Café O'Brien", "x": 0, "y": 30, "width": 20, "depth": 10}
AISLE = {"kind": "aisle", "x": 0, "y": 12, "width": 30, "depth": 6}


@pytest.fixture
def where(db: None) -> Hall:
    made = hall(make_convening())
    booths(made, "", "", "")
    return made


@pytest.fixture
def client(where: Hall, caller: Caller) -> Client:
    return caller(where.convening)


@pytest.fixture
def strange(db: None) -> Hall:
    """A hall of another convening."""
    made = hall(make_convening())
    booths(made, "")
    return made


def booth(where: Hall, number: int = 101) -> int:
    return where.booths.get(number=number).pk


def test_areas_are_drawn_read_and_removed(client: Client, where: Hall, strange: Hall) -> None:
    made = client.post(f"/api/v1/halls/{where.pk}/areas/", COFFEE, content_type=JSON)
    row = {"id": Area.objects.get().pk, "hall": where.pk, **COFFEE}
    assert (made.status_code, made.json()) == (201, row)
    assert client.post(f"/api/v1/halls/{where.pk}/areas/", AISLE, content_type=JSON).status_code == 201
    assert [one["kind"] for one in client.get("/api/v1/areas/").json()["results"]] == ["place", "aisle"]
    for sent, code in (({"name": " "}, "place_unnamed"), ({"y": 0}, "area_on_booth"), ({"x": 90}, "area_outside")):
        refused = client.post(f"/api/v1/halls/{where.pk}/areas/", {**COFFEE, **sent}, content_type=JSON)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert client.post(f"/api/v1/halls/{where.pk}/areas/", {"kind": "moat"}, content_type=JSON).status_code == 400
    assert client.delete(f"/api/v1/areas/{row['id']}/").status_code == 204
    assert client.delete(f"/api/v1/areas/{row['id']}/").status_code == 404
    assert client.post(f"/api/v1/halls/{strange.pk}/areas/", COFFEE, content_type=JSON).status_code == 404


def test_partners_by_the_day(client: Client, where: Hall, strange: Hall) -> None:
    place_team(booth=where.booths.get(number=101), team=make_team(where.convening, "confirmed"), by=BY, at=AT)
    address, sent = f"/api/v1/booths/{booth(where)}/partners/", {"name": "Readers' House 王小明", "offers": "Books"}
    given = client.put(f"{address}2027-05-27/", sent, content_type=JSON)
    row = {
        "id": PartnerStand.objects.get().pk, "hall": where.pk, "booth": booth(where), "number": 101,
        "on": "2027-05-27", **sent,
    }  # fmt: skip
    assert (given.status_code, given.json()) == (200, row)
    assert client.get("/api/v1/partners/").json()["results"] == [row]
    other = client.put(f"{address}2027-05-27/", {"name": "Ríos"}, content_type=JSON)
    assert (other.status_code, other.json()["code"]) == (409, "partner_day_taken")
    assert client.put(f"{address}2027-05-26/", sent, content_type=JSON).json()["code"] == "booth_of_teams"
    assert client.put(f"{address}yesterday/", sent, content_type=JSON).status_code == 404
    assert client.put(f"{address}2027-05-27/", {"name": ""}, content_type=JSON).status_code == 400
    assert [client.delete(f"{address}2027-05-27/").status_code for _twice in "12"] == [204, 204]
    assert not PartnerStand.objects.exists()
    foreign = f"/api/v1/booths/{booth(strange)}/partners/2027-05-27/"
    assert client.put(foreign, sent, content_type=JSON).status_code == client.delete(foreign).status_code == 404


def test_neighbours_are_read_and_corrected(client: Client, where: Hall, strange: Hall) -> None:
    address = f"/api/v1/booths/{booth(where)}/neighbours/"

    def correct(other: int, are_neighbours: bool) -> tuple[int, list[tuple[int, bool]]]:
        sent = {"are_neighbours": are_neighbours}
        answer = client.put(f"{address}{other}/", sent, content_type=JSON)
        told = answer.json() if answer.status_code == 200 else []
        return answer.status_code, [(row["number"], row["is_added"]) for row in told]

    assert client.get(address).json() == [{"booth": booth(where, 102), "number": 102, "is_added": False}]
    assert correct(booth(where, 103), True) == (200, [(102, False), (103, True)])
    assert correct(booth(where, 102), False) == (200, [(103, True)])
    assert NeighbourCorrection.objects.count() == 2
    assert correct(booth(where, 103), False) == (200, [])
    assert correct(booth(where), True) == (409, [])
    assert correct(booth(strange), True) == (404, [])
    second = hall(where.convening)
    booths(second, "")
    assert correct(booth(second), True) == (409, [])


def test_who_comes_later_has_no_shift_before(caller: Caller) -> None:
    """Null takes it back."""
    where = waved(make_convening())
    ann, client = people(where)[0], caller(where.convening)
    address = f"/api/v1/attendees/{ann.pk}/expo-arrival/"
    early, after = stand(ann, where, 2, 3)
    assert client.get(address).json() == {"from_at": None}
    answers = [client.put(address, {"from_at": "2027-05-26T18:30:00Z"}, content_type=JSON) for _twice in "12"]
    assert [(one.status_code, one.json()) for one in answers] == [(200, {"from_at": "2027-05-26T18:30:00Z"})] * 2
    assert list(Shift.objects.standing()) == [after]
    assert client.get(address).json() == {"from_at": "2027-05-26T18:30:00Z"}
    assert client.put(address, {"from_at": "soon"}, content_type=JSON).status_code == 400
    assert client.put(address, {"from_at": None}, content_type=JSON).json() == {"from_at": None}
    assert set(Shift.objects.standing()) == {early, after}
    theirs = people(waved(make_convening()))[0]
    foreign = f"/api/v1/attendees/{theirs.pk}/expo-arrival/"
    assert client.put(foreign, {}, content_type=JSON).status_code == client.get(foreign).status_code == 404


def test_each_needs_its_scope(where: Hall, caller: Caller) -> None:
    reads, writes = caller(where.convening, Scope.EXPO_READ), caller(where.convening, Scope.EXPO_WRITE)
    for path in ("areas/", "partners/", f"booths/{booth(where)}/neighbours/"):
        assert (reads.get(f"/api/v1/{path}").status_code, writes.get(f"/api/v1/{path}").status_code) == (200, 403)
    for path, method in ((f"halls/{where.pk}/areas/", "post"), (f"booths/{booth(where)}/partners/2027-05-27/", "put")):
        assert getattr(reads, method)(f"/api/v1/{path}", {}, content_type=JSON).status_code == 403
