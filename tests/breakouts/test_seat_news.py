"""Who got, lost or changed a seat by somebody else's hand is told once, by what stands when the mail is written."""

from typing import Any

import pytest
from django.core import mail as box

from breakouts.domain import seat_news
from breakouts.domain.seats import drop_seat
from breakouts.domain.seats_opening import close_seats, open_seats
from breakouts.models import Programme, Session
from convenings.models import Convening
from mail.domain import delivery
from mail.models import Message
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import own, people, seat, seated_rounds

LATER = AT + seat_news.QUIET


@pytest.fixture
def sessions(convening: Convening) -> list[Session]:
    ((one, two, three),) = seated_rounds(convening, 1, 1, 5)
    return [one, two, three]


@pytest.fixture
def pair(convening: Convening) -> list[Attendee]:
    return people(convening, 2)


def sent(at: Any = LATER) -> dict[str, str]:
    """What was said to whom, by name."""
    box.outbox.clear()
    delivery.deliver_due(at=at)
    return {mail.to[0].partition(" <")[0]: str(mail.body) for mail in box.outbox if "Your seats at" in mail.subject}


def test_moved_up_and_told_once(sessions: list[Session], pair: list[Attendee]) -> None:
    (one, two, __), (ann, bob) = sessions, pair
    seat(ann, one, by=own(ann))
    seat(bob, two, by=own(bob))
    seat(bob, one, by=own(bob), or_wait=True)
    drop_seat(attendee=ann, session=one, by=own(ann), at=AT)
    assert sent(AT) == {}
    said = sent()
    assert list(said) == ["Person 1"]
    text = said["Person 1"]
    assert "Round 1, Thu, May 27, 9:00 a.m.: your seat is in “Talk 1.1”, Hall 1, now. It was in “Talk 1.2”." in text
    assert "/l/" in text
    assert sent() == {}


def test_all_changes_of_some_minutes_are_one_mail(sessions: list[Session], pair: list[Attendee]) -> None:
    (one, two, three), (ann, bob) = sessions, pair
    seat(ann, two)
    seat(ann, three)
    seat(bob, one)
    drop_seat(attendee=bob, session=one, by=BY, at=AT)  # back to no seat: no news
    assert Message.objects.count() == 2
    said = sent()
    assert list(said) == ["Person 0"]
    assert "you have a seat in “Talk 1.3”, Hall 3." in said["Person 0"]
    drop_seat(attendee=ann, session=three, by=BY, at=LATER)
    assert "you have no seat any more. It was in “Talk 1.3”." in sent(LATER + seat_news.QUIET)["Person 0"]


def test_nobody_is_told_before_they_are_open_nor_after_they_are_hidden(
    convening: Convening, sessions: list[Session], pair: list[Attendee]
) -> None:
    Programme.objects.update(seats_open_at=None)
    seat(pair[0], sessions[0])
    assert not Message.objects.exists()
    open_seats(convening=convening, by=BY, at=AT)
    close_seats(convening=convening, by=BY, at=AT)
    assert sent() == {}
    assert Message.objects.get().state == "cancelled"


def test_who_does_not_come_is_not_told(sessions: list[Session], pair: list[Attendee]) -> None:
    ann = pair[0]
    seat(ann, sessions[0])
    cancel_attendee(attendee=ann, by=BY, at=AT)
    assert sent() == {}
