import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.domain import booths as drawn
from expo.domain.assignment import place_team
from expo.domain.grids import make_booths
from expo.domain.partners import place_partner
from expo.models import Area, Booth, FloorStep, Hall, NeighbourCorrection, PartnerStand
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening, "Hall A")
    booths(made, "power", "", "")
    return made


def at(where: Hall, rest: str = "draw/") -> str:
    return f"/organize/{where.convening.slug}/expo/halls/{where.pk}/{rest}"


def said(organizer: Client, where: Hall, rest: str, data: dict[str, Any], status: int = 200) -> str:
    response = organizer.post(at(where, rest), data, follow=True)
    assert response.status_code == status
    return response.content.decode()


SPOT = {"x": 40, "y": 20, "width": 10, "depth": 10}


def test_every_booth_is_a_link_to_its_form(organizer: Client, where: Hall) -> None:
    page = organizer.get(at(where), {"booth": 102}).content.decode()
    assert re.findall(r'href="([^"]+)" transform="translate\(60 0\)"', page) == [f"{at(where)}?booth=102#hand"]
    assert 'id="booth_number" name="booth"' in page
    assert re.search(r'name="x" value="10"', page)
    side = organizer.get(at(where), {"booth": 102}, headers={"HX-Request": "true"}).content.decode()
    assert side.startswith('<div id="side"')
    bare_side, bare_page = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\s+', " ", part).strip() for part in (side, page)
    )
    assert bare_side in bare_page


@pytest.mark.parametrize("count", [3, 400])
@pytest.mark.parametrize("booth", [None, 101])
def test_loading_the_drawing_costs_the_same_for_any_number_of_booths(
    organizer: Client, convening: Convening, django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int, booth: int | None,
) -> None:  # fmt: skip
    where = hall(convening, width=500, depth=500)
    rows = count // 20 or 1
    make_booths(hall=where, rows=rows, columns=count // rows, by=BY, at=AT)
    place_team(booth=where.booths.get(number=101), team=make_team(convening, "confirmed"), by=BY, at=AT)
    query = {} if booth is None else {"booth": booth}
    with django_assert_max_num_queries(12):
        assert organizer.get(at(where), query).status_code == 200


def test_the_mouse_puts_a_booth_somewhere(organizer: Client, where: Hall) -> None:
    booth, page = where.booths.get(number=103), FloorStep.objects.latest("pk").pk
    answer = organizer.post(at(where, f"booths/{booth.pk}/spot/"), {**SPOT, "seen": booth.version, "page": page})
    booth.refresh_from_db()
    assert (booth.x, booth.y) == (40, 20)
    assert json.loads(answer.content) == {
        "booth": {"number": 103, **SPOT, "version": booth.version}, "refused": "", "others": "",
    }  # fmt: skip
    ben = User.objects.create_user("ben@example.org", name="Ben")
    seen, page = booth.version, FloorStep.objects.latest("pk").pk
    drawn.change_booth(booth=booth, x=60, by=f"user:{ben.pk}", at=AT)
    refused = organizer.post(at(where, f"booths/{booth.pk}/spot/"), {**SPOT, "x": 70, "seen": seen})
    assert refused.status_code == 409
    told = json.loads(refused.content)
    assert told["booth"]["x"] == 60
    assert told["refused"].startswith("Ben has changed booth 103 meanwhile: place was 40, 20, is 60, 20.")
    other = where.booths.get(number=102)
    sent = {**SPOT, "x": 80, "seen": other.version, "page": page}
    moved = organizer.post(at(where, f"booths/{other.pk}/spot/"), sent)
    assert json.loads(moved.content)["others"].startswith("Ben has changed this floor meanwhile.")


def test_a_booth_that_somebody_removed_is_told_to_the_mouse_and_to_the_form(organizer: Client, where: Hall) -> None:
    booth = where.booths.get(number=103)
    drawn.remove_booth(booth=where.booths.get(number=103), by=BY, at=AT)
    answer = organizer.post(at(where, f"booths/{booth.pk}/spot/"), {**SPOT, "seen": booth.version})
    assert json.loads(answer.content)["booth"] is None
    facts = {**SPOT, "number": 103, "use": "teams", "seen": booth.version}
    assert "has removed booth 103 meanwhile" in said(organizer, where, f"booths/{booth.pk}/", facts)
    assert organizer.post(at(where, "booths/999999/"), facts).status_code == 404


def test_by_form_everything_of_a_booth_and_what_was_typed_is_kept(organizer: Client, where: Hall) -> None:
    booth = where.booths.get(number=103)
    facts = {**SPOT, "number": 150, "use": "partners", "zone": "By the stage", "features": ["screen"]}
    assert "Booth 150 is changed." in said(organizer, where, f"booths/{booth.pk}/", {**facts, "seen": booth.version})
    page = said(organizer, where, f"booths/{booth.pk}/", {**facts, "number": 101, "zone": "kept"}, 422)
    assert "There is a booth 101 already." in page
    assert 'value="kept"' in page
    booth.refresh_from_db()
    drawn.change_booth(booth=Booth.objects.get(pk=booth.pk), x=60, by="user:77", at=AT)
    stale = said(organizer, where, f"booths/{booth.pk}/", {**facts, "x": 70, "seen": booth.version}, 422)
    assert "Somebody has changed booth 150 meanwhile: place was 40, 20, is 60, 20." in stale
    newest = Booth.objects.get(pk=booth.pk).version
    assert f'name="seen" value="{newest}"' in stale  # sending again is on purpose


def test_commands_for_several(organizer: Client, where: Hall) -> None:
    grid = {
        "rows": 2, "columns": 2, "first_number": 201, "numbering": "rows", "row_step": 100, "x": 0, "y": 20,
        "width": 10, "depth": 10, "gap": 0, "aisle": 0, "rows_back_to_back": 1, "use": "teams",
    }  # fmt: skip
    assert "4 booths are there now." in said(organizer, where, "booths/", grid)
    assert "There is a booth 201 already." in said(organizer, where, "booths/", grid, 422)
    several = {"numbers": "201 - 202, 301;302", "down": 15, "zone": "王小明", "add": ["power"]}
    assert "4 booths are changed." in said(organizer, where, "booths/several/", several)
    assert where.booths.get(number=301).zone == "王小明"
    align = {"numbers": "201-302", "columns": 4, "x": 0, "y": 30, "gap": 1, "aisle": 0, "rows_back_to_back": 1}
    assert "4 booths are changed." in said(organizer, where, "booths/align/", align)
    assert where.booths.get(number=302).x == 33
    assert "“x-y” is no number of a booth." in said(organizer, where, "booths/several/", {"numbers": "x-y"}, 422)
    assert "nothing would" in said(organizer, where, "booths/several/", {"numbers": "201"}, 422)
    assert "2 booths are changed." in said(organizer, where, "booths/several/", {"numbers": "301-302", "remove": "on"})
    assert "Undone: booths removed." in said(organizer, where, "booths/undo/", {})
    assert where.booths.filter(number__gte=300).count() == 2


def test_a_booth_with_a_team_is_not_removed(organizer: Client, where: Hall, convening: Convening) -> None:
    booth = where.booths.get(number=101)
    place_team(booth=booth, team=make_team(convening, "confirmed", name="Elgin"), by=BY, at=AT)
    assert "Elgin stands at booth 101." in said(organizer, where, f"booths/{booth.pk}/remove/", {"seen": booth.version})
    free = where.booths.get(number=102)
    assert "Booth 102 is removed." in said(organizer, where, f"booths/{free.pk}/remove/", {"seen": free.version})


def test_neighbours_partners_and_areas(organizer: Client, where: Hall) -> None:
    booth = where.booths.get(number=101)
    assert "neighbours" in said(organizer, where, f"booths/{booth.pk}/near/", {"other": 103})
    assert NeighbourCorrection.objects.get().are_neighbours
    assert "There is no booth 7" in said(organizer, where, f"booths/{booth.pk}/near/", {"other": 7}, 422)
    partner = {"on": "2027-05-27", "name": "Readers' House", "offers": "Books"}
    assert "has booth 101." in said(organizer, where, f"booths/{booth.pk}/partner/", partner)
    first_day = {**partner, "on": "2027-05-26"}
    assert "is a team’s on" in said(organizer, where, f"booths/{booth.pk}/partner/", first_day, 422)
    page = organizer.get(f"/c/{where.convening.slug}/expo/").content.decode()
    assert "Readers&#x27; House" in page
    said(organizer, where, f"booths/{booth.pk}/partner/", {"do": "remove", "on": "2027-05-27"})
    assert not PartnerStand.objects.exists()
    area = {"kind": "place", "name": "<b>Coffee", "x": 0, "y": 30, "width": 20, "depth": 10}
    assert "&lt;b&gt;Coffee" in said(organizer, where, "areas/", area)
    assert "Booth 101 stands there." in said(organizer, where, "areas/", {**area, "y": 0}, 422)
    assert "Give the place a name" in said(organizer, where, "areas/", {**area, "name": " "}, 422)
    said(organizer, where, "areas/", {"remove": Area.objects.get().pk})
    assert not Area.objects.exists()


def test_the_hall_is_changed_unless_somebody_was_quicker(organizer: Client, where: Hall) -> None:
    where.refresh_from_db()
    facts = {
        "name": "Hall B", "width": 200, "depth": 90, "on": "2027-05-26", "opens": "13:00", "closes": "16:00",
        "version": where.version,
    }  # fmt: skip
    assert "Hall B is changed." in said(organizer, where, "change/", facts)
    assert "Somebody has changed this floor" in said(organizer, where, "change/", facts, 422)


def test_the_list_is_narrowed(organizer: Client, where: Hall, convening: Convening) -> None:
    place_team(
        booth=where.booths.get(number=101), team=make_team(convening, "confirmed", name="Đặng Peer"), by=BY, at=AT
    )
    third = where.booths.get(number=103)
    drawn.change_booth(booth=third, use="partners", zone="By the stage", by=BY, at=AT)
    place_partner(booth=third, on=date(2027, 5, 27), name="Ríos", by=BY, at=AT)

    def shown(**query: str) -> list[str]:
        page = organizer.get(at(where, "list/"), query).content.decode()
        return re.findall(r'class="bnum"><a [^>]+>(\d+)</a>', page)

    assert shown() == ["101", "102", "103"]
    assert shown(q="dang") == ["101"]
    assert shown(q="RIOS", use="partners") == ["103"]
    assert shown(offers="power", stands="taken") == ["101"]
    assert shown(stands="free") == ["102"]
    assert shown(zone="By the stage") == ["103"]
    assert shown(zone="nowhere", stands="?") == ["101", "102", "103"]
    assert shown(q="nobody such") == []
