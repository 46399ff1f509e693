import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.domain.assignment import place_team
from expo.domain.booths import change_booth
from expo.domain.needs import set_needs
from expo.domain.partners import place_partner
from expo.models import Booth, Hall, Placement
from jobs.domain import work
from jobs.models import Job
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_convening, make_team

pytestmark = pytest.mark.usefixtures("in_season")


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/expo/{rest}"


def test_assign_all_and_say_who_has_none(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    booths(where, "power", "")
    elgin, peoria = (make_team(convening, "confirmed", name=name) for name in ("Elgin", "Peoria"))
    set_needs(team=peoria, needs=["screen"], by=BY, at=AT)
    page = organizer.get(address(convening)).content.decode()
    assert "Assign 2 open teams" in page
    assert "No booth offers screen." in page
    where.refresh_from_db()
    going_on = organizer.post(
        address(convening, f"halls/{where.pk}/assign/"), {"version": where.version}, follow=True
    ).content.decode()
    assert "The booths are being assigned." in going_on
    job = Job.objects.get()
    row = f"/organize/{convening.slug}/jobs/{job.pk}/"
    assert f'hx-get="{row}"' in going_on
    work.run(job_id=job.pk, at=timezone.now())
    assert "1 team has a booth now. 1 has none; see why." in organizer.get(row).content.decode()
    done = organizer.get(address(convening)).content.decode()
    assert Placement.objects.get(team=elgin).booth.number == 102
    assert "Assign 1 open team" in done


def test_the_list_says_who_else_stands_there(organizer: Client, convening: Convening) -> None:
    """A booth of partners is not free, nor is one that is kept free."""
    partners, __, nobody = booths(hall(convening), "", "", "")
    change_booth(booth=partners, use="partners", by=BY, at=AT)
    change_booth(booth=nobody, use="nobody", by=BY, at=AT)
    place_partner(booth=partners, on=date(2027, 5, 27), name="Readers' House", by=BY, at=AT)
    page = organizer.get(address(convening)).content.decode()
    rows = re.findall(r'<th role="rowheader" scope="row">(.*?)</th>', page)
    assert [re.sub("<[^>]+>", "", row) for row in rows] == [
        "Readers&#x27; House, Thu, May 27, 2027", "free", "kept free",
    ]  # fmt: skip


def test_assigning_an_old_floor_is_refused(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    booths(where, "")
    make_team(convening, "confirmed")
    page = organizer.post(address(convening, f"halls/{where.pk}/assign/"), {"version": 0}, follow=True).content.decode()
    assert "Somebody has changed this floor" in page
    assert not Placement.objects.exists()


def test_place_by_hand_and_pin(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    first, __ = booths(where, "", "")
    elgin = make_team(convening, "confirmed", name="Elgin")
    page = organizer.post(
        address(convening, f"halls/{where.pk}/teams/{elgin.pk}/place/"),
        {"booth": first.pk, "stood_at": 0, "pin": "on"}, follow=True,
    ).content.decode()
    assert "Elgin stands at booth 101." in page
    assert Placement.objects.get().is_pinned
    organizer.post(address(convening, f"halls/{where.pk}/teams/{elgin.pk}/pin/"), {"pinned": "0"})
    assert not Placement.objects.get().is_pinned
    organizer.post(address(convening, f"halls/{where.pk}/teams/{elgin.pk}/clear/"))
    assert not Placement.objects.exists()


def test_booth_taken_is_told_and_the_choice_is_kept(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    first, __ = booths(where, "", "")
    place_team(booth=first, team=make_team(convening, "confirmed", name="Peoria"), by=BY, at=AT)
    elgin = make_team(convening, "confirmed", name="Elgin")
    page = organizer.post(
        address(convening, f"halls/{where.pk}/teams/{elgin.pk}/place/"), {"booth": first.pk, "stood_at": 0}
    ).content.decode()
    assert page.count("Peoria stands at booth 101. Choose a free booth.") == 2
    assert f'<option value="{first.pk}" selected>101, Peoria</option>' in page


def test_moved_meanwhile_is_told_and_the_second_try_is_on_purpose(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    first, second = booths(where, "", "")
    elgin = make_team(convening, "confirmed", name="Elgin")
    place_team(booth=first, team=elgin, by="system", at=AT)
    target = address(convening, f"halls/{where.pk}/teams/{elgin.pk}/place/")
    page = organizer.post(target, {"booth": second.pk, "stood_at": 0}).content.decode()
    assert "Accord has put Elgin at booth 101 since this page was made." in page
    assert '<input type="hidden" name="stood_at" value="101"' in page
    organizer.post(target, {"booth": second.pk, "stood_at": 101})
    assert Placement.objects.get().booth == second


def test_needs_are_kept(organizer: Client, convening: Convening) -> None:
    where, elgin = hall(convening), make_team(convening, "confirmed")
    target = address(convening, f"halls/{where.pk}/teams/{elgin.pk}/needs/")
    organizer.post(target, {"needs": ["screen", "power"]})
    elgin.refresh_from_db()
    assert elgin.booth_request.needs == ["power", "screen"]
    assert "is not one of the available choices" in organizer.post(target, {"needs": ["x"]}).content.decode()


def test_a_hall_and_its_grid_from_nothing(organizer: Client, convening: Convening) -> None:
    assert "There is no hall yet." in organizer.get(address(convening)).content.decode()
    typed = {"name": "Hall A", "width": 100, "depth": 60, "on": "2027-05-26", "opens": "13:30", "closes": "16:30"}
    organizer.post(address(convening, "halls/"), typed)
    where = Hall.objects.get()
    grid = {
        "rows": 2, "columns": 3, "first_number": 101, "x": 0, "y": 0, "width": 10, "depth": 10, "aisle": 10, "gap": 0,
        "numbering": "rows", "row_step": 0, "rows_back_to_back": 1, "use": "teams",
    }  # fmt: skip
    page = organizer.post(address(convening, f"halls/{where.pk}/booths/"), grid, follow=True).content.decode()
    assert "6 booths are there now." in page
    again = organizer.post(address(convening, f"halls/{where.pk}/booths/"), grid).content.decode()
    assert "There is a booth 101 already." in again
    assert Booth.objects.count() == 6


def test_partial_is_part_of_the_fresh_page(organizer: Client, convening: Convening) -> None:
    booths(hall(convening), "power", "")
    elgin = make_team(convening, "confirmed")
    partial = organizer.get(address(convening, f"?team={elgin.pk}"), headers={"HX-Request": "true"}).content.decode()
    fresh = organizer.get(address(convening, f"?team={elgin.pk}")).content.decode()
    bare_partial, bare_fresh = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\s+', " ", page).strip() for page in (partial, fresh)
    )
    assert "<html" not in partial
    assert bare_partial in bare_fresh


def test_another_convenings_team_and_hall_are_not_there(organizer: Client, convening: Convening) -> None:
    where, other = hall(convening), make_convening()
    foreign = make_team(other, "confirmed")
    assert organizer.post(address(convening, f"halls/{where.pk}/teams/{foreign.pk}/clear/")).status_code == 404
    assert organizer.post(address(convening, f"halls/{hall(other).pk}/assign/")).status_code == 404


@pytest.mark.parametrize("teams", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, teams: int
) -> None:
    where = hall(convening)
    booths(where, "power", "", "", "")
    for __ in range(teams):
        waiting = make_team(convening, "confirmed")
    stands = make_team(convening, "confirmed")
    place_team(booth=where.booths.get(number=101), team=stands, by=BY, at=AT)
    with django_assert_num_queries(20):
        organizer.get(address(convening, f"?team={waiting.pk}"))
