"""What reaches the big screen without having been read."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from expo.domain.highlights import wall_of
from expo.models import Hall, Highlight
from expo.states import HighlightState
from registration.domain.details import Details, change_details
from registration.models import Attendee
from tests.expo.day_factories import DURING, highlight, listed, me
from tests.expo.rota_factories import people, waved
from tests.expo.views.test_day import organizer
from tests.registration.doors import stand_still
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
SHOUT = "Vote the board out"
HELD, SHOWN, __ = HighlightState


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Hall:
    stand_still(monkeypatch, DURING)
    return waved(make_convening())


@pytest.fixture
def ann(where: Hall) -> Attendee:
    return listed(people(where)[0])


def rename(who: Attendee, name: str) -> None:
    change_details(attendee=who, details=Details(name=name, may_list=True), by=me(who), at=DURING)


def authors(where: Hall) -> list[str]:
    return [one.author for one in wall_of(where.convening, most=6)]


def test_a_name_taken_after_it_was_read_stands_on_no_screen(client: Client, where: Hall, ann: Attendee) -> None:
    was = ann.person.name
    highlight(ann, state=SHOWN)
    rename(ann, SHOUT)
    assert authors(where) == ["Somebody of Team 101"]
    for page in ("wall/", "wall/?list=1", "highlights/"):
        assert SHOUT not in client.get(f"/c/{where.convening.slug}/expo/{page}").content.decode()
    rename(ann, was)
    assert authors(where) == [f"{was}, Team 101"]


def test_nor_one_taken_between_reading_and_deciding(client: Client, where: Hall, ann: Attendee) -> None:
    row, place = highlight(ann), f"/organize/{where.convening.slug}/expo/wall/"
    client.force_login(organizer(where.convening))
    was = ann.person.name
    assert f'name="name" value="{was}"' in client.get(place).content.decode()
    rename(ann, SHOUT)
    client.post(f"{place}{row.pk}/", {"to": SHOWN, "seen": HELD, "name": was})
    assert authors(where) == ["Somebody of Team 101"]
    assert "This name is new since you read it" in client.get(place).content.decode()
    client.post(f"{place}{row.pk}/", {"to": HELD, "seen": SHOWN})
    client.post(f"{place}{row.pk}/", {"to": SHOWN, "seen": HELD, "name": SHOUT})
    assert authors(where) == [f"{SHOUT}, Team 101"]


def test_who_stood_on_the_wall_before_names_were_read_stays_named(where: Hall, ann: Attendee) -> None:
    row, held = highlight(ann, state=SHOWN), highlight(ann, "Another")
    Highlight.objects.update(name_read="")
    import_module("expo.migrations.0007_name_read").read_what_is_shown(apps, None)
    assert [one.name_read for one in Highlight.objects.order_by("pk")] == [ann.person.name, ""]
    assert (authors(where), row.pk < held.pk) == ([f"{ann.person.name}, Team 101"], True)
