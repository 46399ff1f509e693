"""The organizers' pages of the day, the wall, and its archive."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.models import Hall, Highlight, Note, Placement
from expo.states import HighlightState
from jobs.models import Job
from tests.expo.day_factories import DURING, highlight, listed, note, visit
from tests.expo.rota_factories import people, waved
from tests.registration.doors import stand_still
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
SHOWN, HELD, REJECTED = HighlightState.SHOWN, HighlightState.HELD, HighlightState.REJECTED


def organizer(convening: Convening) -> User:
    user = User.objects.create_user(f"june{convening.pk}@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=DURING)
    return user


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Hall:
    stand_still(monkeypatch, DURING)
    return waved(make_convening(), teams=4, members=1)


@pytest.fixture
def desk(client: Client, where: Hall) -> Client:
    client.force_login(organizer(where.convening))
    return client


def base(convening: Convening) -> str:
    return f"/organize/{convening.slug}/expo"


def test_signs_are_asked_for_and_shown_as_work(desk: Client, where: Hall) -> None:
    page = desk.post(f"{base(where.convening)}/day/halls/{where.pk}/signs/", follow=True).content.decode()
    job = Job.objects.get(kind="expo.signs")
    assert f"/jobs/{job.pk}/" in page
    assert "Make the signs again" in page


def test_no_signs_without_a_team(desk: Client, where: Hall) -> None:
    Placement.objects.all().delete()
    page = desk.post(f"{base(where.convening)}/day/halls/{where.pk}/signs/", follow=True).content.decode()
    assert "Nobody has a booth in this hall yet." in page
    assert not Job.objects.exists()


def test_quiet_booths_with_what_to_do(desk: Client, where: Hall) -> None:
    empty = desk.get(f"{base(where.convening)}/day/").content.decode()
    assert "Nobody has scanned a booth yet." in empty
    for number in (102, 103):
        for who in people(where, 101)[:2]:
            visit(who, number)
    for who in people(where, 102)[:2]:
        visit(who, 101)
    page = desk.get(f"{base(where.convening)}/day/").content.decode()
    assert "wave 2, until 2:30 p.m." in page
    assert "Nobody stands there now" in page
    assert f"{base(where.convening)}/day/visits.csv" in page
    table = desk.get(f"{base(where.convening)}/day/visits.csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 7


def test_a_note_is_hidden_and_shown_again(desk: Client, where: Hall) -> None:
    row = note(people(where)[0], text="<b>Call</b> us")
    place = f"{base(where.convening)}/day/notes/{row.pk}/"
    assert "&lt;b&gt;Call&lt;/b&gt; us" in desk.get(f"{base(where.convening)}/day/").content.decode()
    assert "Hidden from both teams" in desk.post(place, {"hidden": "1"}, follow=True).content.decode()
    desk.post(place, {"hidden": "0"})
    assert Note.objects.get().hidden_at is None
    other = make_convening()
    desk.force_login(organizer(other))
    assert desk.post(f"{base(other)}/day/notes/{row.pk}/", {"hidden": "1"}).status_code == 404


@pytest.mark.parametrize("rows", [2, 4])
def test_statements_of_the_day(
    desk: Client, where: Hall, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for who in people(where)[:rows]:
        visit(who, 102, note="Hello")
        visit(who, 103, note="Hello")
    desk.get(f"{base(where.convening)}/day/")
    with django_assert_num_queries(14):
        desk.get(f"{base(where.convening)}/day/")


def test_one_tap_shows_and_one_rejects(desk: Client, where: Hall) -> None:
    ann, bob, *__ = people(where)
    first, second = highlight(ann, "Opposite jobs, one promise"), highlight(bob, "Buy my book")
    page = desk.get(f"{base(where.convening)}/wall/").content.decode()
    assert page.index("Opposite jobs") < page.index("Buy my book")  # the oldest first
    for row, to in ((first, SHOWN), (second, REJECTED)):
        desk.post(f"{base(where.convening)}/wall/{row.pk}/", {"to": to, "seen": HELD})
    assert [row.state for row in Highlight.objects.order_by("pk")] == [SHOWN, REJECTED]
    late = desk.post(f"{base(where.convening)}/wall/{first.pk}/", {"to": REJECTED, "seen": HELD}, follow=True)
    assert "Somebody has decided about this highlight meanwhile." in late.content.decode()
    odd = desk.post(f"{base(where.convening)}/wall/{first.pk}/", {"to": "nowhere"}, follow=True)
    assert "Choose whether to show, hold or reject it." in odd.content.decode()
    assert Highlight.objects.get(pk=first.pk).state == SHOWN
    other = make_convening()
    desk.force_login(organizer(other))
    assert desk.post(f"{base(other)}/wall/{first.pk}/", {"to": HELD, "seen": SHOWN}).status_code == 404


def wall(client: Client, where: Hall, query: str = "", **headers: str) -> object:
    return client.get(f"/c/{where.convening.slug}/expo/wall/{query}", headers=headers)


def test_the_wall_shows_what_was_read_and_keeps_it_as_an_archive(client: Client, where: Hall) -> None:
    ann, bob, cher, *__ = people(where)
    assert "The first one stands here." in wall(client, where).content.decode()
    highlight(ann, "<b>Bold</b> idea", SHOWN)
    highlight(bob, "Held one")
    highlight(cher, "Rejected one", REJECTED)
    archive = f"/c/{where.convening.slug}/expo/highlights/"
    for page in (wall(client, where).content.decode(), client.get(archive).content.decode()):
        assert "&lt;b&gt;Bold&lt;/b&gt; idea" in page
        assert "Somebody of Team 101" in page
        assert ann.person.name not in page
        assert "Held one" not in page
        assert "Rejected one" not in page


def test_an_unchanged_wall_is_empty_after_two_statements(
    client: Client, where: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ann = people(where)[0]
    row = highlight(ann, state=SHOWN)
    tag = wall(client, where, "?list=1")["ETag"]
    with django_assert_num_queries(2):
        assert wall(client, where, "?list=1", **{"If-None-Match": tag}).status_code == 304
    listed(ann)  # consent changes what stands there
    named = wall(client, where, "?list=1", **{"If-None-Match": tag})
    assert (named.status_code, ann.person.name in named.content.decode()) == (200, True)
    Highlight.objects.filter(pk=row.pk).update(state=HELD)
    gone = wall(client, where, "?list=1", **{"If-None-Match": named["ETag"]})
    assert (gone.status_code, "<html" in gone.content.decode()) == (200, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_of_the_wall(
    client: Client, where: Hall, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for who in people(where)[:rows]:
        highlight(who, state=SHOWN)
    wall(client, where)  # what is asked once a minute is asked
    with django_assert_num_queries(2):
        wall(client, where, "?list=1")
    with django_assert_num_queries(3):
        client.get(f"/c/{where.convening.slug}/expo/highlights/")


def test_a_draft_has_no_wall(client: Client) -> None:
    slug = make_convening(opened=False).slug
    assert [client.get(f"/c/{slug}/expo/{page}/").status_code for page in ("wall", "highlights")] == [404, 404]
