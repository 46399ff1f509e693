"""The sweep: late, twice, by two at once; quiet hours, the week's limit; answered in the last second."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail as box
from django.db import connection

from accounts.models import Person
from convenings import reminder_occasions
from convenings.domain import convenings, reminder_runs, reminder_sweep
from convenings.domain.reminder_rules import draft_of, set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.models.convening import ConveningQuerySet
from journal.models import Entry
from mail.domain import delivery, outbox
from mail.models import Message
from registration.models import Team
from tests.harness.threads import Meeting, together
from tests.registration.domain.test_reminders import FIVE, HERE, INSTANT, TEN, TWO, rule_of
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing")


def change(convening: Convening, **over: Any) -> ReminderRule:
    rule = ReminderRule.objects.get(convening=convening, occasion="commitment_open")
    draft = {**draft_of(rule).__dict__, **over}
    return set_rule(
        convening=convening, occasion="commitment_open", draft=reminder_occasions.RuleDraft(**draft), by=BY, at=NOW
    )


def owed() -> list[tuple[str, str]]:
    return list(Message.objects.filter(occasion="commitment.reminder").order_by("pk").values_list("key", "state"))


def test_a_clock_that_stood_for_two_days_loses_nothing(team: Team) -> None:
    assert owe_due(at=TEN + timedelta(days=2)) == 3
    assert owe_due(at=TEN + timedelta(days=2, minutes=1)) == 0


def test_three_that_fell_due_meanwhile_are_one(team: Team) -> None:
    assert owe_due(at=TWO + timedelta(hours=3)) == 3
    assert owe_due(at=TWO + timedelta(hours=4)) == 0
    assert dict(ReminderRun.objects.values_list("due_on", "owed")) == {
        date(2027, 3, 23): 0, date(2027, 3, 28): 0, date(2027, 3, 31): 3
    }
    assert set(ReminderRun.objects.values_list("state", flat=True)) == {"done"}


def test_every_run_stands_in_the_journal_with_its_numbers(team: Team) -> None:
    owe_due(at=TEN)

    entry = Entry.objects.get(kind="reminder.done")
    assert (entry.by, entry.subject) == ("system", f"convening:{team.convening_id}")
    assert entry.data == {"occasion": "commitment_open", "on": "2027-03-23", "owed": 3, "left_out": 0}


def test_it_goes_on_where_it_was_stopped(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies after the first chunk: the others are owed by the next sweep, and nobody twice."""
    monkeypatch.setattr(reminder_sweep, "CHUNK", 1)
    with monkeypatch.context() as patch:
        patch.setattr(reminder_sweep, "_close", _die)
        patch.setattr(reminder_sweep, "_owe_chunk", _die_after(2))
        with pytest.raises(KeyboardInterrupt):
            owe_due(at=TEN)
    assert len(owed()) == 2

    assert owe_due(at=TEN + timedelta(minutes=1)) == 1
    assert ReminderRun.objects.get().owed == 3


def _die(*args: Any, **named: Any) -> None:
    raise KeyboardInterrupt


def _die_after(times: int) -> Any:
    work, left = reminder_sweep._owe_chunk, [times]

    def chunk(*args: Any, **named: Any) -> int:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return work(*args, **named)

    return chunk


def test_a_rule_makes_up_for_nothing_that_fell_due_before_it(team: Team) -> None:
    set_rule(
        convening=team.convening, occasion="commitment_open",
        draft=reminder_occasions.RuleDraft(who="leaders", anchor="promise_by_at", days=(10, 4)), by=BY,
        at=FIVE,
    )

    assert owe_due(at=FIVE + timedelta(hours=1)) == 0
    assert owe_due(at=FIVE + timedelta(days=1)) == 3


def test_a_rule_that_is_off_reminds_nobody(team: Team) -> None:
    change(team.convening, enabled=False)

    assert owe_due(at=TEN) == 0


def test_another_date_another_time(team: Team) -> None:
    change(team.convening, anchor="starts_at", days=(60,), clock=time(15, 30))
    due = datetime(2027, 3, 27, 15, 30, tzinfo=HERE)

    assert owe_due(at=due - INSTANT) == 0
    assert owe_due(at=due) == 3


def test_nothing_goes_in_the_quiet_hours(team: Team) -> None:
    change(team.convening, clock=time(21))
    night, morning = TEN.replace(hour=21), TEN.replace(day=24, hour=7)

    assert owe_due(at=night) == 0
    assert owe_due(at=morning - INSTANT) == 0
    assert owe_due(at=morning) == 3
    assert owed()[0][0].split(":")[2] == "20270323"  # the day that names it


def test_what_a_late_clock_finds_at_night_waits_for_the_morning(team: Team) -> None:
    assert owe_due(at=TEN.replace(hour=23)) == 0
    assert owe_due(at=TEN.replace(day=24, hour=7)) == 3


def test_over_the_weeks_limit_is_left_out_and_shown(team: Team) -> None:
    convenings.change_convening(convening=team.convening, changes={"most_reminders_a_week": 1}, by=BY, at=NOW)
    owe_due(at=FIVE)

    assert owe_due(at=TWO) == 0
    run = ReminderRun.objects.get(due_on=date(2027, 3, 31))
    assert (run.state, run.owed, run.left_out) == ("done", 0, 3)
    left_out = Message.objects.filter(state="cancelled")
    assert {message.last_error for message in left_out} == {"Left out: this person had enough reminders this week."}
    assert left_out.count() == 3
    assert Entry.objects.filter(kind="commitment.reminded", at=TWO).count() == 0


def test_one_unusable_address_stops_nobody_else_and_is_shown(team: Team) -> None:
    first = parties_of(team)[0]
    assert first.signatory is not None
    Person.objects.filter(pk=first.signatory_id).update(email="nobody")

    assert owe_due(at=TEN) == 2
    assert owe_due(at=TEN) == 0
    run = ReminderRun.objects.get()
    assert (run.state, run.owed, run.left_out) == ("done", 2, 1)
    failed = Message.objects.get(occasion="commitment.reminder", state="failed")
    assert (failed.to_address, failed.last_error) == ("nobody", str(outbox.RecipientUnusable.words))
    assert Entry.objects.filter(kind="commitment.reminded", at=TEN).count() == 2


def test_the_limit_counts_seven_days_and_no_invitations(team: Team) -> None:
    convenings.change_convening(convening=team.convening, changes={"most_reminders_a_week": 1}, by=BY, at=NOW)
    assert Message.objects.filter(occasion="commitment.invited").update(owed_at=TEN) == 3

    assert owe_due(at=TEN) == 3
    assert owe_due(at=TWO) == 3  # eight days later


def test_the_limit_counts_nothing_that_was_cancelled(team: Team) -> None:
    convenings.change_convening(convening=team.convening, changes={"most_reminders_a_week": 1}, by=BY, at=NOW)
    assert owe_due(at=TEN) == 3
    Message.objects.filter(occasion="commitment.reminder").update(state="cancelled")
    assert owe_due(at=FIVE) == 3


def test_who_answers_in_the_second_before_sending_gets_nothing(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer falls between the worker's claim and the mail's composer, which asks within its transaction."""
    owe_due(at=TEN)
    party = parties_of(team)[0]
    message = Message.objects.get(occasion="commitment.reminder", refs__party=party.pk)
    claim = delivery._claim

    def claim_and_answer(claimed: Message, *, at: datetime) -> bool:
        taken = claim(claimed, at=at)
        sign(party, at=at)
        return taken

    monkeypatch.setattr(delivery, "_claim", claim_and_answer)

    assert delivery.deliver(message_id=message.pk, at=TEN) == "cancelled"
    assert box.outbox == []
    message.refresh_from_db()
    assert message.last_error == "No longer needed when it was about to be sent."


def test_held_is_kept_back_until_it_is_let_go(team: Team) -> None:
    day = {"convening": team.convening, "occasion": "commitment_open", "on": date(2027, 3, 23), "by": BY}
    reminder_runs.hold_run(**day, at=NOW)
    assert owe_due(at=TEN) == 0

    reminder_runs.release_run(**day, at=TEN + timedelta(hours=5))
    assert owe_due(at=TEN + timedelta(hours=5)) == 3


def test_held_beyond_the_next_one_it_is_not_made_up_for(team: Team) -> None:
    day = {"convening": team.convening, "occasion": "commitment_open", "on": date(2027, 3, 23), "by": BY}
    reminder_runs.hold_run(**day, at=NOW)
    assert owe_due(at=FIVE) == 3
    reminder_runs.release_run(**day, at=FIVE + timedelta(hours=1))

    assert owe_due(at=FIVE + timedelta(hours=1)) == 0
    assert ReminderRun.objects.get(due_on=date(2027, 3, 23)).state == "done"


def test_skipped_goes_to_nobody_and_the_next_goes(team: Team) -> None:
    reminder_runs.skip_run(
        convening=team.convening, occasion="commitment_open", on=date(2027, 3, 23), by=BY, at=NOW
    )

    assert owe_due(at=TEN) == 0
    assert owe_due(at=FIVE) == 3


def test_a_skipped_one_stands_for_those_before_it(team: Team) -> None:
    reminder_runs.skip_run(
        convening=team.convening, occasion="commitment_open", on=date(2027, 3, 28), by=BY, at=NOW
    )

    assert owe_due(at=FIVE) == 0


def test_sent_now_goes_at_once_even_at_night_and_not_again_at_its_time(team: Team) -> None:
    night = TEN.replace(day=25, hour=23)
    owe_due(at=TEN)
    reminder_runs.send_run_now(
        convening=team.convening, occasion="commitment_open", on=date(2027, 3, 28), by=BY, at=night
    )

    assert owe_due(at=night) == 3
    assert owe_due(at=night) == 0
    assert owe_due(at=FIVE) == 0
    assert owe_due(at=TWO) == 3


def test_two_teams_with_days_of_their_own_are_two_runs(team: Team) -> None:
    other = make_team(team.convening, "committing")
    later = team.convening.promise_by_at + timedelta(days=3)
    Team.objects.filter(pk=other.pk).update(promise_by_at=later)

    assert owe_due(at=TEN) == 3
    assert owe_due(at=TEN + timedelta(days=3)) == 3
    assert set(ReminderRun.objects.values_list("due_on", "owed")) == {(date(2027, 3, 23), 3), (date(2027, 3, 26), 3)}


def test_a_rule_that_changed_in_the_midst_of_a_sweep_is_looked_at_anew(team: Team) -> None:
    rule = ReminderRule.objects.select_related("convening").get(occasion="commitment_open")
    pending = reminder_sweep._pending(rule, TEN)
    assert pending is not None
    draft = reminder_occasions.RuleDraft(**{**draft_of(rule).__dict__, "days": (9,)})
    set_rule(convening=team.convening, occasion="commitment_open", draft=draft, by=BY, at=TEN)
    subjects = [party.pk for party in parties_of(team)]
    assert reminder_sweep._owe_chunk(pending, date(2027, 3, 23), subjects, at=TEN) == 0
    reminder_sweep._close(pending, at=TEN)
    assert (owed(), ReminderRun.objects.count()) == ([], 0)


@pytest.mark.parametrize(("days", "first"), [((14,), "profile_incomplete"), ((5,), "commitment_open")])
def test_the_rule_that_is_due_longest_goes_first(team: Team, days: tuple[int, ...], first: str) -> None:
    """By its first run, not by its last: who may have one reminder more this week gets the one that waits longer."""
    draft = reminder_occasions.RuleDraft(who="coordinators", anchor="promise_by_at", days=days)
    set_rule(convening=team.convening, occasion="profile_incomplete", draft=draft, by=BY, at=NOW)
    owe_due(at=TWO + timedelta(hours=3))

    done = [entry.data["occasion"] for entry in Entry.objects.filter(kind="reminder.done").order_by("pk")]
    assert (len(done), done[0], len(set(done))) == (4, first, 2)


def test_a_rule_of_a_newer_release_stops_no_other(team: Team) -> None:
    ReminderRule.objects.create(
        convening=team.convening, occasion="not_known_here", who="leaders", anchor="promise_by_at", days=[10],
        clock=time(9), since_at=NOW,
    )  # fmt: skip
    assert owe_due(at=TEN) == 3


def test_nothing_goes_out_for_a_convening_that_is_postponed(team: Team) -> None:
    convenings.postpone(convening=team.convening, reason="Snow is on the way.", by=BY, at=NOW)
    assert owe_due(at=TEN) == 0
    assert not ReminderRun.objects.exists()


def test_an_idle_sweep_asks_for_no_people(team: Team, django_assert_num_queries: Any) -> None:
    for _number in range(2):
        make_team(team.convening, "committing")
    with django_assert_num_queries(3):  # the rules, their runs, dates of teams' own
        assert owe_due(at=NOW) == 0
    owe_due(at=TEN)
    with django_assert_num_queries(3):
        assert owe_due(at=TEN + timedelta(minutes=5)) == 0


@pytest.mark.parametrize("zone", ["America/New_York", "America/Phoenix"])
def test_nine_on_the_wall_whichever_way_the_clocks_went(zone: str) -> None:
    """Ten days before and two days before: the clocks change between them in New York, and never in Phoenix."""
    convening = make_convening(
        time_zone=zone, promise_by_at=datetime(2027, 3, 17, 3, 59, tzinfo=HERE), opens_at=NOW - timedelta(days=40)
    )
    make_team(convening, "committing")
    last_on = convening.local(convening.promise_by_at).date()
    went = []
    for hour in range(24 * 18):
        at = NOW + timedelta(hours=hour)
        if owe_due(at=at):
            went.append(convening.local(at))
    assert [(at.date(), at.time()) for at in went] == [
        (last_on - timedelta(days=days), time(9)) for days in (10, 5, 2)
    ]


RACE = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


class TestAtOnce:
    """Two beats, and an organizer's hand, at the same moment."""

    pytestmark = RACE

    @pytest.fixture(autouse=True)
    def meeting(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Both have looked who is reminded already before either owes, unless a lock keeps one of them out."""
        meeting, over = Meeting(), reminder_sweep._over

        def wait(*args: Any) -> set[int]:
            meeting.wait()
            return over(*args)

        monkeypatch.setattr(reminder_sweep, "_over", wait)
        return

    def test_two_beats_owe_once(self) -> None:
        make_team(make_convening(), "committing")
        sweep = lambda: owe_due(at=TEN)  # noqa: E731

        assert sorted(together(sweep, sweep)) == [0, 3]
        assert len(owed()) == 3
        assert Entry.objects.filter(kind="commitment.reminded").count() == 3
        assert (ReminderRun.objects.get().owed, Entry.objects.filter(kind="reminder.done").count()) == (3, 1)

    def test_without_the_lock_both_believe_they_did(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
        make_team(make_convening(), "committing")
        if connection.vendor == "sqlite":
            monkeypatch.setattr(reminder_sweep, "_owe_chunk", reminder_sweep._owe_chunk.__wrapped__)  # type: ignore[attr-defined]
        else:
            monkeypatch.setattr(ConveningQuerySet, "locked", lambda self, pk: self.get(pk=pk))
        sweep = lambda: owe_due(at=TEN)  # noqa: E731

        ended = together(sweep, sweep)

        assert 0 not in ended  # both owed them, or one broke on the key, which holds even so
        assert len(owed()) == 3

    def test_held_while_it_goes_out_it_is_one_or_the_other(self) -> None:
        team = make_team(make_convening(), "committing")
        hold = lambda: reminder_runs.hold_run(  # noqa: E731
            convening=team.convening, occasion="commitment_open", on=date(2027, 3, 23), by=BY, at=TEN
        )
        together(lambda: owe_due(at=TEN), hold)

        run = ReminderRun.objects.get(rule=rule_of(team))
        assert (run.state, run.owed, len(owed())) in (("held", 0, 0), ("done", 3, 3))
