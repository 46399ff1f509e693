from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.batches import Kept, record_batch
from checkin.domain.devices import make_device
from checkin.domain.scanning import Reading, scan
from checkin.forms.door import RulesForm
from checkin.models import Checkpoint, Device, Scan
from convenings.models import Convening
from convenings.permissions import Role
from tests.checkin.factories import DAY, badge_of, make_checkpoint, make_convening, make_team
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def let_in_twice(convening: Convening, team: str = "Durango") -> Scan:
    """By two scanners that were without a network; the later one's scan."""
    code = badge_of(make_team(convening, team)).code
    for name, minute in (("North", 0), ("South", 5)):
        place, _made = Checkpoint.objects.get_or_create(convening=convening, name=name)
        make_device(checkpoint=place, label=f"{name} phone", by="user:1", at=DAY)
        device = Device.objects.latest("pk")
        reading = Reading(place, uuid4(), DAY + minute * MINUTE, code, device_answer="welcome")
        record_batch(kept=[Kept(reading)], by=f"device:{device.pk}", at=DAY + timedelta(hours=1))
    return Scan.objects.latest("pk")


def test_a_double_entry_is_reported_and_taken_back_with_a_reason(convening: Convening) -> None:
    double, desk = let_in_twice(convening), client_of(convening, Role.DESK)
    home = f"/organize/{convening.slug}/check-in/"
    assert "1 scan asks for a look." in desk.get(home).content.decode()
    page = desk.get(f"{home}scans/").content.decode()
    assert "South: scanner “South phone” answered “Welcome” by itself; the rules say “Already in”." in page
    assert "The other way in: Wed, May 26, 2027, 8:00 a.m., North, scanner “North phone”." in page
    done = desk.post(f"{home}scans/{double.pk}/annul/", {"reason": "Her twin’s badge"}, follow=True).content.decode()
    assert "The scan is taken back." in done
    assert "Her twin’s badge" in done
    assert "To look at" not in done
    assert "asks for a look" not in desk.get(home).content.decode()


def test_without_a_reason_nothing_is_taken_back(convening: Convening) -> None:
    double = let_in_twice(convening)
    address = f"/organize/{convening.slug}/check-in/scans/{double.pk}/annul/"
    said = client_of(convening, Role.DESK).post(address, {"reason": " "}, follow=True).content.decode()
    assert "Please say why this scan is taken back." in said
    assert Scan.objects.standing().count() == 2


def test_a_scan_of_another_convening_is_not_there(convening: Convening) -> None:
    other = let_in_twice(make_convening())
    address = f"/organize/{convening.slug}/check-in/scans/{other.pk}/annul/"
    assert client_of(convening, Role.DESK).post(address, {"reason": "Mine"}).status_code == 404


def test_scans_are_found_by_name_and_take_no_more_statements_for_more(convening: Convening) -> None:
    desk, taken = client_of(convening, Role.DESK), []
    address = f"/organize/{convening.slug}/check-in/scans/"
    for number in (1, 3):
        while Scan.objects.count() < 2 * number:
            let_in_twice(convening, f"Team {Scan.objects.count()}")
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        taken.append(len(captured))
    assert taken[0] == taken[1]
    found = desk.get(address, {"q": "member0 TEAM 2"}).content.decode()
    assert found.count("Member0 Team 2") > 0
    assert "Member0 Team 4" not in found[found.index("All scans") :]
    assert "No scan of anybody called “nobody”." in desk.get(address, {"q": "nobody"}).content.decode()


def send(convening: Convening, place: Checkpoint, role: Role = Role.OWNER, **over: Any) -> Any:
    body = {"name": place.name, "kinds": [], "teams": [], **over}
    return client_of(convening, role).post(f"/organize/{convening.slug}/check-in/checkpoints/{place.pk}/", body)


def test_who_may_pass_is_said_on_the_checkpoints_page(convening: Convening) -> None:
    team, place = make_team(convening), make_checkpoint(convening, "Lunch")
    told = send(
        convening, place, kinds=["member"], teams=[str(team.pk)], both_ways="on", closes_at="2027-05-26T13:00"
    )
    assert told.status_code == 302
    place.refresh_from_db()
    assert (place.kinds, place.teams, place.both_ways, place.opens_at) == (["member"], [team.pk], True, None)
    assert place.closes_at == DAY + timedelta(hours=5)  # 1 p.m. in Cincinnati
    form = RulesForm(None, place=place, convening=convening)
    page = str(form["closes_at"]) + str(form["teams"])
    assert 'value="2027-05-26T13:00"' in page
    assert f'value="{team.pk}"' in page
    assert "checked" in page


def test_what_does_not_fit_keeps_what_was_typed(convening: Convening) -> None:
    place = make_checkpoint(convening, "Lunch")
    told = send(convening, place, name="Dinner", opens_at="2027-05-26T13:00", closes_at="2027-05-26T12:00")
    assert (told.status_code, "It closes before it opens." in told.content.decode()) == (422, True)
    assert 'value="Dinner"' in told.content.decode()


def test_a_scanner_is_made_for_several_places(convening: Convening) -> None:
    north, south = make_checkpoint(convening, "North"), make_checkpoint(convening, "South")
    body = {"label": "Ben", "checkpoint": north.pk, "also": [south.pk]}
    client = client_of(convening, Role.OWNER)
    assert client.post(f"/organize/{convening.slug}/check-in/scanners/", body).status_code == 200
    assert list(Device.objects.get().also.all()) == [south]
    assert "North, South" in client.get(f"/organize/{convening.slug}/check-in/").content.decode()


def test_an_unknown_badge_has_a_row_and_nothing_to_take_back(convening: Convening) -> None:
    scan(checkpoint=make_checkpoint(convening), code="X", scan_id=uuid4(), scanned_at=DAY, by="system", at=DAY)
    page = client_of(convening, Role.DESK).get(f"/organize/{convening.slug}/check-in/scans/").content.decode()
    assert "Unknown badge" in page
    assert "Take back" not in page
