"""Who presents is told when a session moves: once, with the calendar that moves it there too."""

from datetime import UTC, datetime, timedelta
from email.mime.base import MIMEBase
from typing import Any

import pytest
from django.core import mail as box

from breakouts.domain import session_news
from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import CalendarEntry, Room, Session, TimeSlot
from convenings.domain.convenings import postpone
from convenings.models import Convening
from mail.domain import delivery, outbox
from mail.models import Message
from mail.states import MessageState
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, placed, presenter, room, slot
from tests.convenings.ical import ReadCalendar, read

LATER = AT + session_news.QUIET


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    return presenter(convening, "Ann O'Brien-Nuñez")


@pytest.fixture
def talk(convening: Convening, ann: Attendee) -> Session:
    return placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (ann,))


def move(talk: Session, where: Room, when: TimeSlot, at: datetime = AT) -> None:
    talk.refresh_from_db()
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=at)


def owed() -> list[Message]:
    return list(Message.objects.filter(occasion=session_news.OCCASION).order_by("pk"))


def sent(at: datetime = LATER) -> list[Any]:
    box.outbox.clear()
    delivery.deliver_due(at=at)
    return [mail for mail in box.outbox if "sessions at" in mail.subject]


def calendars(mail: Any) -> list[ReadCalendar]:
    assert all(isinstance(part, MIMEBase) for part in mail.attachments)
    return [read(part.get_payload(decode=True)) for part in mail.attachments]


def test_a_first_place_is_no_news(talk: Session) -> None:
    assert owed() == []


def test_a_moved_session_is_told_with_the_calendar(convening: Convening, talk: Session, ann: Attendee) -> None:
    move(talk, room(convening, "Ballroom"), slot(convening, 14))
    [message] = owed()
    assert (message.person_id, message.due_at) == (ann.person_id, LATER)
    assert sent(LATER - timedelta(seconds=1)) == []
    [mail] = sent()
    expected = "“Fewer tests”: now Thu, May 27, 2:00 p.m., Ballroom. It was Thu, May 27, 10:00 a.m., 204."
    assert expected in " ".join(mail.body.split())
    [calendar] = calendars(mail)
    [event] = calendar.events
    entry = CalendarEntry.objects.get()
    assert (calendar.method, event.uid, event.sequence) == ("PUBLISH", str(entry.uid), 1)
    assert event.starts_at == datetime(2027, 5, 27, 18, tzinfo=UTC)
    message.refresh_from_db()
    assert [file["name"] for file in message.attachments] == ["sessions.ics"]


def test_two_moves_within_minutes_are_one_mail(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    move(talk, where, slot(convening, 14), at=AT + timedelta(minutes=9))
    [message] = owed()
    assert message.due_at == AT + timedelta(minutes=19)
    assert sent(LATER) == []
    [mail] = sent(message.due_at)
    assert "It was Thu, May 27, 10:00 a.m., 204." in " ".join(mail.body.split())
    assert "12:00" not in mail.body


def test_moves_without_end_are_told_within_an_hour(convening: Convening, talk: Session) -> None:
    rooms, when = [room(convening), room(convening)], slot(convening, 12)
    for n in range(9):
        move(talk, rooms[n % 2], when, at=AT + n * timedelta(minutes=9))
    first, second = owed()
    assert first.due_at == AT + session_news.LONGEST
    assert second.owed_at >= first.due_at


def test_who_is_moved_back_gets_no_mail(convening: Convening, talk: Session) -> None:
    assert talk.room is not None
    assert talk.slot is not None
    where, when = talk.room, talk.slot
    move(talk, where, slot(convening, 14))
    move(talk, where, when)
    assert sent() == []
    assert [message.state for message in owed()] == [MessageState.CANCELLED]


def test_after_a_mail_was_sent_the_next_move_is_another(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    assert len(sent()) == 1
    move(talk, where, slot(convening, 14), at=LATER)
    [mail] = sent(LATER + session_news.QUIET)
    assert "It was Thu, May 27, 12:00" in " ".join(mail.body.split())


def test_several_sessions_of_one_presenter_are_one_mail(convening: Convening, talk: Session, ann: Attendee) -> None:
    other = placed(room(convening, "205"), slot(convening, 12), "Peers", (ann,))
    move(talk, room(convening), slot(convening, 14))
    unplace_session(session=other, version=other.version, by=BY, at=AT)
    [mail] = sent()
    assert "“Peers” is not held any more." in mail.body
    published, cancelled = calendars(mail)
    assert [event.title for event in published.events] == ["Fewer tests"]
    assert (cancelled.method, [event.title for event in cancelled.events]) == ("CANCEL", ["Peers"])


def test_a_removed_session_is_told(talk: Session) -> None:
    remove_session(session=talk, by=BY, at=AT)
    [mail] = sent()
    assert "“Fewer tests” is not held any more. It was Thu, May 27, 10:00 a.m., 204." in " ".join(mail.body.split())
    assert calendars(mail)[0].method == "CANCEL"


def test_who_no_longer_presents_or_comes_is_not_told(convening: Convening, talk: Session, ann: Attendee) -> None:
    bob = presenter(convening, "Bob")
    add_presenter(session=talk, attendee=bob, by=BY, at=AT)
    move(talk, room(convening), slot(convening, 14))
    assert len(owed()) == 2
    remove_presenter(session=talk, attendee=bob, by=BY, at=AT)
    cancel_attendee(attendee=ann, by=BY, at=AT)
    assert sent() == []


def test_other_words_and_what_is_over_are_no_news(convening: Convening, talk: Session) -> None:
    change_session(session=talk, title="More tests", kind=talk.kind, abstract="", elements=(), by=BY, at=AT)
    move(talk, room(convening), slot(convening, 14), at=datetime(2027, 5, 28, tzinfo=UTC))
    assert owed() == []


def test_a_convening_that_is_off_tells_nothing(convening: Convening, talk: Session) -> None:
    where, when = room(convening), slot(convening, 14)
    move(talk, where, when)
    postpone(convening=convening, reason="Flood.", by=BY, at=AT)
    assert sent() == []
    move(talk, where, slot(convening, 16))
    assert len(owed()) == 1


def test_a_held_mail_says_more_when_it_is_released(convening: Convening, talk: Session) -> None:
    where = room(convening, "Ballroom")
    move(talk, where, slot(convening, 12))
    outbox.hold(owed()[0], at=AT)
    move(talk, where, slot(convening, 14), at=AT + timedelta(days=1))
    [message] = owed()
    outbox.release(message, at=AT + timedelta(days=2))
    [mail] = sent(AT + timedelta(days=2))
    assert "now Thu, May 27, 2:00 p.m., Ballroom" in " ".join(mail.body.split())


def test_what_is_due_takes_no_more(convening: Convening, talk: Session) -> None:
    move(talk, room(convening), slot(convening, 12))
    [message] = owed()
    assert not outbox.amend(message, refs={}, due_at=LATER, at=message.due_at)
    assert outbox.waiting(occasion=session_news.OCCASION, person_id=message.person_id or 0, at=LATER) is None


def test_presenters_alone_are_told(convening: Convening, talk: Session) -> None:
    plenary = placed(room(convening, "Hall"), slot(convening, 8), "Opening", kind="plenary")
    presenter(convening, "Somebody else")
    move(plenary, room(convening), slot(convening, 16))
    assert owed() == []
