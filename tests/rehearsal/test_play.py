from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from checkin.models import Scan
from convenings.models import Convening
from expo.models import Feature, Hall, Placement
from journal.models import Entry
from mail.models import Message
from registration.models import Attendee, Team
from rehearsal.domain.play import Play
from rehearsal.domain.stages.second_day import open_again
from tests.rehearsal.conftest import play

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each plays a convening or two


def facts(convening: Convening) -> list[Any]:
    """All that a seed decides: everything but ids, codes and tokens."""
    teams = Team.objects.filter(convening=convening).order_by("pk")
    return [
        list(teams.values_list("name", "state", "place", "completion")),
        list(Attendee.objects.filter(convening=convening).order_by("pk").values_list("person__name", "job", "side")),
        list(Message.objects.filter(convening_id=convening.pk).order_by("pk").values_list("occasion", "to_address")),
        list(Scan.objects.filter(checkpoint__convening=convening).order_by("pk").values_list("answer", "scanned_at")),
        list(Entry.objects.filter(convening_id=convening.pk).order_by("pk").values_list("kind", "at")),
    ]


@pytest.mark.one_database  # what a seed decides is drawn in Python; other plays run on both
def test_the_same_plan_plays_the_same_twice(played: Play) -> None:
    assert facts(played.convening) == facts(play("again").convening)


@pytest.mark.one_database  # as above
def test_another_seed_plays_another_convening(played: Play) -> None:
    assert facts(played.convening) != facts(play("other", seed=2).convening)


def test_demo_loads_into_an_empty_database_only(played: Play) -> None:
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo")


def test_the_second_hall_goes_on_while_it_is_looked_at(played: Play, client: Client) -> None:
    first, now = Hall.objects.get(convening=played.convening), timezone.now()
    stood = list(Placement.objects.order_by("-booth__number").values_list("team", flat=True)[:4])
    open_again(played, first, now=now)
    hall = Hall.objects.exclude(pk=first.pk).get(convening=played.convening)
    assert hall.opens_at < now < hall.closes_at
    standing = Placement.objects.filter(booth__hall=hall).order_by("booth__number")
    assert list(standing.values_list("team", flat=True)) == stood
    assert hall.waves.count() == 8
    assert [booth.number for booth in hall.booths.all() if Feature.SPACE in booth.offers] == [206]
    page = client.get(f"/c/{played.convening.slug}/expo/", {"hall": hall.pk}).content.decode()
    assert f"{hall}</h1>" in page
