"""Whom a release touches is told: once, with the calendar that changes it there too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.mime.base import MIMEBase
from typing import Any

import pytest
from django.core import mail as box
from pytest_django import DjangoAssertNumQueries

from breakouts.domain import release_news
from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.releases import preview_of
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import CalendarEntry, Programme, Room, Session, TimeSlot
from convenings.domain.convenings import open_, postpone
from convenings.models import Convening
from mail.domain import delivery, outbox
from mail.models import Message
from mail.states import MessageState
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, slot
from tests.convenings.ical import ReadCalendar, read
from tests.registration.factories import make_convening, make_team

OVER = datetime(2027, 5, 28, 12, tzinfo=UTC)


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    return presenter(convening, "Ann O'Brien-Nuñez")


@pytest.fixture
def talk(convening: Convening, ann: Attendee) -> Session:
    """Released and told."""
    made = placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (ann,))
    released(convening)
    Programme.objects.update(told=1)
    return made


def move(talk: Session, where: Room, when: TimeSlot, at: datetime = AT) -> None:
    talk.refresh_from_db()
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=at)


def tell(convening: Convening, at: datetime = AT) -> int:
    """Release, and let the worker owe the mail."""
    released(convening, at=at)
    return release_news.tell_of_releases(at=at)


def owed() -> list[Message]:
    return list(Message.objects.filter(occasion=release_news.OCCASION).order_by("pk"))


def sent(at: datetime = AT) -> list[Any]:
    box.outbox.clear()
    delivery.deliver_due(at=at)
    return [mail for mail in box.outbox if "sessions at" in mail.subject]


def words(mail: Any) -> str:
    return " ".join(mail.body.split())


def calendars(mail: Any) -> list[ReadCalendar]:
    assert all(isinstance(part, MIMEBase) for part in mail.attachments)
    return [read(part.get_payload(decode=True)) for part in mail.attachments]


def test_nobody_is_told_before_a_release(convening: Convening, talk: Session) -> None:
    move(talk, room(convening, "Ballroom"), slot(convening, 14))
    assert release_news.tell_of_releases(at=AT) == 0
    assert owed() == []


def test_a_first_release_tells_who_presents_where_and_when(convening: Convening, ann: Attendee) -> None:
    placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (ann,))
    assert tell(convening) == 1
    [mail] = sent()
    assert "“Fewer tests” is in the programme: Thu, May 27, 10:00 a.m., 204." in words(mail)
    assert [calendar.method for calendar in calendars(mail)] == ["PUBLISH"]


def test_a_moved_session_is_told_with_the_calendar(convening: Convening, talk: Session, ann: Attendee) -> None:
    presenter(convening, "Somebody else")
    move(talk, room(convening, "Ballroom"), slot(convening, 14))
    assert tell(convening) == 1
    assert [message.person_id for message in owed()] == [ann.person_id]
    [mail] = sent()
    expected = "“Fewer tests”: now Thu, May 27, 2:00 p.m., Ballroom. It was Thu, May 27, 10:00 a.m., 204."
    assert expected in words(mail)
    [calendar] = calendars(mail)
    [event] = calendar.events
    entry = CalendarEntry.objects.get()
    assert (calendar.method, event.uid, event.sequence) == ("PUBLISH", str(entry.uid), 1)
    assert event.starts_at == datetime(2027, 5, 27, 18, tzinfo=UTC)


def test_once_however_often_the_worker_looks(convening: Convening, talk: Session) -> None:
    move(talk, room(convening), slot(convening, 14))
    assert tell(convening) == 1
    assert [release_news.tell_of_releases(at=AT) for _ in range(2)] == [0, 0]
    assert len(owed()) == 1


def test_a_worker_that_died_between_parts_is_gone_on_from(
    convening: Convening, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_news, "PART", 1)
    add_presenter(session=talk, attendee=presenter(convening, "Bob"), by=BY, at=AT)
    move(talk, room(convening), slot(convening, 14))
    assert tell(convening) == 2
    Message.objects.filter(pk=owed()[0].pk).delete()
    Programme.objects.update(told=1)
    assert release_news.tell_of_releases(at=AT) == 1
    assert len(owed()) == 2


def test_two_releases_before_the_mail_goes_are_one_mail(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    assert tell(convening) == 1
    move(talk, where, slot(convening, 14))
    assert tell(convening) == 0
    [mail] = sent()
    assert "It was Thu, May 27, 10:00 a.m., 204." in words(mail)
    assert "12:00" not in mail.body


def test_who_is_moved_back_gets_no_mail(convening: Convening, talk: Session) -> None:
    assert talk.room is not None
    assert talk.slot is not None
    where, when = talk.room, talk.slot
    move(talk, where, slot(convening, 14))
    tell(convening)
    move(talk, where, when)
    tell(convening)
    assert sent() == []
    assert [message.state for message in owed()] == [MessageState.CANCELLED]


def test_after_a_mail_was_sent_the_next_release_is_another(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    tell(convening)
    assert len(sent()) == 1
    move(talk, where, slot(convening, 14))
    assert tell(convening) == 1
    [mail] = sent()
    assert "It was Thu, May 27, 12:00" in words(mail)


def test_several_sessions_of_one_presenter_are_one_mail(convening: Convening, talk: Session, ann: Attendee) -> None:
    other = placed(room(convening, "205"), slot(convening, 12), "Peers", (ann,))
    tell(convening)
    sent()
    move(talk, room(convening), slot(convening, 14))
    unplace_session(session=other, version=other.version, by=BY, at=AT)
    tell(convening)
    [mail] = sent()
    assert "“Peers” is not held any more." in mail.body
    published, cancelled = calendars(mail)
    assert [event.title for event in published.events] == ["Fewer tests"]
    assert (cancelled.method, [event.title for event in cancelled.events]) == ("CANCEL", ["Peers"])


def test_a_removed_session_is_told(convening: Convening, talk: Session) -> None:
    remove_session(session=talk, by=BY, at=AT)
    tell(convening)
    [mail] = sent()
    assert "“Fewer tests” is not held any more. It was Thu, May 27, 10:00 a.m., 204." in words(mail)
    assert calendars(mail)[0].method == "CANCEL"


def test_who_comes_and_who_leaves_is_told_and_no_other(convening: Convening, talk: Session, ann: Attendee) -> None:
    bob = presenter(convening, "Bob")
    add_presenter(session=talk, attendee=bob, by=BY, at=AT)
    assert tell(convening) == 1
    [mail] = sent()
    assert "You present “Fewer tests”: Thu, May 27, 10:00 a.m., 204." in words(mail)
    remove_presenter(session=talk, attendee=ann, by=BY, at=AT)
    assert tell(convening) == 1
    [mail] = sent()
    assert "You do not present “Fewer tests” any more." in words(mail)
    assert mail.attachments == []


def test_who_does_not_come_any_more_is_not_told(convening: Convening, talk: Session, ann: Attendee) -> None:
    move(talk, room(convening), slot(convening, 14))
    tell(convening)
    cancel_attendee(attendee=ann, by=BY, at=AT)
    assert sent() == []
    tell(convening)
    assert len(owed()) == 1


def retell(talk: Session, **over: Any) -> None:
    facts = {"title": talk.title, "kind": talk.kind, "abstract": "", "elements": (), "by": BY, "at": AT}
    change_session(session=talk, **{**facts, **over})


def test_another_title_is_told_and_other_words_are_not(convening: Convening, talk: Session) -> None:
    retell(talk, abstract="In other words.")
    assert tell(convening) == 0
    retell(talk, title="More tests", abstract="In other words.")
    assert tell(convening) == 1
    [mail] = sent()
    assert "“More tests” was called “Fewer tests”." in words(mail)


def test_what_is_over_is_no_news(convening: Convening, talk: Session) -> None:
    move(talk, room(convening), slot(convening, 14))
    assert tell(convening, at=OVER) == 0


def test_who_chose_what_is_dropped_is_told(convening: Convening, talk: Session) -> None:
    placed(room(convening, "205"), talk.slot or slot(convening), "Peers")
    released(convening)
    Programme.objects.update(told=2)
    team = make_team(state="confirmed", convening=convening, members=1)
    member = Attendee.objects.get(team=team, office="")
    set_choosing_time(convening=convening, from_at=None, until_at=AT + timedelta(days=1), by=BY, at=AT)
    choose(attendee=member, wishes=[Wish(talk.slot_id or 0, (talk.pk,), frozenset())], by=BY, at=AT)
    talk.refresh_from_db()
    unplace_session(session=talk, version=talk.version, by=BY, at=AT)
    assert preview_of(convening, at=AT).people == 2
    assert tell(convening) == 2
    assert {message.refs["attendee"] for message in owed()} >= {member.pk}


def test_a_convening_that_is_off_tells_nothing(convening: Convening, talk: Session) -> None:
    where, when = room(convening), slot(convening, 14)
    move(talk, where, when)
    tell(convening)
    postpone(convening=convening, reason="Flood.", by=BY, at=AT)
    assert sent() == []
    move(talk, where, slot(convening, 16))
    assert tell(convening) == 0


def test_a_draft_tells_when_it_opens(db: None) -> None:
    convening = make_convening(opened=False)
    placed(room(convening), slot(convening), "Fewer tests", (presenter(convening),))
    assert preview_of(convening, at=AT).people == 0
    assert tell(convening) == 0
    open_(convening=convening, by=BY, at=AT)
    assert release_news.tell_of_releases(at=AT) == 1


def test_a_held_mail_says_more_when_it_is_released(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    tell(convening)
    outbox.hold(owed()[0], at=AT)
    move(talk, where, slot(convening, 14))
    tell(convening)
    [message] = owed()
    outbox.release(message, at=AT + timedelta(days=2))
    [mail] = sent(AT + timedelta(days=2))
    assert "now Thu, May 27, 2:00 p.m., Ballroom" in words(mail)


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int) -> None:
    a_day(convening, rooms=rooms)
    look: Callable[[], int] = lambda: release_news.tell_of_releases(at=AT)  # noqa: E731
    with django_assert_num_queries(12):
        assert look() == 2 * rooms
