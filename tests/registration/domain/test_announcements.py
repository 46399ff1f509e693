"""Urgent announcements: one stands, the next replaces it, and its mail goes to all who come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convenings.domain import convenings
from convenings.models import Convening
from jobs.domain import work
from jobs.models import Job
from journal.models import Entry
from journal.refusals import Refusal
from mail.domain import delivery
from mail.models import Message
from registration.domain import announcements, attendees, bulk_mail, bulk_sending
from registration.domain.announcements import AlreadyStands, AnnouncementOver, CannotAnnounce
from registration.domain.drafts import PersonDraft
from registration.models import Announcement, BulkList, BulkMail
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]
LUNCH = "Lunch moved to hall B."
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def announce(convening: Convening, text: str = LUNCH, **over: Any) -> Announcement:
    return announcements.announce(convening=convening, text=text, **{"by": BY, "at": NOW, **over})


def shown(convening: Convening, at: datetime = NOW) -> str:
    """What stands, asked both ways: with a statement of its own, and with the convening."""
    alone = announcements.standing(convening, at=at)
    brought = announcements.with_announcement(Convening.objects.filter(pk=convening.pk), at=at).get()
    assert announcements.brought(brought) == alone
    return alone.text if alone else ""


def test_who_presses_twice_announces_once(convening: Convening) -> None:
    make_team(convening, "confirmed")
    made = announce(convening)

    with pytest.raises(AlreadyStands):
        announce(convening, f" {LUNCH} ", at=SOON)

    assert Announcement.objects.get() == made
    announcements.end(announcement=made, by=BY, at=SOON)
    assert announce(convening, at=SOON + timedelta(minutes=1)).replaces is None


def test_it_stands_to_the_end_of_the_day_where_the_convening_is(convening: Convening) -> None:
    made = announce(convening)
    assert made.ends_at == datetime(2027, 3, 2, 4, 59, tzinfo=UTC)  # 11:59 p.m. Eastern Time
    assert shown(convening) == LUNCH
    assert shown(convening, made.ends_at - timedelta(seconds=1)) == LUNCH
    assert shown(convening, made.ends_at) == ""
    assert shown(make_convening()) == ""


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2027, 3, 14, 6, 30, tzinfo=UTC), datetime(2027, 3, 15, 3, 59, tzinfo=UTC)),  # the clock goes forward
        (datetime(2027, 11, 7, 5, 30, tzinfo=UTC), datetime(2027, 11, 8, 4, 59, tzinfo=UTC)),  # and back
        (datetime(2027, 3, 2, 4, 59, 30, tzinfo=UTC), datetime(2027, 3, 3, 4, 59, tzinfo=UTC)),  # the last minute
    ],
)
def test_the_end_of_a_day(convening: Convening, at: datetime, until: datetime) -> None:
    assert announcements.end_of_day(convening, at) == until


def test_another_replaces_it_and_it_stays_on_record(convening: Convening) -> None:
    first = announce(convening)
    second = announce(convening, "Lunch moved to hall C.", at=SOON, by="user:2")
    first.refresh_from_db()
    assert shown(convening, SOON) == "Lunch moved to hall C."
    assert (first.text, first.ended_at, first.ended_by, second.replaces) == (LUNCH, SOON, "user:2", first)


def test_one_that_has_run_out_is_not_replaced(convening: Convening) -> None:
    first = announce(convening, ends_at=SOON)
    second = announce(convening, at=SOON + timedelta(hours=1))
    first.refresh_from_db()
    assert (second.replaces, first.ended_at) == (None, SOON)


def test_ended_by_hand_once(convening: Convening) -> None:
    made = announce(convening)
    announcements.end(announcement=made, by="user:2", at=SOON)
    assert shown(convening, SOON) == ""
    with pytest.raises(AnnouncementOver):
        announcements.end(announcement=made, by=BY, at=SOON)
    kinds = Entry.objects.filter(subject=f"announcement:{made.pk}").order_by("pk").values_list("kind", "by")
    assert list(kinds) == [("announcement.made", BY), ("announcement.ended", "user:2")]


def test_two_never_stand(convening: Convening) -> None:
    announce(convening)
    facts = {"text": "x", "begins_at": NOW, "ends_at": SOON, "made_by": BY}
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(convening=convening, **facts)


@pytest.mark.parametrize(
    ("over", "code", "field"),
    [
        ({"text": " "}, "nothing_to_announce", "text"),
        ({"text": "a\nb"}, "nothing_to_announce", "text"),
        ({"text": "x" * 301}, "nothing_to_announce", "text"),
        ({"ends_at": NOW}, "ends_too_early", "ends_at"),
    ],
)
def test_what_is_refused(convening: Convening, over: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        announce(convening, **over)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("stop", [convenings.postpone, convenings.cancel])
def test_nothing_for_a_convening_that_stopped(convening: Convening, stop: Callable[..., Any]) -> None:
    stop(convening=convening, reason="Flood", by=BY, at=NOW)
    with pytest.raises(CannotAnnounce):
        announce(Convening.objects.get())
    with pytest.raises(CannotAnnounce):
        announce(make_convening(opened=False))


class TestItsMail:
    def test_goes_to_all_who_come_for_certain_in_its_own_words(
        self, convening: Convening, mailoutbox: list[Any]
    ) -> None:
        make_team(convening, "committing", members=2)  # without a place
        team = make_team(convening, "confirmed", members=1)
        text = "Lunch: {{ moved }} to *hall B* & <hall> C, Đặng."
        made = announce(convening, text)
        assert made.mail is not None
        assert made.mail.job_id is not None
        assert work.run(job_id=made.mail.job_id, at=NOW) == "done"
        told = Message.objects.filter(occasion="bulk.mail").values_list("to_address", flat=True)
        assert sorted(told) == sorted(team.members.values_list("person__email", flat=True))
        delivery.deliver_due(at=NOW)
        mail = next(mail for mail in mailoutbox if mail.subject == text)
        assert text in mail.body
        assert "/l/" in mail.body

    def test_its_people_are_counted_by_the_worker_once(self, convening: Convening) -> None:
        team = make_team(convening, "confirmed")
        made = announce(convening)
        assert made.mail is not None
        assert made.mail.job is not None
        assert bulk_sending.settle_sent(at=NOW) == 0  # its list is not fixed: it is not over
        attendees.add_member(
            team=team, person=PersonDraft("王小明", "late@example.org"), job="", side="union", by=BY, at=NOW
        )
        fixed = bulk_sending.fix_list(made.mail)
        make_team(convening, "confirmed")
        bulk_sending.fix_list(made.mail)
        assert BulkMail.objects.get().total == fixed.total == team.members.count()
        assert work.run(job_id=made.mail.job.pk, at=NOW) == "done"
        assert Message.objects.filter(occasion="bulk.mail", to_address="late@example.org").count() == 1

    def test_stopped_before_it_was_counted_it_goes_to_nobody(self, convening: Convening) -> None:
        make_team(convening, "confirmed")
        made = announce(convening)
        announcements.end(announcement=made, by=BY, at=SOON)
        assert made.mail is not None
        assert made.mail.job is not None
        assert work.run(job_id=made.mail.job.pk, at=NOW) == "cancelled"
        assert not BulkList.objects.exists()

    def test_work_that_died_before_it_was_counted_is_taken_up_again(self, convening: Convening) -> None:
        make_team(convening, "confirmed")
        made = announce(convening)
        assert made.mail is not None
        Job.objects.update(state="failed", ended_at=NOW)
        bulk = BulkMail.objects.get(pk=made.mail.pk)
        assert bulk_mail.is_stuck(bulk)
        again = bulk_mail.go_on(bulk=bulk, by=BY, at=NOW)
        assert again.job_id is not None
        assert work.run(job_id=again.job_id, at=NOW) == "done"
        assert Message.objects.filter(occasion="bulk.mail").exists()

    def test_a_long_one_has_a_short_subject(self, convening: Convening) -> None:
        make_team(convening, "confirmed")
        made = announce(convening, "Buses " * 45)
        assert made.mail is not None
        assert made.mail.subject.endswith("Buses…")
        assert len(made.mail.subject) <= 120

    def test_it_names_the_convening_and_its_contact_and_says_the_words_once(self, convening: Convening) -> None:
        make_team(convening, "confirmed")
        made = announce(convening)
        assert made.mail is not None
        assert made.mail.subject == LUNCH
        assert made.mail.body == f"{convening.name}\n{convening.contact_email}"

    def test_none_where_none_is_wanted_or_nobody_comes(self, convening: Convening) -> None:
        assert announce(convening).mail is None
        make_team(convening, "confirmed")
        assert announce(convening, "Lunch moved to hall C.", with_mail=False).mail is None

    @pytest.mark.parametrize("how", ["ended", "corrected"])
    def test_what_has_not_left_does_not_leave(self, convening: Convening, how: str, mailoutbox: list[Any]) -> None:
        make_team(convening, "confirmed")
        made = announce(convening)
        assert made.mail is not None
        assert made.mail.job_id is not None
        work.run(job_id=made.mail.job_id, at=NOW)
        if how == "ended":
            announcements.end(announcement=made, by=BY, at=SOON)
        else:
            announce(convening, "Lunch moved to hall C.", at=SOON, with_mail=False)
        made.mail.refresh_from_db()
        assert made.mail.state == "cancelled"
        delivery.deliver_due(at=SOON)
        assert [mail.subject for mail in mailoutbox if mail.subject == LUNCH] == []
