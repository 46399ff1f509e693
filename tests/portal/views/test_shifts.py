"""Shifts on a member's own page, and the team's rota for its coordinators."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from expo.models import Hall, Shift, Wave
from portal.domain.agenda_feed import new_address
from registration.models import Attendee
from tests.convenings.ical import read
from tests.expo.rota_factories import people, planned, presents, stand, team_at, waved
from tests.registration.doors import as_attendee, as_coordinator, hold, stand_still
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Hall:
    return waved(make_convening(), teams=2)


def page(client: Client, who: Attendee) -> str:
    return client.get(f"/me/{who.pk}/").content.decode()


def test_own_shift_with_booth_wave_and_time(client: Client, where: Hall) -> None:
    ann = people(where)[0]
    assert "Your shifts at the booth" not in page(as_attendee(client, ann), ann)
    stand(ann, where, 2)
    shown = page(client, ann)
    assert "Wed, May 26, 2:00 to 2:30 p.m." in shown
    assert f"Booth 101, {where.name}, wave 2" in shown
    presents(ann, hour=14)
    assert "Your shifts at the booth" not in page(client, ann)  # expected elsewhere


def test_offered_by_one_and_taken_by_another(client: Client, where: Hall) -> None:
    ann, bob, *__ = people(where)
    (shift,) = stand(ann, where, 2)
    said = as_attendee(client, ann).post(f"/me/{ann.pk}/shifts/{shift.pk}/offer/", {"offered": "1"}, follow=True)
    assert "Your team sees now that you offer this shift." in said.content.decode()
    assert "Keep it" in page(client, ann)
    mate = as_attendee(Client(), bob)
    assert ann.person.name in page(mate, bob)
    taken = mate.post(f"/me/{bob.pk}/shifts/{shift.pk}/take/", follow=True).content.decode()
    assert "This shift is yours now." in taken
    assert Shift.objects.get().attendee == bob
    late = as_attendee(Client(), people(where)[2])
    gone = late.post(f"/me/{people(where)[2].pk}/shifts/{shift.pk}/take/", follow=True).content.decode()
    assert "not to be had any more" in gone


def test_swapped_between_two(client: Client, where: Hall) -> None:
    ann, bob, *__ = people(where)
    (anns,), (bobs,) = stand(ann, where, 2), stand(bob, where, 4)
    as_attendee(client, ann).post(f"/me/{ann.pk}/shifts/{anns.pk}/offer/", {"offered": "1", "swaps": "1"})
    assert "also for one of theirs" in page(client, ann)
    mate = as_attendee(Client(), bob)
    assert f'<option value="{bobs.pk}">' in page(mate, bob)
    take = f"/me/{bob.pk}/shifts/{anns.pk}/take/"
    assert "Swapped." in mate.post(take, {"give": str(bobs.pk)}, follow=True).content.decode()
    assert dict(Shift.objects.values_list("pk", "attendee")) == {anns.pk: bob.pk, bobs.pk: ann.pk}
    assert mate.post(take, {"give": "x"}).status_code == 404


def test_of_what_is_over_nobody_disposes(client: Client, where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = people(where)[0]
    stand(ann, where, 1, 6)
    stand_still(monkeypatch, where.opens_at + timedelta(minutes=30))
    hold(client, ann.person, "attend", f"attendee:{ann.pk}", at=where.opens_at)
    assert page(client, ann).count("Offer it to my team") == 1


def test_kept_after_all(client: Client, where: Hall) -> None:
    ann = people(where)[0]
    (shift,) = stand(ann, where, 2, offered_at=where.opens_at)
    said = as_attendee(client, ann).post(f"/me/{ann.pk}/shifts/{shift.pk}/offer/", {"offered": "0"}, follow=True)
    assert "You keep this shift." in said.content.decode()
    assert Shift.objects.get().offered_at is None


def test_another_team_sees_and_takes_nothing(client: Client, where: Hall) -> None:
    ann, stranger = people(where)[0], people(where, 102)[0]
    (shift,) = stand(ann, where, 2, offered_at=where.opens_at)
    as_attendee(client, stranger)
    assert ann.person.name not in page(client, stranger)
    said = client.post(f"/me/{stranger.pk}/shifts/{shift.pk}/take/", follow=True).content.decode()
    assert "Everybody offers and takes shifts for themselves" in said
    client.post(f"/me/{stranger.pk}/shifts/{shift.pk}/offer/", {"offered": "0"})
    assert Shift.objects.get().offered_at == where.opens_at
    assert client.post(f"/me/{ann.pk}/shifts/{shift.pk}/offer/").status_code == 403
    assert client.get(f"/team/{team_at(where).pk}/rota/").status_code == 403


def test_the_teams_rota_and_a_change(client: Client, where: Hall) -> None:
    team, (ann, bob, *__) = team_at(where), people(where)
    as_coordinator(client, team)
    assert "Nothing is planned yet." in client.get(f"/team/{team.pk}/rota/").content.decode()
    assert f"/team/{team.pk}/rota/" in client.get(f"/team/{team.pk}/").content.decode()
    planned(where)
    wave = Wave.objects.get(number=1)
    there = Shift.objects.filter(wave=wave, attendee__team=team).get().attendee_id
    other = next(who.pk for who in (ann, bob) if who.pk != there)
    sent = {"wave": wave.pk, "member": other, "stood": ""}
    refused = client.post(f"/team/{team.pk}/rota/change/", sent)
    assert (refused.status_code, "Somebody has changed this wave" in refused.content.decode()) == (422, True)
    Shift.objects.filter(attendee=other).delete()
    done = client.post(f"/team/{team.pk}/rota/change/", {**sent, "stood": str(there)}, follow=True).content.decode()
    assert "stands at the booth then." in done
    assert Shift.objects.get(wave=wave, attendee__team=team).attendee_id == other


def test_a_coordinator_notes_who_comes_later(client: Client, where: Hall) -> None:
    team, (ann, *__) = team_at(where), people(where)
    as_coordinator(client, team)
    target = f"/team/{team.pk}/rota/arrival/"
    done = client.post(target, {"attendee_id": ann.pk, "from_at": "1"}, follow=True).content.decode()
    assert "Shifts before that do not count." in done
    assert done.count("<span>Not there yet</span>") == 1
    foreign = people(where, 102)[0]
    assert client.post(target, {"attendee_id": foreign.pk, "from_at": "1"}).status_code == 422
    assert client.post(f"/team/{team_at(where, 102).pk}/rota/arrival/").status_code == 403


def test_without_a_booth_there_is_no_rota(client: Client, where: Hall) -> None:
    team = team_at(where)
    as_coordinator(client, team)
    team.placement.delete()
    assert client.get(f"/team/{team.pk}/rota/").status_code == 404
    assert client.post(f"/team/{team.pk}/rota/change/").status_code == 404


def test_without_waves_it_says_what_follows(client: Client, where: Hall) -> None:
    Wave.objects.all().delete()
    as_coordinator(client, team_at(where))
    assert "There is no rota yet." in client.get(f"/team/{team_at(where).pk}/rota/").content.decode()


@pytest.mark.parametrize("waves", [1, 3])
def test_statements(client: Client, where: Hall, django_assert_num_queries: DjangoAssertNumQueries, waves: int) -> None:
    team, (ann, *__) = team_at(where), people(where)
    stand(ann, where, *range(1, waves + 1))
    as_coordinator(client, team)
    with django_assert_num_queries(20):
        client.get(f"/team/{team.pk}/rota/")


def test_own_shifts_are_in_the_subscribed_agenda(where: Hall) -> None:
    ann = Attendee.objects.select_related("convening", "person").get(pk=people(where)[0].pk)
    address = new_address(attendee=ann, by=BY, at=NOW).removeprefix("http://testserver")
    before = Client().get(address)
    stand(ann, where, 2)
    answer = Client().get(address, headers={"If-None-Match": before["ETag"]})
    (event,) = (event for event in read(answer.content).events if event.title == "At booth 101")
    assert event.starts_at == where.opens_at + timedelta(minutes=30)
    Shift.objects.all().delete()
    stand(ann, where, 2)  # planned anew: the same event
    again = [one.uid for one in read(Client().get(address).content).events if one.title == "At booth 101"]
    assert again == [event.uid]
