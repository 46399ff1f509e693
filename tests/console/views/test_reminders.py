"""The pages on which organizers steer reminders."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.permissions import Role
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_team

TENTH = "commitment_open/2027-03-23"


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address(convening: Convening, below: str = "") -> str:
    return f"/organize/{convening.slug}/mail/reminders/{below}"


def typed(**over: str) -> dict[str, str]:
    return {
        "enabled": "on", "who": "leaders", "days": "10, 5, 2", "side": "before", "anchor": "promise_by_at",
        "clock": "09:00", **over,
    }  # fmt: skip


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_calendar_says_day_time_occasion_and_to_how_many(convening: Convening, owner: Client) -> None:
    make_team(convening, "committing")
    shown = page(owner, address(convening))

    assert "the next 30 days; times are Eastern Time" in shown
    assert [day in shown for day in ("Tue, Mar 23", "Sun, Mar 28", "Wed, Mar 31")] == [True] * 3
    assert 'data-l="To">3</td>' in shown
    assert "A promise is open" in shown


def test_an_empty_calendar_says_what_to_do(convening: Convening, owner: Client) -> None:
    ReminderRule.objects.update(enabled=False)

    assert "No reminder goes out in the next 30 days." in page(owner, address(convening))


def test_one_run_shows_its_mail_without_a_link(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    shown = page(owner, address(convening, f"{TENTH}/"))

    assert f"{team.name} still waits for your answer" in shown
    assert "[private link]" in shown
    assert "3 people, as of now" in shown


@pytest.mark.parametrize("below", [
    f"{TENTH[:-2]}24/", "commitment_open/soon/", "birthday/2027-03-23/", "rules/birthday/", "rules/birthday/says/",
])
def test_what_is_not_there(below: str, convening: Convening, owner: Client) -> None:
    assert owner.get(address(convening, below)).status_code == 404


@pytest.mark.parametrize(("step", "state"), [("hold", "held"), ("skip", "skipped"), ("send-now", "sent_now")])
def test_a_step_is_taken_and_told(step: str, state: str, convening: Convening, owner: Client) -> None:
    make_team(convening, "committing")
    answer = owner.post(address(convening, f"{TENTH}/{step}/"), follow=True)

    assert ReminderRun.objects.get().state == state
    assert ReminderRun.objects.get().decided_by == f"user:{answer.context['request'].user.pk}"


def test_a_refused_step_is_a_sentence(convening: Convening, owner: Client) -> None:
    answer = owner.post(address(convening, "commitment_open/2027-03-24/hold/"), follow=True)

    assert "No reminder is planned for this day." in answer.content.decode()
    assert owner.post(address(convening, f"{TENTH}/burn/")).status_code == 404


def test_a_get_takes_no_step(convening: Convening, owner: Client) -> None:
    assert owner.get(address(convening, f"{TENTH}/hold/")).status_code == 405


def test_a_rule_is_saved_as_it_reads(convening: Convening, owner: Client) -> None:
    answer = owner.post(address(convening, "rules/commitment_open/"), typed(days="7; 3 1", clock="15:30"), follow=True)

    rule = ReminderRule.objects.get(convening=convening, occasion="commitment_open")
    assert (rule.days, str(rule.clock)) == ([7, 3, 1], "15:30:00")
    assert "7, 3 and 1 days before the last promise is due, at 3:30 p.m. Eastern Time." in answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [
    ("days", "soon"), ("days", ""), ("days", "400"), ("days", "-1"), ("days", "٣x"), ("days", "99999999999"),
    ("clock", "noon"), ("who", "me"), ("anchor", "pk"),
])
def test_what_is_wrong_stands_beside_its_field(field: str, value: str, convening: Convening, owner: Client) -> None:
    answer = owner.post(address(convening, "rules/commitment_open/"), typed(**{field: value}))

    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert ReminderRule.objects.get(convening=convening, occasion="commitment_open").days == [10, 5, 2]


def test_the_sentence_follows_what_is_typed_and_saves_nothing(convening: Convening, owner: Client) -> None:
    make_team(convening, "committing")
    before = list(ReminderRule.objects.values())
    url = address(convening, "rules/commitment_open/says/")

    shown = owner.get(url, typed(days="4")).content.decode()
    assert "4 days before the last promise is due, at 9:00 a.m. Eastern Time." in shown
    assert "Mon, March 29, 2027, 9:00 a.m." in shown
    assert "<html" not in shown
    assert "It is off: nothing goes out." in owner.get(url, {**typed(), "enabled": ""}).content.decode()
    assert "None of its days is still to come." in owner.get(url, typed(days="300")).content.decode()
    assert "The rule is not complete" in owner.get(url, typed(days="400")).content.decode()
    assert list(ReminderRule.objects.values()) == before


def test_the_quiet_hours_and_the_limit(convening: Convening, owner: Client) -> None:
    url = address(convening, "rules/")
    sent = {"quiet_from": "21:00", "quiet_until": "06:30", "most_reminders_a_week": "2"}
    assert owner.post(url, sent).status_code == 302

    convening.refresh_from_db()
    assert (str(convening.quiet_from), str(convening.quiet_until)) == ("21:00:00", "06:30:00")
    assert convening.most_reminders_a_week == 2
    answer = owner.post(url, {**sent, "most_reminders_a_week": "0"})
    assert answer.status_code == 400
    assert 'id="id_most_reminders_a_week_error"' in answer.content.decode()


def test_who_may_not_send_mail_steers_no_reminders(convening: Convening, sign_in: SignIn) -> None:
    desk = sign_in(convening, Role.DESK)

    assert desk.get(address(convening)).status_code == 403
    assert desk.post(address(convening, "rules/commitment_open/"), typed()).status_code == 403


def test_the_calendar_asks_as_often_for_three_teams_as_for_one(
    convening: Convening, owner: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        make_team(convening, "committing")
    with django_assert_max_num_queries(12):
        page(owner, address(convening))
