"""Who writes without end at one booth."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from expo.domain.notes import MOST_HERE
from expo.models import Note
from tests.expo.day_factories import DURING, code_of
from tests.expo.rota_factories import people, waved
from tests.registration.doors import hold, stand_still
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


def test_nobody_fills_the_page_of_another_team(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    stand_still(monkeypatch, DURING)
    ann = people(waved(make_convening(), teams=2))[0]
    phone = hold(client, ann.person, "attend", f"attendee:{ann.pk}", at=DURING)
    flood = [{"id": str(uuid4()), "code": code_of(102), "age_s": 0, "note": f"Buy {n}"} for n in range(50)]
    sent = {"path": f"/me/{ann.pk}/expo/visits/", "content_type": "application/json"}
    results = phone.post(data=json.dumps({"visits": flood}), **sent).json()["results"]
    assert [one["code"] for one in results] == ["kept"] * MOST_HERE + ["notes_enough"] * (50 - MOST_HERE)
    assert phone.post(data=json.dumps({"visits": flood[:1]}), **sent).json()["results"][0]["code"] == "kept"
    Note.objects.update(withdrawn_at=DURING)  # taking them back makes no room for more
    more = [{**flood[0], "id": str(uuid4())}]
    assert phone.post(data=json.dumps({"visits": more}), **sent).json()["results"][0]["code"] == "notes_enough"
    assert Note.objects.count() == MOST_HERE
