"""The organizers' rota."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.models import Hall, LateArrival, Shift, Wave
from jobs.domain import work
from jobs.models import Job
from tests.expo.factories import AT, hall
from tests.expo.rota_factories import people, planned, stand, team_at, waved
from tests.registration.factories import make_convening

pytestmark = pytest.mark.usefixtures("in_season")


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/expo/rota/{rest}"


def sent(where: Hall, **over: Any) -> dict[str, Any]:
    return {"count": 6, "minutes": "", "free_least": 2, "in_a_row_most": 2, "version": where.version, **over}


def test_from_an_empty_hall_to_a_planned_rota(organizer: Client, convening: Convening) -> None:
    assert "There is no hall yet." in organizer.get(address(convening)).content.decode()
    where = hall(convening)
    page = organizer.get(address(convening)).content.decode()
    assert "Set waves and rules" in page
    done = organizer.post(address(convening, f"halls/{where.pk}/waves/"), sent(where), follow=True).content.decode()
    assert "The waves are there now." in done
    assert "No team has a booth here yet." in done
    assert Wave.objects.filter(hall=where).count() == 6


def test_planned_as_a_job(organizer: Client, convening: Convening) -> None:
    where = waved(convening, teams=2)
    going_on = organizer.post(address(convening, f"halls/{where.pk}/plan/"), follow=True).content.decode()
    assert "The rota is being planned." in going_on
    job = Job.objects.get()
    work.run(job_id=job.pk, at=timezone.now())
    row = organizer.get(f"/organize/{convening.slug}/jobs/{job.pk}/").content.decode()
    assert "2 teams have their rota now. No gap." in row
    assert "Somebody stands at every booth in every wave." in organizer.get(address(convening)).content.decode()


def test_without_waves_there_is_nothing_to_plan(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    page = organizer.post(address(convening, f"halls/{where.pk}/plan/"), follow=True).content.decode()
    assert "This hall has no waves yet." in page


def test_refused_waves_keep_what_was_typed(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    target = address(convening, f"halls/{where.pk}/waves/")
    page = organizer.post(target, sent(where, count="", minutes=3)).content.decode()
    assert "A wave takes 5 minutes at least." in page
    assert 'value="3"' in page
    assert not Wave.objects.exists()


def test_other_waves_ask_what_happens_to_shifts(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    stand(people(where)[0], where, 1)
    target = address(convening, f"halls/{where.pk}/waves/")
    page = organizer.post(target, sent(where, count=4)).content.decode()
    assert "Say what happens to the shifts." in page
    organizer.post(target, sent(where, count=4, shifts="drop"))
    assert (Wave.objects.count(), Shift.objects.count()) == (4, 0)


def test_gaps_come_first_by_name_and_are_filled_by_one_button(organizer: Client, convening: Convening) -> None:
    where = waved(convening, teams=2)
    planned(where)
    gone = Shift.objects.get(attendee__team=team_at(where), wave__number=3)
    gone.delete()
    page = organizer.get(address(convening)).content.decode()
    assert page.index("1 gap") < page.index("All booths")
    assert "booth 101. Wave 3, 2:30 to 3:00:" in page
    assert "next door has somebody free and could watch" in page
    could = page.split('name="member" value="')[1].split('"')[0]
    target = address(convening, f"halls/{where.pk}/teams/{team_at(where).pk}/")
    filled = organizer.post(target, {"wave": gone.wave_id, "member": could}, follow=True).content.decode()
    assert "stands at the booth then." in filled
    assert "No gap" in filled


def test_many_gaps_do_not_bury_the_rest(organizer: Client, convening: Convening) -> None:
    where = waved(convening, teams=2)
    stand(people(where)[0], where, 1)
    page = organizer.get(address(convening)).content.decode()
    assert "11 gaps" in page
    (first, rest) = page.split("Show all gaps")
    assert first.split("gaps_head")[-1].count("<li><b>") == 8
    assert rest.split("</details>")[0].count("<li><b>") == 3


def test_strip_and_table_say_the_same(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    ann, bob, *__ = people(where)
    stand(ann, where, 1)
    stand(bob, where, 2, is_pinned=True)
    page = organizer.get(address(convening, f"?team={team_at(where).pk}")).content.decode()
    strip = page.split('<table class="strips">')[1].split("</table>")[0]
    assert strip.count('class="at"') == 2
    assert strip.count("Booth, pinned") == 1
    assert strip.count("<span>Walks</span>") == 22
    assert strip.count("Nobody") == 4
    table = page.split("wavelist")[1].split("</table>")[0]
    assert table.count("<b>Nobody</b>") == 4
    assert f'data-l="At the booth">{ann.person.name}</td>' in table


def test_a_refusal_says_which_rule_and_keeps_the_choice(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    ann = people(where)[0]
    stand(ann, where, 1, 2)
    target = address(convening, f"halls/{where.pk}/teams/{team_at(where).pk}/")
    wave = Wave.objects.get(number=3)
    page = organizer.post(target, {"wave": wave.pk, "member": ann.pk, "stood": ""}).content.decode()
    assert "longer in a row than the rules allow: 2 waves" in page
    assert f'<option value="{ann.pk}" selected>' in page
    hostile = {"wave": "x", "member": "', --", "stood": "9 x"}
    assert "Not done." in organizer.post(target, hostile).content.decode()
    assert Shift.objects.count() == 2


def test_somebody_comes_later(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    ann = people(where)[0]
    target = address(convening, f"halls/{where.pk}/teams/{team_at(where).pk}/arrival/")
    page = organizer.post(target, {"attendee_id": ann.pk, "from_at": "2"}, follow=True).content.decode()
    assert f"Noted for {ann.person.name}." in page
    assert page.count("<span>Not there yet</span>") == 2
    page = organizer.post(target, {"attendee_id": "', --", "from_at": "99"}).content.decode()
    assert page.count('class="err"') == 2
    organizer.post(target, {"attendee_id": ann.pk, "from_at": "6"})
    assert LateArrival.objects.get().from_at == where.closes_at
    organizer.post(target, {"attendee_id": ann.pk, "from_at": ""})
    assert not LateArrival.objects.exists()


def test_pin_and_release(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    (shift,) = stand(people(where)[0], where, 1)
    target = address(convening, f"halls/{where.pk}/shifts/{shift.pk}/pin/")
    page = organizer.post(target, {"pinned": "1"}, follow=True).content.decode()
    assert "Release the pin" in page
    organizer.post(target, {"pinned": "0"})
    assert not Shift.objects.get().is_pinned


def test_shifts_that_break_new_rules_are_named(organizer: Client, convening: Convening) -> None:
    where = waved(convening)
    ann = people(where)[0]
    stand(ann, where, 1, 2)
    organizer.post(address(convening, f"halls/{where.pk}/waves/"), sent(where, in_a_row_most=1))
    page = organizer.get(address(convening)).content.decode()
    assert ann.person.name in page.split("Shifts that break the rules")[1]


def test_another_convenings_rows_are_not_there(organizer: Client, convening: Convening) -> None:
    where, other = waved(convening), waved(make_convening())
    (foreign,) = stand(people(other)[0], other, 1)
    for rest in (
        f"halls/{other.pk}/plan/", f"halls/{other.pk}/waves/", f"halls/{where.pk}/teams/{team_at(other).pk}/",
        f"halls/{where.pk}/teams/{team_at(other).pk}/arrival/",
        f"halls/{where.pk}/shifts/{foreign.pk}/pin/",
    ):  # fmt: skip
        assert organizer.post(address(convening, rest), {"team": team_at(other).pk}).status_code == 404
    plan = address(convening, f"halls/{where.pk}/plan/")
    assert organizer.post(plan, {"team": team_at(other).pk}).status_code == 404


@pytest.mark.parametrize("teams", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, teams: int
) -> None:
    where = waved(convening, teams=teams)
    planned(where)
    Shift.objects.filter(wave__number=2).delete()
    with django_assert_num_queries(18):
        organizer.get(address(convening, f"?team={team_at(where).pk}"))
