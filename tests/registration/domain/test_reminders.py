from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agreements.models import Party
from convenings.domain import convenings
from convenings.domain.reminder_sweep import owe_due
from convenings.models import ReminderRule
from mail.domain import addresses
from mail.models import BadAddress, Message
from registration import mailing
from registration.domain import coordinators, offices, promising, reminders, teams
from registration.models import Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("America/New_York")
# The last promise is due on Friday 2 April 2027; so reminders go on 23 March, 28 March and 31 March.
TEN, FIVE, TWO = (datetime(2027, *day, 9, tzinfo=HERE) for day in ((3, 23), (3, 28), (3, 31)))
INSTANT = timedelta(seconds=1)


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing")


def reminded() -> list[str]:
    return list(Message.objects.filter(occasion="commitment.reminder").order_by("pk").values_list("key", flat=True))


def rule_of(team: Team) -> ReminderRule:
    return ReminderRule.objects.get(convening=team.convening, occasion="commitment_open")


def test_reminders_go_at_nine_where_the_convening_is_and_once(team: Team) -> None:
    assert owe_due(at=TEN - INSTANT) == 0
    assert owe_due(at=TEN) == 3
    assert owe_due(at=TEN) == 0
    assert owe_due(at=FIVE - INSTANT) == 0
    assert owe_due(at=FIVE) == 3
    assert owe_due(at=TWO + timedelta(hours=3)) == 3

    party = parties_of(team)[0]
    assert [key for key in reminded() if key.endswith(f":{party.pk}")] == [
        f"commitment.reminder:{rule_of(team).pk}:{day}:{party.pk}" for day in ("20270323", "20270328", "20270331")
    ]


def test_after_a_standstill_only_the_latest_goes(team: Team) -> None:
    assert owe_due(at=TWO + timedelta(hours=1)) == 3
    assert {key.split(":")[2] for key in reminded()} == {"20270331"}


def test_none_goes_after_the_deadline(team: Team) -> None:
    assert owe_due(at=team.convening.promise_by_at) == 0


def test_only_who_has_not_answered_is_reminded(team: Team) -> None:
    union, superintendent, board = parties_of(team)
    sign(union)
    promising.decline(party=superintendent, reason="No", by=f"person:{superintendent.signatory_id}", at=NOW)

    assert owe_due(at=TEN) == 1
    assert reminded() == [f"commitment.reminder:{rule_of(team).pk}:20270323:{board.pk}"]


def test_who_waits_for_a_vote_is_left_alone_until_its_day(team: Team) -> None:
    for party, day in zip(parties_of(team), (date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)), strict=True):
        promising.defer(party=party, until_on=day, by=f"person:{party.signatory_id}", at=NOW)

    assert owe_due(at=TEN) == 0
    assert owe_due(at=FIVE) == 2


def test_who_was_asked_since_the_reminder_was_due_is_not_reminded_of_it() -> None:
    make_team(make_convening(), "committing", at=TEN + timedelta(hours=1))

    assert owe_due(at=TEN + timedelta(hours=2)) == 0
    assert owe_due(at=FIVE) == 3


def test_a_reminder_by_hand_stands_for_the_one_that_was_due(team: Team) -> None:
    remind(parties_of(team)[0], at=TEN + INSTANT)

    assert owe_due(at=TEN + timedelta(minutes=1)) == 2


def test_optional_offices_and_those_that_do_not_exist_are_not_reminded() -> None:
    team = make_team(make_convening(), "committing", kind="state")
    aft = party_of(team, "aft_president")
    offices.report_missing(party=aft, by=BY, at=NOW)
    offices.accept_missing(party=aft, by=BY, at=NOW)

    assert owe_due(at=TEN) == 2


def test_a_team_with_more_time_is_reminded_by_its_own_deadline(team: Team) -> None:
    later = team.convening.promise_by_at + timedelta(days=7)
    teams.extend_deadline(team=team, promise_by_at=later, by=BY, at=NOW)

    assert owe_due(at=TEN) == 0
    assert owe_due(at=TEN + timedelta(days=7)) == 3


@pytest.mark.parametrize("move", ["close_", "postpone", "cancel"])
def test_a_convening_that_is_not_open_reminds_nobody(move: str, team: Team) -> None:
    reason = {} if move == "close_" else {"reason": "Snow"}
    getattr(convenings, move)(convening=team.convening, by=BY, at=NOW, **reason)

    assert owe_due(at=TEN) == 0


def test_drafts_and_complete_teams_are_not_reminded() -> None:
    convening = make_convening()
    make_team(convening)
    make_team(convening, "confirmed")

    assert owe_due(at=TEN) == 0


def test_a_reminder_is_not_composed_when_it_is_no_longer_needed(team: Team) -> None:
    owe_due(at=TEN)
    union, superintendent, board = parties_of(team)
    messages = {m.refs["party"]: m for m in Message.objects.filter(occasion="commitment.reminder")}
    sign(union, at=TEN)
    promising.decline(party=superintendent, reason="No", by=f"person:{superintendent.signatory_id}", at=TEN)

    assert mailing.compose_asked(messages[union.pk], TEN) is None
    assert mailing.compose_asked(messages[superintendent.pk], TEN) is None
    assert mailing.compose_asked(messages[board.pk], TEN) is not None
    assert mailing.compose_asked(messages[board.pk], team.convening.promise_by_at) is None


def remind(party: Party, at: datetime = NOW, by: str = BY) -> None:
    reminders.remind(party=party, by=by, at=at)


def test_whom_mail_does_not_reach_gets_none_by_hand_nor_by_rule(team: Team) -> None:
    union, superintendent, board = parties_of(team)
    assert union.signatory is not None
    BadAddress.objects.create(address=union.signatory.email.lower(), reason="bounced", said="550", noted_at=NOW)
    lead = f"person:{team.coordinator_id}" if union.side == team.coordinator_side else BY

    for by in (BY, lead):
        with pytest.raises(reminders.AddressUnreachable):
            remind(union, by=by)
    assert owe_due(at=TEN) == 2
    assert {key.split(":")[-1] for key in reminded()} == {str(superintendent.pk), str(board.pk)}
    union.refresh_from_db()
    assert (union.reminded_at, union.nudged_at) == (None, None)

    addresses.try_again(address=union.signatory.email, convening_id=team.convening_id, by=BY, at=NOW)
    assert owe_due(at=FIVE) == 3


def test_a_coordinator_reads_the_same_of_who_declined_when_mail_does_not_arrive(team: Team) -> None:
    own = next(party for party in parties_of(team) if party.side == team.coordinator_side)
    assert own.signatory is not None
    promising.decline(party=own, reason="No", by=f"person:{own.signatory_id}", at=NOW)
    BadAddress.objects.create(address=own.signatory.email.lower(), reason="bounced", said="550", noted_at=NOW)

    with pytest.raises(reminders.AddressUnreachable):
        remind(own, by=f"person:{team.coordinator_id}")


def test_a_reminder_by_hand_goes_once_a_day_and_the_refusal_says_when(team: Team) -> None:
    party = parties_of(team)[0]
    remind(party)

    with pytest.raises(reminders.RemindedAlready) as refused:
        remind(party, NOW + timedelta(days=1) - INSTANT)

    assert str(refused.value) == (
        "A reminder went out in the last 24 hours. From Tuesday, March 2, 10:00 a.m. on the next may go."
    )
    remind(party, NOW + timedelta(days=1))
    assert len(reminded()) == 2


def test_a_coordinator_reminds_the_own_side_only(team: Team) -> None:
    by = f"person:{team.coordinator_id}"
    remind(party_of(team, "superintendent"), by=by)

    with pytest.raises(coordinators.NotYourSide):
        remind(party_of(team, "union_president"), by=by)


def test_there_is_nothing_to_remind_of_what_is_answered(team: Team) -> None:
    party = parties_of(team)[0]
    sign(party)

    with pytest.raises(reminders.NothingToRemind):
        remind(party)


def test_it_looks_at_a_team_with_few_statements(django_assert_max_num_queries: object) -> None:
    convening = make_convening()
    for _ in range(3):
        make_team(convening, "committing")
    owe_due(at=TEN)

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert owe_due(at=TEN + timedelta(minutes=5)) == 0
