"""What a rule may say, and what may be decided about one of its runs."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from typing import Any

import pytest

from accounts.models import PrivateLink
from convenings import reminder_occasions
from convenings.domain import convenings, reminder_runs
from convenings.domain.reminder_calendar import gone, upcoming
from convenings.domain.reminder_preview import preview
from convenings.domain.reminder_rules import OccasionUnknown, RuleRefused, draft_of, known_occasion, set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.domain.reminder_words import rule_in_words
from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.reminder_occasions import RuleDraft
from convenings.states import RUN_TRANSITIONS, RunState
from journal.models import Entry
from registration.models import Team
from tests.registration.domain.test_reminders import FIVE, TEN, TWO, rule_of
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db
SAID = RuleDraft(who="leaders", anchor="promise_by_at", days=(10, 5, 2))
TENTH = date(2027, 3, 23)


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing")


def say(convening: Convening, **over: Any) -> ReminderRule:
    return set_rule(convening=convening, occasion="commitment_open", draft=replace(SAID, **over), by=BY, at=NOW)


def decide(convening: Convening, step: str, on: date = TENTH, at: Any = NOW) -> ReminderRun:
    return reminder_runs.STEPS[step](convening=convening, occasion="commitment_open", on=on, by=BY, at=at)


def test_a_new_convening_reminds_ten_five_and_two_days_before_at_nine() -> None:
    rule = ReminderRule.objects.get(convening=make_convening())

    assert (rule.occasion, draft_of(rule)) == ("commitment_open", SAID)
    assert rule.enabled


@pytest.mark.parametrize(("field", "value"), [
    ("who", "everybody else"),
    ("anchor", "pk"),
    ("anchor", "opens_at"),
    ("days", ()),
    ("days", (-1,)),
    ("days", (366,)),
    ("days", tuple(range(13))),
    ("clock", time(9, 0, 1)),
    ("clock", time(9, tzinfo=UTC)),
])
def test_what_a_rule_may_not_say(field: str, value: Any) -> None:
    convening = make_convening()
    with pytest.raises(RuleRefused) as refused:
        say(convening, **{field: value})

    assert refused.value.field == field
    assert draft_of(ReminderRule.objects.get(convening=convening)) == SAID


def test_there_are_occasions_that_nobody_knows() -> None:
    with pytest.raises(OccasionUnknown):
        set_rule(convening=make_convening(), occasion="birthday", draft=SAID, by=BY, at=NOW)


def test_a_rule_is_kept_in_order_journalled_and_idempotent() -> None:
    convening = make_convening()
    rule = say(convening, days=(2, 7, 2))

    assert rule.days == [7, 2]
    again = set_rule(convening=convening, occasion="commitment_open", draft=draft_of(rule), by=BY, at=TEN)
    assert again.since_at == NOW
    entry = Entry.objects.get(kind="reminder.rule_changed")
    assert entry.data == {"rule": rule.pk, "occasion": "commitment_open", "enabled": True}


@pytest.mark.parametrize(("over", "words"), [
    ({}, "10, 5 and 2 days before the last promise is due, at 9:00 a.m."),
    ({"days": (1,), "clock": time(15, 30)}, "1 day before the last promise is due, at 3:30 p.m."),
    ({"days": (0,)}, "on the day on which the last promise is due, at 9:00 a.m."),
    ({"days": (3, 1), "after": True, "anchor": "starts_at"}, "1 and 3 days after the convening begins, at 9:00 a.m."),
])
def test_a_rule_in_words(over: dict[str, Any], words: str) -> None:
    said = rule_in_words(say(make_convening(), **over), known_occasion("commitment_open"))

    assert said == f"To each leader whose answer is missing: {words} Eastern Time."


@pytest.mark.parametrize(("occasion", "words"), [
    ("choices_open", "everybody who has not chosen: 5 and 2 days before the time to choose ends, at 9:00 a.m."),
    ("call_closes", "who has not finished a proposal: 7 and 2 days before the call closes, at 9:00 a.m."),
    ("shift_soon", "everybody who has a shift: on the day on which each person’s first shift begins, at 8:00 a.m."),
])
def test_a_rule_that_counts_from_dates_of_people_says_so(occasion: str, words: str) -> None:
    known = known_occasion(occasion)
    rule = set_rule(convening=make_convening(), occasion=occasion, draft=known.suggested, by=BY, at=NOW)

    assert rule_in_words(rule, known) == f"To {words} Eastern Time."


def test_the_calendar_counts_who_would_get_it_as_of_now(team: Team) -> None:
    sign(parties_of(team)[0])
    convening = team.convening
    found = upcoming(convening, at=NOW)

    assert [(run.due.goes_at, run.people, run.state) for run in found] == [
        (TEN, 2, "planned"), (FIVE, 2, "planned"), (TWO, 2, "planned"),
    ]  # fmt: skip
    assert [run.due.due_on.day for run in upcoming(convening, at=TEN)] == [28, 31]
    assert upcoming(convening, at=TWO) == []


def test_the_calendar_ends_after_thirty_days(team: Team) -> None:
    say(team.convening, days=(2, 3))
    assert [run.due.due_on.day for run in upcoming(team.convening, at=NOW.replace(hour=13))] == [30, 31]
    assert upcoming(team.convening, at=NOW.replace(month=2)) == []


def test_what_went_out_is_listed_with_its_numbers(team: Team) -> None:
    owe_due(at=FIVE)

    assert [(run.due_on.day, run.owed, run.left_out) for run in gone(team.convening)] == [(28, 3, 0)]


def test_a_convening_that_does_not_remind_plans_nothing(team: Team) -> None:
    closed = convenings.close_(convening=team.convening, by=BY, at=NOW)

    assert upcoming(closed, at=NOW) == []


def test_the_calendar_asks_as_often_for_three_teams_as_for_one(team: Team, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        upcoming(team.convening, at=NOW)
    for _number in range(2):
        make_team(team.convening, "committing")
    with django_assert_num_queries(5):
        assert upcoming(team.convening, at=NOW)[0].people == 9


def test_every_pair_of_states() -> None:
    allowed = {
        ("planned", "held"), ("planned", "skipped"), ("planned", "sent_now"), ("planned", "done"), ("held", "planned"),
        ("held", "skipped"), ("held", "sent_now"), ("skipped", "planned"), ("sent_now", "done"),
    }  # fmt: skip
    assert {(str(was), str(to)) for was, after in RUN_TRANSITIONS.items() for to in after} == allowed
    assert RUN_TRANSITIONS.keys() == set(RunState)


@pytest.mark.parametrize(("first", "second"), [
    ("skip", "hold"), ("skip", "send-now"), ("send-now", "hold"), ("send-now", "skip"), ("send-now", "release"),
])
def test_what_may_not_follow(team: Team, first: str, second: str) -> None:
    decide(team.convening, first)

    with pytest.raises(reminder_runs.RunOver):
        decide(team.convening, second)


def test_what_went_out_is_not_held_any_more(team: Team) -> None:
    owe_due(at=TEN)
    for step in reminder_runs.STEPS:
        with pytest.raises(reminder_runs.RunOver):
            decide(team.convening, step, at=TEN)


def test_what_is_half_out_is_not_held_any_more(team: Team) -> None:
    """A worker died after its first chunk: some have theirs, and the others get theirs."""
    owe_due(at=TEN)
    ReminderRun.objects.update(state="planned")
    with pytest.raises(reminder_runs.RunOver):
        decide(team.convening, "hold", at=TEN)


def test_what_fell_due_before_the_rule_was_made_is_no_run_of_it(team: Team) -> None:
    said = replace(SAID, days=(10, 3))
    set_rule(convening=team.convening, occasion="commitment_open", draft=said, by=BY, at=TEN)
    with pytest.raises(reminder_runs.RunUnknown):
        decide(team.convening, "send-now", at=TEN)


def test_a_rule_on_another_date_knows_no_days_of_teams_own(team: Team) -> None:
    Team.objects.update(promise_by_at=team.convening.promise_by_at - timedelta(days=3))
    say(team.convening, anchor="starts_at", days=(5,))
    planned = upcoming(team.convening, at=NOW.replace(month=5))
    assert [run.due.due_on for run in planned] == [date(2027, 5, 21)]
    with pytest.raises(reminder_runs.RunUnknown):
        decide(team.convening, "hold", on=date(2027, 3, 25))  # five before the team's own


def test_what_was_skipped_is_planned_again_until_its_time(team: Team) -> None:
    decide(team.convening, "skip")
    with pytest.raises(reminder_runs.RunOver):
        decide(team.convening, "release", at=TEN)

    assert decide(team.convening, "release").state == "planned"


def test_a_decision_is_journalled_once(team: Team) -> None:
    for _twice in range(2):
        decide(team.convening, "hold")

    entry = Entry.objects.get(kind="reminder.held")
    assert (entry.by, entry.data) == (BY, {"occasion": "commitment_open", "on": "2027-03-23", "was": "planned"})


@pytest.mark.parametrize("on", [date(2027, 3, 24), date(2026, 3, 23), date.max, date.min])
def test_a_day_without_a_reminder(team: Team, on: date) -> None:
    with pytest.raises(reminder_runs.RunUnknown):
        decide(team.convening, "hold", on=on)
    assert not ReminderRun.objects.exists()


def test_a_rule_that_is_off_has_no_runs(team: Team) -> None:
    say(team.convening, enabled=False)

    with pytest.raises(reminder_runs.RunUnknown):
        decide(team.convening, "hold")


def test_a_preview_is_the_mail_and_mints_no_link(team: Team) -> None:
    links = PrivateLink.objects.count()
    shown = preview(rule_of(team), known_occasion("commitment_open"), TENTH, at=NOW)

    assert (shown.people, shown.to_name) == (3, parties_of(team)[0].signatory.name)  # type: ignore[union-attr]
    assert shown.mail is not None
    assert shown.mail.subject == f"{team.name} still waits for your answer"
    assert "[private link]" in shown.mail.text
    assert "/l/" not in shown.mail.text + shown.mail.html
    assert PrivateLink.objects.count() == links


def test_a_preview_of_what_concerns_nobody(team: Team) -> None:
    for party in parties_of(team):
        sign(party)

    shown = preview(rule_of(team), known_occasion("commitment_open"), TENTH, at=NOW)
    assert (shown.people, shown.mail) == (0, None)


def test_an_occasion_of_another_release_does_no_harm(team: Team) -> None:
    ReminderRule.objects.update(occasion="of_tomorrow")

    assert owe_due(at=TEN) == 0
    assert upcoming(team.convening, at=NOW) == []
    assert reminder_occasions.get("of_tomorrow") is None
