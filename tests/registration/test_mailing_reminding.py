"""The occasions that organizers steer by rules: whom each concerns, and its mail through the delivery that sends it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as box

from accounts.models import PrivateLink
from convenings import reminder_occasions
from convenings.domain import convenings
from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.models import Convening, Element, ReminderRun
from convenings.reminder_occasions import RuleDraft
from mail.models import Message
from registration.domain import attendees, coordination, details, teams
from registration.domain.details import Details
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from tests.registration.factories import BY, NOW, make_convening, make_team
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("America/New_York")
DUE = datetime(2027, 5, 19, 9, tzinfo=HERE)  # a week before it begins
TOLD = {"may_list": False, "may_photograph": True}


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def rule(convening: Convening, occasion: str, **over: Any) -> None:
    known = reminder_occasions.get(occasion)
    assert known is not None
    draft = {"who": next(iter(known.audiences)), "anchor": "starts_at", "days": (7,), **over}
    set_rule(convening=convening, occasion=occasion, draft=RuleDraft(**draft), by=BY, at=NOW)


def guest(convening: Convening, name: str = "王小明") -> Attendee:
    return attendees.add_attendee(
        convening=convening, draft=PersonDraft(name, f"guest.{Attendee.objects.count()}@example.org"), kind="guest",
        organization="", by=BY, at=NOW,
    )  # fmt: skip


def tell(attendee: Attendee, **over: Any) -> None:
    told = Details(attendee.person.name, **{**TOLD, **over})
    details.change_details(attendee=attendee, details=told, by=f"person:{attendee.person_id}", at=NOW)


class TestProfile:
    """A team's figures and focus are missing: its coordinator is asked for them on its page."""

    def test_what_is_missing_is_listed(self, convening: Convening) -> None:
        team = make_team(convening, "committing", name="O’Brien-Nuñez Public Schools")
        rule(convening, "profile_incomplete")

        assert owe_due(at=DUE) == 1
        (mail,) = send("team.profile_reminder", at=DUE)
        assert mail.subject == "O’Brien-Nuñez Public Schools: a few facts are missing"
        assert mail.to[0].endswith(f"<{team.coordinator.email}>")
        assert mail.reply_to == [convening.contact_email]
        for words in ("How many students you have", "Where your figures come from", "What you want to work on"):
            assert words in both(mail)
        assert "/l/" in mail.body
        assert team.coordinator.links.filter(purpose="coordinate", subject=f"team:{team.pk}").exists()

    def test_who_has_told_all_is_left_alone(self, convening: Convening) -> None:
        complete, lacking = make_team(convening, "confirmed"), make_team(convening, "committing")
        focus = Element.objects.create(convening=convening, name="Trust", position=1)
        Team.objects.filter(pk__in=[complete.pk, lacking.pk]).update(enrollment=900, figures_source="CCD")
        complete.focus.add(focus)
        rule(convening, "profile_incomplete")

        assert owe_due(at=DUE) == 1
        assert Message.objects.get(occasion="team.profile_reminder").refs == {"team": lacking.pk}
        (mail,) = send("team.profile_reminder", at=DUE)
        assert "How many students you have" not in mail.body

    @pytest.mark.parametrize("leave", ["draft", "withdrawn"])
    def test_teams_that_do_not_come_are_left_alone(self, leave: str, convening: Convening) -> None:
        team = make_team(convening, "draft" if leave == "draft" else "committing")
        if leave == "withdrawn":
            teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
        rule(convening, "profile_incomplete")

        assert owe_due(at=DUE) == 0

    def test_told_or_handed_over_in_the_last_second_it_is_not_sent(self, convening: Convening) -> None:
        told, handed = (make_team(convening, "committing") for _number in range(2))
        rule(convening, "profile_incomplete")
        owe_due(at=DUE)
        Team.objects.filter(pk=told.pk).update(enrollment=9, figures_source="CCD", focus_text="Trust")
        coordination.hand_over(
            team=handed, person=PersonDraft("Đặng Lan", "lan@example.org"), by=BY, at=DUE
        )

        assert send("team.profile_reminder", at=DUE) == []
        states = Message.objects.filter(occasion="team.profile_reminder").values_list("state", flat=True)
        assert list(states) == ["cancelled"] * 2


class TestPlan:
    """What a team comes for is due: who has not told it is asked, until the day, and never after an answer."""

    def test_who_has_a_place_and_told_nothing_is_asked_for_both(self, convening: Convening) -> None:
        team, told, half = (make_team(convening, "confirmed") for _number in range(3))
        make_team(convening, "committing")
        Team.objects.filter(pk=told.pk).update(focus_text="Trust", intention="A plan that both sides carry")
        Team.objects.filter(pk=half.pk).update(focus_text="Trust")
        rule(convening, "plan_due", anchor="plan_due_at", days=(3,))
        before_it = convening.plan_due_at - timedelta(days=2, hours=12)

        assert owe_due(at=before_it) == 2
        mails = {mail.to[0].partition("<")[2]: mail.body for mail in send("team.plan_reminder", at=before_it)}
        assert "What you want to work on" in mails[f"{team.coordinator.email}>"]
        assert "What you want to work on" not in mails[f"{half.coordinator.email}>"]
        for body in mails.values():
            assert "What you hope to bring home" in body
            assert "Plans are due on Fri, May 14, 2027, 11:59 p.m. Eastern Time." in body

    def test_not_after_the_day_nor_after_an_answer_in_the_last_second(self, convening: Convening) -> None:
        team = make_team(convening, "confirmed")
        rule(convening, "plan_due", anchor="plan_due_at", days=(3,))
        assert owe_due(at=convening.plan_due_at) == 0
        owe_due(at=convening.plan_due_at - timedelta(hours=12))
        Team.objects.filter(pk=team.pk).update(focus_text="Trust", intention="More time together")
        assert send("team.plan_reminder", at=convening.plan_due_at) == []
        assert Message.objects.get(occasion="team.plan_reminder").state == "cancelled"


class TestDetails:
    """Somebody who comes has not told needs and consents."""

    def test_each_has_a_link_of_their_own(self, convening: Convening) -> None:
        silent, told = guest(convening), guest(convening)
        tell(told)
        rule(convening, "details_missing")

        assert owe_due(at=DUE) == 1
        (mail,) = send("attendee.details_reminder", at=DUE)
        assert mail.subject == f"What should we know before {convening.name}?"
        link = PrivateLink.objects.get(purpose="attend")
        assert (link.subject, link.person_id) == (f"attendee:{silent.pk}", silent.person_id)

    @pytest.mark.parametrize("unsaid", ["may_list", "may_photograph"])
    def test_half_an_answer_is_none(self, unsaid: str, convening: Convening) -> None:
        tell(guest(convening), **{unsaid: None})
        rule(convening, "details_missing")

        assert owe_due(at=DUE) == 1

    def test_who_is_under_18_is_never_asked(self, convening: Convening) -> None:
        details.enter_minor(
            add=lambda: guest(convening), guardian_name="Rosa Đặng", guardian_consent_on=date(2027, 2, 1),
            may_photograph=None, by=BY, at=NOW,
        )  # fmt: skip
        rule(convening, "details_missing")

        assert owe_due(at=DUE) == 0

    def test_who_tells_or_is_cancelled_in_the_last_second_gets_nothing(self, convening: Convening) -> None:
        told, gone = guest(convening), guest(convening)
        rule(convening, "details_missing")
        assert owe_due(at=DUE) == 2
        tell(told)
        attendees.cancel_attendee(attendee=gone, by=BY, at=DUE)

        assert send("attendee.details_reminder", at=DUE) == []


class TestBegins:
    """To everybody who has a place: when, where, and the badge."""

    def test_it_says_when_where_and_what_to_bring(self, convening: Convening) -> None:
        guest(convening)
        rule(convening, "convening_begins")

        assert owe_due(at=DUE) == 1
        (mail,) = send("convening.begins", at=DUE)
        assert mail.subject == f"{convening.name} begins on Wed, May 26, 2027"
        assert "Wed, May 26, 2027, 8:00 a.m. Eastern Time, Union Terminal, Cincinnati" in mail.body
        assert "Bring your badge, on the phone or on paper" in mail.body
        assert PrivateLink.objects.get().purpose == "attend"
        assert len(mail.attachments) == 1

    @pytest.mark.parametrize(("who", "number"), [("everybody", 5), ("teams", 4), ("others", 1)])
    def test_to_whom(self, who: str, number: int, convening: Convening) -> None:
        make_team(convening, "confirmed", members=1)  # three leaders and one more
        make_team(convening, "committing", members=1)
        guest(convening)
        rule(convening, "convening_begins", who=who)

        assert owe_due(at=DUE) == number

    def test_nothing_once_it_has_begun(self, convening: Convening) -> None:
        guest(convening)
        rule(convening, "convening_begins", days=(0,), clock=time(7))
        begins = convening.starts_at

        assert owe_due(at=begins) == 0
        assert owe_due(at=begins - timedelta(minutes=1)) == 1

    def test_postponed_in_the_last_second_it_is_not_sent(self, convening: Convening) -> None:
        guest(convening)
        rule(convening, "convening_begins")
        owe_due(at=DUE)
        convenings.postpone(convening=convening, reason="Snow", by=BY, at=DUE)

        assert send("convening.begins", at=DUE) == []


def test_the_weeks_limit_is_one_over_all_occasions(convening: Convening) -> None:
    """The first by time goes; the others are left out and shown."""
    convenings.change_convening(convening=convening, changes={"most_reminders_a_week": 1}, by=BY, at=NOW)
    guest(convening)
    rule(convening, "convening_begins", clock=time(10))
    rule(convening, "details_missing", clock=time(9))

    assert owe_due(at=DUE.replace(hour=12)) == 1
    assert list(Message.objects.filter(state="queued").values_list("occasion", flat=True)) == [
        "attendee.details_reminder"
    ]
    assert set(ReminderRun.objects.values_list("rule__occasion", "owed", "left_out")) == {
        ("details_missing", 1, 0), ("convening_begins", 0, 1),
    }  # fmt: skip


def test_the_weeks_limit_counts_within_one_run_too(convening: Convening) -> None:
    """Of two teams with the same coordinator, who may get one reminder a week."""
    convenings.change_convening(convening=convening, changes={"most_reminders_a_week": 1}, by=BY, at=NOW)
    one, other = (make_team(convening, "committing") for _number in range(2))
    Team.objects.filter(pk=other.pk).update(coordinator=one.coordinator)
    rule(convening, "profile_incomplete")

    assert owe_due(at=DUE) == 1
    assert ReminderRun.objects.values_list("owed", "left_out").get() == (1, 1)


def test_many_people_go_out_in_short_transactions(convening: Convening, django_assert_max_num_queries: Any) -> None:
    """120 people are three chunks, each of few statements whatever it holds."""
    for number in range(120):
        guest(convening, f"Guest {number}")
    rule(convening, "convening_begins")

    with django_assert_max_num_queries(60):
        assert owe_due(at=DUE) == 120
    assert len(box.outbox) == 0
