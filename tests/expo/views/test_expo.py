import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from convenings.models import Convening
from expo.domain.assignment import assign_booths
from expo.domain.grids import make_booths
from tests.expo.factories import AT, BY, hall
from tests.registration.factories import make_convening, make_team


def fill(convening: Convening, teams: int) -> None:
    where = hall(convening, "Hall A")
    make_booths(hall=where, rows=2, columns=4, by=BY, at=AT)
    for n in range(teams):
        focus = ("Peer review", "Literacy", "Equity")[n]
        make_team(convening, "confirmed", name=f"Elgin {n}", us_state="IL", focus_text=focus)
    assign_booths(hall=where, by=BY, at=AT)


def address(convening: Convening, query: str = "") -> str:
    return f"/c/{convening.slug}/expo/{query}"


def test_plan_and_list_have_the_same_booths(client: Client, convening: Convening) -> None:
    fill(convening, 2)
    page = client.get(address(convening)).content.decode()
    assert "Wednesday, May 26, 1:30 p.m. to 4:30 p.m., Eastern Time." in page
    assert page.count('<g class="bo') == 8
    assert page.count('class="bo free"') == 6
    assert page.count('class="bnum"') == 2
    assert "2 teams show their work." in page


def test_pick_and_find(client: Client, convening: Convening) -> None:
    fill(convening, 3)
    page = client.get(address(convening, "?booth=102&q=literacy+elgin")).content.decode()
    assert page.count("data-picked") == 1
    assert page.count('class="bo me"') == 1
    assert page.count('class="bnum"') == 1
    free = client.get(address(convening, "?booth=108")).content.decode()
    assert "This booth is free." in free
    nothing = client.get(address(convening, "?q=%3Cb%3E")).content.decode()
    assert "has “&lt;b&gt;”" in nothing


def test_before_there_is_a_floor(client: Client, convening: Convening) -> None:
    assert "The floor is not drawn yet." in client.get(address(convening)).content.decode()


@pytest.mark.parametrize("query", ["?hall=999999", "?hall=x", "?hall=99999999999999999999999"])
def test_no_such_hall(client: Client, convening: Convening, query: str) -> None:
    assert client.get(address(convening, query)).status_code == 404


def test_a_draft_is_not_there(client: Client, db: None) -> None:
    assert client.get(address(make_convening(opened=False))).status_code == 404


@pytest.mark.parametrize("teams", [1, 3])
def test_statements(
    client: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, teams: int
) -> None:
    fill(convening, teams)
    with django_assert_num_queries(7):
        client.get(address(convening))
