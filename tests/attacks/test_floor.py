"""What may be sent to the drawing of a hall: for booths that are gone, with numbers that no database holds."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from expo.domain import backdrops
from expo.domain.booths import remove_booth
from expo.domain.signs import ask_signs
from expo.models import Booth, Hall
from jobs.domain import imports, work
from jobs.states import JobState
from tests.expo.rota_factories import waved
from tests.expo.views.test_day import organizer
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(client: Client, monkeypatch: pytest.MonkeyPatch) -> Hall:
    stand_still(monkeypatch)
    hall = waved(make_convening())
    client.force_login(organizer(hall.convening))
    return hall


@pytest.fixture
def gone(hall: Hall) -> int:
    """A booth that another organizer has removed meanwhile."""
    booth = Booth.objects.create(hall=hall, number=900, x=0, y=0)
    pk = booth.pk
    remove_booth(booth=booth, by="user:77", at=NOW)
    return pk


SPOT = {"x": 1, "y": 1, "width": 10, "depth": 10}
FORMS: dict[str, dict[str, Any]] = {
    "booth": {**SPOT, "number": 5, "use": "teams"},
    "spot": SPOT,
    "remove": {},
    "near": {"other": 101},
    "partner": {"on": "", "name": "Press"},
}


@pytest.mark.parametrize("seen", ["0", "9" * 18, "9" * 40])
@pytest.mark.parametrize("form", FORMS)
def test_a_booth_that_is_gone_gets_a_sentence(client: Client, hall: Hall, gone: int, form: str, seen: str) -> None:
    on = hall.convening.local(hall.convening.starts_at).date().isoformat()
    sent = {name: on if name == "on" else value for name, value in FORMS[form].items()}
    address = reverse(f"expo:{form}", args=[hall.convening.slug, hall.pk, gone])
    answer = client.post(address, {**sent, "seen": seen, "page": seen})
    assert answer.status_code in {302, 409, 422}
    if "on" in sent:
        assert client.post(address, {"do": "remove", "on": on}).status_code == 302


def test_a_picture_is_drawn_anew_before_anybody_waits_for_it(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, within = len(connection.atomic_blocks), []

    def slow(data: bytes) -> bytes:
        within.append(len(connection.atomic_blocks))
        return data

    monkeypatch.setattr(backdrops, "redrawn", slow)
    backdrops.set_backdrop(hall=hall, data=b"picture", by="user:1", at=NOW)
    assert within == [outside]


def test_a_file_is_read_before_anybody_waits_for_it(
    client: Client, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, within, read = len(connection.atomic_blocks), [], imports.plan_import

    def slow(**given: Any) -> imports.Plan:
        within.append(len(connection.atomic_blocks))
        return read(**given)

    monkeypatch.setattr(imports, "plan_import", slow)
    address = reverse("expo:booth_files", args=[hall.convening.slug, hall.pk])
    file = SimpleUploadedFile("booths.csv", b"NUMBER,X,Y\n900,0,0\n")
    assert client.post(address, {"file": file}).status_code == 302
    assert within == [outside]


def test_a_convening_whose_name_no_type_has_gets_its_signs(hall: Hall) -> None:
    convening = hall.convening
    convening.name = "Summit \N{GRADUATION CAP} 2027"
    job = ask_signs(hall=hall, by="user:1", at=NOW)
    convening.save(update_fields=["name"])
    assert work.run(job_id=job.pk, at=NOW) == JobState.DONE
