from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from checkin.models import Scan
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.models import Attendee, Team
from rehearsal.domain.demo import demo_plans
from rehearsal.domain.plan import Until
from rehearsal.domain.play import Play
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


def test_the_same_plan_plays_the_same_twice(played: Play) -> None:
    assert facts(played.convening) == facts(play("again").convening)


def test_another_seed_plays_another_convening(played: Play) -> None:
    assert facts(played.convening) != facts(play("other", seed=2).convening)


def test_an_open_one_has_answers_but_no_scans() -> None:
    performed = play(until=Until.SCHEDULED)
    assert performed.convening.state == "open"
    assert set(performed.convening.teams.values_list("state", flat=True)) == {"draft", "committing", "committed"}
    assert not Scan.objects.exists()


def test_demo_is_open_and_live_today() -> None:
    today = date(2027, 3, 15)
    open_one, live_one = demo_plans(today=today)
    performed = Play(open_one)
    convening = performed.perform()
    assert convening.local(convening.promise_by_at).date() == date(2027, 3, 29)  # at most 18 days ahead
    assert f"{convening.local(convening.starts_at):%A}" == "Wednesday"
    assert convening.teams.filter(place="confirmed").count() == 18
    assert Entry.objects.latest("at").at.date() <= today
    assert live_one.first_day == date(2027, 3, 14)


def test_demo_loads_into_an_empty_database_only(played: Play) -> None:
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo")
