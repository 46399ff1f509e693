"""The page of refused scans, and marking what was looked at."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkin.domain.batches import Kept, record_batch
from checkin.domain.devices import make_device
from checkin.domain.refused_scans import how_many, matters
from checkin.domain.scanning import Reading, scan
from checkin.models import Device, Scan
from convenings.models import Convening
from convenings.permissions import Role
from tests.checkin.factories import DAY, make_attendee, make_badge, make_checkpoint, make_convening
from tests.checkin.views.test_desk import client_of, root
from tests.checkin.views.test_scans import let_in_twice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]


def read(convening: Convening, door: str = "North door", code: str = "NOTHING") -> None:
    """An unknown code before a new scanner of a new door."""
    place = make_checkpoint(convening, door)
    make_device(checkpoint=place, label=f"{door} phone", by="user:1", at=DAY)
    by = f"device:{Device.objects.latest('pk').pk}"
    scan(checkpoint=place, code=code, scan_id=uuid4(), scanned_at=DAY, by=by, at=DAY)


def asked(convening: Convening, **over: Any) -> dict[str, Any]:
    (one,) = matters(convening)
    return {
        "kind": one.kind.value, "checkpoint": one.checkpoint_id, "scanned_by": one.by, "until": one.newest, **over
    }


def test_what_was_refused_is_told_with_what_to_do_and_calms_down(convening: Convening) -> None:
    read(convening)
    desk, address = client_of(convening, Role.DESK), root(convening) + "scans/refused/"
    assert "1 matter asks for a look" in desk.get(root(convening)).content.decode()
    page = desk.get(address).content.decode()
    for words in ("Codes that are no badge", "by scanner “North door phone”.", "The code may be damaged"):
        assert words in page
    done = desk.post(f"{address}seen/", asked(convening), follow=True).content.decode()
    for words in ("Marked as seen.", "Nothing asks for a look.", "June desk"):
        assert words in done
    assert "asks for a look" not in desk.get(root(convening)).content.decode()


@pytest.mark.parametrize("over", [{"kind": "nothing"}, {"checkpoint": 0}, {"until": "x"}, {"scanned_by": ""}])
def test_what_is_not_there_is_not_marked(convening: Convening, over: dict[str, Any]) -> None:
    read(convening)
    desk = client_of(convening, Role.DESK)
    assert desk.post(f"{root(convening)}scans/refused/seen/", asked(convening, **over)).status_code == 404
    foreign = make_checkpoint(make_convening())
    body = asked(convening, checkpoint=foreign.pk)
    assert desk.post(f"{root(convening)}scans/refused/seen/", body).status_code == 404
    assert len(matters(convening)) == how_many(convening) == 1


def test_a_double_is_marked_as_seen_and_stays_below(convening: Convening) -> None:
    double, desk = let_in_twice(convening), client_of(convening, Role.DESK)
    done = desk.post(f"{root(convening)}scans/{double.pk}/seen/", follow=True).content.decode()
    assert "Marked as seen. Both scans stay as they are." in done
    assert ("To look at" in done, "June desk" in done) == (False, True)
    plain = Scan.objects.exclude(pk=double.pk).get()
    assert desk.post(f"{root(convening)}scans/{plain.pk}/seen/").status_code == 404
    other = client_of(make_convening(), Role.DESK)
    assert other.post(f"{root(convening)}scans/{double.pk}/seen/").status_code == 404


def test_more_matters_take_no_more_statements(convening: Convening) -> None:
    desk, taken = client_of(convening, Role.DESK), []
    for doors in (("A",), ("B", "C")):
        for door in doors:
            read(convening, door)
        with CaptureQueriesContext(connection) as captured:
            desk.get(root(convening) + "scans/refused/")
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_a_scanner_that_sends_what_cannot_be_read_is_told(convening: Convening) -> None:
    place = make_checkpoint(convening)
    client = Client()
    client.get(f"/door/open/{make_device(checkpoint=place, label='Ben', by='user:1', at=DAY)}/")
    code = make_badge(make_attendee(convening)).code
    rows = [
        {"scan_id": "no uuid", "code": code, "checkpoint": place.pk, "at": 0},
        {"scan_id": str(uuid4()), "code": code, "checkpoint": place.pk, "at": 0},
    ]
    told = client.post("/door/batch/", {"sent": 0, "scans": rows}, content_type="application/json").json()["results"]
    assert [one["code"] for one in told] == ["", "malformed"]
    assert [(one.kind.value, one.scans) for one in matters(convening)] == [("malformed", 1)]


def test_a_scan_alone_that_was_refused_is_no_matter_beside_its_double(convening: Convening) -> None:
    place = make_checkpoint(convening)
    record_batch(kept=[Kept(Reading(place, uuid4(), DAY, "X", device_answer="welcome"))], by="device:1", at=DAY)
    assert matters(convening) == []
