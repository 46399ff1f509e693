"""Hours for other systems."""

import pytest

from api.scopes import Scope
from checkin.domain.hours_certificates import release_one
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.checkin.factories import DAY, make_attendee, make_badge, make_convening
from tests.checkin.hours_factories import make_room_gate, read, talk

pytestmark = pytest.mark.django_db


def test_hours_and_the_certificate_of_who_was_scanned(caller: Caller) -> None:
    convening = make_convening()
    gate, ann = make_room_gate(convening), make_attendee(convening)
    make_badge(ann)
    read(ann, gate, DAY)
    row = release_one(attendee=ann, by="user:1", at=DAY)
    answer = caller(convening, Scope.HOURS_READ).get("/api/v1/hours/").json()
    assert answer["results"] == [
        {
            "attendee": ann.pk, "name": ann.person.name, "educator_id": "", "minutes": 60, "credit": "1.00",
            "unit": "contact hours",
            "sessions": [{"session": talk(convening, 8).pk, "present": 60, "minutes": 60, "why": "whole"}],
            "certificate": {
                "number": 1, "minutes": 60, "credit": "1.00", "released_at": "2027-05-26T12:00:00Z",
                "url": f"http://testserver/verify/hours/{row.code}/",
            },
        }
    ]  # fmt: skip


def test_attendees_read_is_not_enough(convening: Convening, caller: Caller) -> None:
    assert caller(convening, Scope.ATTENDEES_READ).get("/api/v1/hours/").status_code == 403
