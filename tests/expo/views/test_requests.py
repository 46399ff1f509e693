"""What teams ask of their booths: the coordinator's page and the organizers'."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.domain.requests import RequestDraft, closes_at, request_of, set_deadline, write_request
from expo.models import Booth
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.doors import as_coordinator, stand_still
from tests.registration.factories import NOW, make_team


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def elgin(convening: Convening) -> Team:
    booths(hall(convening), "", "")
    Booth.objects.filter(number=101).update(zone="By the stage")
    return make_team(convening, "confirmed", name="Elgin")


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


def test_a_coordinator_writes_what_the_team_asks(client: Client, elgin: Team, convening: Convening) -> None:
    peoria = make_team(convening, "confirmed", name="Đặng")
    as_coordinator(client, elgin)
    assert f"/team/{elgin.pk}/booth/" in client.get(f"/team/{elgin.pk}/").content.decode()
    page = client.get(f"/team/{elgin.pk}/booth/").content.decode()
    assert "By the stage" in page
    assert "Đặng" in page
    typed = {"shows": "Two posters", "needs": ["power"], "zone_1": "By the stage", "apart_2": str(peoria.pk)}
    assert "Saved." in client.post(f"/team/{elgin.pk}/booth/", typed, follow=True).content.decode()
    assert request_of(elgin) == RequestDraft(
        frozenset({"power"}), ("By the stage",), frozenset(), frozenset({peoria.pk}), "Two posters"
    )


def test_the_other_team_never_learns_of_it(client: Client, elgin: Team, convening: Convening) -> None:
    peoria = make_team(convening, "confirmed", name="Peoria")
    as_coordinator(client, peoria)
    before = client.get(f"/team/{peoria.pk}/booth/").content.decode()
    write_request(team=elgin, draft=RequestDraft(apart=frozenset({peoria.pk})), by=BY, at=AT)
    after = client.get(f"/team/{peoria.pk}/booth/").content.decode()
    assert [line for line in after.splitlines() if "csrf" not in line] == [
        line for line in before.splitlines() if "csrf" not in line
    ]


def test_what_is_wrong_is_said_beside_the_field_and_kept(client: Client, elgin: Team, convening: Convening) -> None:
    peoria = make_team(convening, "confirmed", name="Peoria")
    as_coordinator(client, elgin)
    typed = {"shows": "Two posters", "near_1": str(peoria.pk), "apart_1": str(peoria.pk)}
    answer = client.post(f"/team/{elgin.pk}/booth/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Peoria cannot be near and apart at once" in page
    assert 'value="Two posters"' in page
    assert request_of(elgin) == RequestDraft()


def test_after_the_deadline_the_page_says_so(client: Client, elgin: Team, convening: Convening) -> None:
    set_deadline(convening=convening, until_at=NOW - timedelta(days=1), by=BY, at=AT)
    as_coordinator(client, elgin)
    page = client.get(f"/team/{elgin.pk}/booth/").content.decode()
    assert "The time to write this is over." in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(f"/team/{elgin.pk}/booth/", {"shows": "Late"}).status_code == 422
    assert request_of(elgin) == RequestDraft()


def test_without_a_place_there_is_nothing_to_ask_yet(client: Client, convening: Convening) -> None:
    team = make_team(convening, "committing")
    as_coordinator(client, team)
    assert "Your team has no place yet." in client.get(f"/team/{team.pk}/booth/").content.decode()
    assert f"/team/{team.pk}/booth/" not in client.get(f"/team/{team.pk}/").content.decode()


def test_organizers_see_all_and_change_it_after_the_deadline(
    organizer: Client, elgin: Team, convening: Convening
) -> None:
    set_deadline(convening=convening, until_at=timezone.now() - timedelta(days=1), by=BY, at=AT)
    base = f"/organize/{convening.slug}/expo/requests/"
    assert "Nobody has asked for anything yet." in organizer.get(base).content.decode()
    organizer.post(f"{base}{elgin.pk}/", {"shows": "A wall of <i>letters</i>", "needs": ["access"]})
    page = organizer.get(base).content.decode()
    assert "A wall of &lt;i&gt;letters&lt;/i&gt;" in page
    assert "step-free access" in page
    assert organizer.get(f"{base}{elgin.pk}/").status_code == 200


def test_organizers_set_the_day(organizer: Client, elgin: Team, convening: Convening) -> None:
    base = f"/organize/{convening.slug}/expo/requests/"
    organizer.post(base, {"on": "2027-05-01"})
    until = closes_at(convening)
    assert until is not None
    assert convening.local(until).strftime("%Y-%m-%d %H:%M") == "2027-05-01 23:59"
    assert organizer.post(base, {"on": "tomorrow"}).status_code == 422
    organizer.post(base, {"on": ""})
    assert closes_at(convening) == elgin.convening.halls.get().opens_at


def test_statements_of_the_list_do_not_grow(
    organizer: Client, elgin: Team, convening: Convening, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    base = f"/organize/{convening.slug}/expo/requests/"
    write_request(team=elgin, draft=RequestDraft(shows="A wall"), by=BY, at=AT)
    with django_assert_max_num_queries(14) as before:
        organizer.get(base)
    for __ in range(2):
        other = make_team(convening, "confirmed")
        write_request(team=other, draft=RequestDraft(shows="Posters", near=frozenset({elgin.pk})), by=BY, at=AT)
    with django_assert_max_num_queries(14) as after:
        organizer.get(base)
    assert len(after) == len(before)
