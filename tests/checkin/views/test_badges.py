"""Printing from the organizers' page: what a second print says, and what changed."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.people import rename_person
from checkin.domain import badges
from checkin.models import Badge, BadgePrint
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job
from tests.checkin.factories import DAY, make_convening, make_team
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    held = make_convening()
    make_team(held, members=0)
    badges.issue_badges(convening=held, by="system", at=DAY)
    return held


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def ask(client: Client, convening: Convening, **asked: Any) -> Any:
    before = Job.objects.count()
    answer = client.post(f"/organize/{convening.slug}/check-in/sheets/", {"paper": "letter_6", **asked})
    if Job.objects.count() > before:
        work.run(job_id=Job.objects.latest("pk").pk, at=timezone.now())
    return answer


def test_one_is_printed_and_a_second_print_asks_first(desk: Client, convening: Convening) -> None:
    badge = Badge.objects.of(convening).latest("pk")
    assert ask(desk, convening, badge=badge.pk, paper="label_62").status_code == 302
    warned = ask(desk, convening, badge=badge.pk, paper="label_62")
    page = warned.content.decode()
    assert warned.status_code == 409
    assert "June desk printed one on" in page
    assert f'name="badge" value="{badge.pk}"' in page
    assert '<option value="label_62" selected>' in page
    assert ask(desk, convening, badge=badge.pk, paper="label_62", again="on").status_code == 302
    assert BadgePrint.objects.filter(badge=badge).count() == 2


def test_all_warns_of_those_on_paper_and_new_does_not(desk: Client, convening: Convening) -> None:
    assert ask(desk, convening, badge=Badge.objects.latest("pk").pk).status_code == 302
    assert "1 of them is on paper already." in ask(desk, convening, only="all").content.decode()
    assert ask(desk, convening, only="new", paper="a4_8").status_code == 302
    assert BadgePrint.objects.count() == 3


def test_changed_ones_are_counted_and_printed_without_asking(desk: Client, convening: Convening) -> None:
    address = f"/organize/{convening.slug}/check-in/badges/"
    ask(desk, convening, only="new")
    assert "changed one" not in desk.get(address).content.decode()
    person = Badge.objects.latest("pk").attendee.person
    rename_person(person=person, name="عمر", by="user:1", at=DAY)
    assert "Print the changed one" in desk.get(address).content.decode()
    assert ask(desk, convening, only="changed").status_code == 302
    assert "changed one" not in desk.get(address).content.decode()


@pytest.mark.parametrize("asked", [{"badge": "10000"}, {"badge": "x"}, {"paper": "papyrus"}, {"only": "some"}])
def test_what_no_button_sends_is_not_found(desk: Client, convening: Convening, asked: dict[str, str]) -> None:
    assert ask(desk, convening, **asked).status_code == 404
    assert not Job.objects.exists()


@pytest.mark.parametrize("teams", [1, 3])
def test_the_page_takes_as_many_statements_for_more(
    desk: Client, convening: Convening, teams: int, connection_statements: Any
) -> None:
    for number in range(teams - 1):
        make_team(convening, f"Team {number}")
    badges.issue_badges(convening=convening, by="system", at=DAY)
    ask(desk, convening, only="new")
    address = f"/organize/{convening.slug}/check-in/badges/?q=holder"
    desk.get(address)
    with connection_statements() as statements:
        desk.get(address)
    assert len(statements) == 16, "\n".join(statements)
