"""Releases: what was public stays as it was, what comes next is read first, and nobody releases what nobody saw."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.public_programme import public_programme
from breakouts.domain.release_difference import ChangeKind
from breakouts.domain.release_words import sentences_of
from breakouts.domain.releases import (
    ChangedSinceSeen,
    Preview,
    ReleaseBlocked,
    ReleaseNameRefused,
    preview_of,
    release,
    suggested_name,
)
from breakouts.domain.resizing import change_slot
from breakouts.domain.rooms import change_room
from breakouts.domain.schedule_content import people_of, rows_of_people
from breakouts.domain.seats import take_seat
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import Programme, Release, Room, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from journal.models import Entry, WrittenOnceError
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, session, slot
from tests.registration.factories import make_team


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    return presenter(convening, "王小明")


@pytest.fixture
def talk(convening: Convening, ann: Attendee) -> Session:
    made = placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (ann,))
    released(convening, "For the board")
    return made


def preview(convening: Convening) -> Preview:
    return preview_of(convening, at=AT)


def said(convening: Convening) -> list[str]:
    """The kinds and sentences of what a release would change."""
    changes = preview(convening).changes
    people = people_of(rows_of_people({who for change in changes for who in change.presenters}))
    return [f"{change.kind}: {words}" for change in changes for words in sentences_of(change, convening, people)]


def test_a_release_is_numbered_named_and_journaled(convening: Convening, talk: Session) -> None:
    made = Release.objects.get()
    assert (made.number, made.name, made.released_by, made.presenters) == (
        1, "For the board", BY, [found.presenter_id for found in talk.presentations.all()],
    )  # fmt: skip
    assert "王小明" not in str(made.content)
    entry = Entry.objects.get(kind="programme.released")
    assert (entry.subject, entry.data) == (f"release:{made.pk}", {"number": 1, "changes": 1})
    assert suggested_name(made) == "Version 2"
    assert preview(convening).changes == []


def move(talk: Session) -> None:
    where, when = room(talk.convening, "Ballroom"), slot(talk.convening, 14)
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=AT)


def rehouse(talk: Session) -> None:
    assert talk.slot is not None
    place_session(session=talk, room=room(talk.convening, "205"), slot=talk.slot, version=talk.version, by=BY, at=AT)


def rename_room(talk: Session) -> None:
    assert talk.room is not None
    change_room(room=talk.room, name="Lincoln", capacity=9, position=1, by=BY, at=AT)


def move_slot(talk: Session) -> None:
    assert talk.slot is not None
    starts_at = talk.slot.starts_at.replace(hour=13)
    change_slot(slot=talk.slot, label="Early", starts_at=starts_at, ends_at=talk.slot.ends_at, by=BY, at=AT)


def retell(talk: Session, **over: Any) -> None:
    facts: dict[str, Any] = {"title": talk.title, "kind": SessionKind(talk.kind), "abstract": talk.abstract}
    change_session(session=talk, **{**facts, **over}, elements=(), by=BY, at=AT)


def retitle(talk: Session) -> None:
    retell(talk, title="More tests")


def describe(talk: Session) -> None:
    retell(talk, abstract="What we tried.")


def swap_presenters(talk: Session) -> None:
    remove_presenter(session=talk, attendee=talk.presentations.get().presenter, by=BY, at=AT)
    add_presenter(session=talk, attendee=presenter(talk.convening, "Đặng"), by=BY, at=AT)


def unplace(talk: Session) -> None:
    unplace_session(session=talk, version=talk.version, by=BY, at=AT)


def remove(talk: Session) -> None:
    remove_session(session=talk, by=BY, at=AT)


def add(talk: Session) -> None:
    placed(room(talk.convening, "205"), slot(talk.convening, 16), "Peers")
    session(talk.convening, "Without a place")


WAS = "Thu, May 27, 10:00 a.m., 204"


@pytest.mark.parametrize(
    ("change", "expected", "told"),
    [
        (move, [f"moved: “Fewer tests”: now Thu, May 27, 2:00 p.m., Ballroom. It was {WAS}."], 1),
        (rehouse, [f"room: “Fewer tests”: now Thu, May 27, 10:00 a.m., 205. It was {WAS}."], 1),
        (rename_room, [f"room: “Fewer tests”: now Thu, May 27, 10:00 a.m., Lincoln. It was {WAS}."], 1),
        (move_slot, [f"moved: “Fewer tests”: now Thu, May 27, 9:00 a.m., 204. It was {WAS}."], 1),
        (retitle, ["retitled: “More tests” was called “Fewer tests”."], 1),
        (describe, ["described: “Fewer tests” is described in other words."], 0),
        (swap_presenters, [
            "presenters: “Fewer tests” is now presented by Đặng too.",
            "presenters: “Fewer tests” is not presented by 王小明 any more.",
        ], 2),
        (unplace, [f"dropped: “Fewer tests” is not held any more. It was {WAS}."], 1),
        (remove, [f"dropped: “Fewer tests” is not held any more. It was {WAS}."], 1),
        (add, ["new: “Peers” is new: Thu, May 27, 4:00 p.m., 205."], 0),
    ],
)  # fmt: skip
def test_the_difference_reads_and_counts_whom_it_tells(
    talk: Session, change: Any, expected: list[str], told: int
) -> None:
    convening = talk.convening
    change(talk)
    assert said(convening) == expected
    assert preview(convening).people == told
    released(convening)
    assert said(convening) == []


def test_what_was_released_never_changes(convening: Convening, talk: Session) -> None:
    before = Release.objects.get().content
    move(talk)
    retitle(talk)
    assert Release.objects.get().content == before
    public = public_programme(convening)
    assert public is not None
    [line] = public.schedule.sessions
    assert (line.title, line.room and line.room.name, line.names) == ("Fewer tests", "204", "王小明")


@pytest.mark.parametrize("sql", ["UPDATE breakouts_release SET name = 'x'", "DELETE FROM breakouts_release"])
def test_the_database_refuses_to_change_it(talk: Session, sql: str) -> None:
    with pytest.raises(DatabaseError, match="never edited or deleted"), transaction.atomic():
        connection.cursor().execute(sql)
    assert Release.objects.get().name == "For the board"


def test_the_product_refuses_to_change_it(talk: Session) -> None:
    for edit in (Release.objects.get().save, Release.objects.get().delete, Release.objects.all().delete):
        with pytest.raises(WrittenOnceError):
            edit()


def test_names_are_todays_and_forgotten_ones_are_left_out(convening: Convening, talk: Session, ann: Attendee) -> None:
    ann.person.name = ""
    ann.person.save(update_fields=["name"])
    public = public_programme(convening)
    assert public is not None
    assert public.schedule.sessions[0].names == ""


def test_an_empty_schedule_and_no_change_stop_a_release(convening: Convening) -> None:
    session(convening, "Without a place")
    assert [blocker.code for blocker in preview(convening).blockers] == ["nothing_placed"]
    with pytest.raises(ReleaseBlocked, match="No session has a room"):
        released(convening)
    placed(room(convening), slot(convening))
    released(convening)
    assert [blocker.code for blocker in preview(convening).blockers] == ["nothing_changed"]
    with pytest.raises(ReleaseBlocked, match="Nothing differs"):
        released(convening)
    assert Release.objects.count() == 1


def test_the_last_session_may_be_dropped(convening: Convening, talk: Session) -> None:
    unplace(talk)
    released(convening)
    public = public_programme(convening)
    assert public is not None
    assert public.schedule.sessions == ()


def test_a_dropped_session_with_seats_stops_it_until_answered(convening: Convening, talk: Session) -> None:
    team = make_team(state="confirmed", convening=convening, members=1)
    member = Attendee.objects.get(team=team, office="")
    take_seat(attendee=member, session=talk, by=BY, at=AT)
    talk.refresh_from_db()
    unplace(talk)
    seen = preview(convening)
    assert [(blocker.code, blocker.words) for blocker in seen.blockers] == [
        ("seats_left", "“Fewer tests” is not held any more, and 1 person has a seat in it.")
    ]
    assert seen.people == 1  # seats are not open yet: who presents
    Programme.objects.update(seats_open_at=AT)
    assert preview(convening).people == 2
    with pytest.raises(ReleaseBlocked, match="1 person has a seat in it"):
        released(convening)
    answers = {blocker.answer for blocker in seen.blockers}
    release(convening=convening, name="Next", version=seen.version, answers=answers, by=BY, at=AT)


def test_what_is_impossible_stops_it(convening: Convening, talk: Session) -> None:
    Room.objects.update(capacity=10)
    Session.objects.update(least=20)
    retitle(talk)
    [blocker] = preview(convening).blockers
    assert (blocker.code, blocker.answer) == ("room_below_least", "")
    with pytest.raises(ReleaseBlocked, match="needs 20 people"):
        released(convening)


def test_what_nobody_saw_is_not_released(convening: Convening, talk: Session) -> None:
    seen = preview(convening).version
    move(talk)
    with pytest.raises(ChangedSinceSeen):
        release(convening=convening, name="Next", version=seen, by=BY, at=AT)
    assert Programme.objects.get().released == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "For the board", " For  the board "])
def test_a_name_is_asked_and_used_once(convening: Convening, talk: Session, name: str) -> None:
    move(talk)
    with pytest.raises(ReleaseNameRefused):
        release(convening=convening, name=name, version=preview(convening).version, by=BY, at=AT)
    assert Release.objects.count() == 1


def test_kinds_come_in_order(convening: Convening, talk: Session) -> None:
    add(talk)
    move(talk)
    retitle(talk)
    kinds = [change.kinds for change in preview(convening).changes]
    assert kinds == [{ChangeKind.NEW}, {ChangeKind.MOVED, ChangeKind.ROOM, ChangeKind.RETITLED}]


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int) -> None:
    a_day(convening, rooms=rooms)
    for held in Session.objects.all():
        unplace_session(session=held, version=held.version, by=BY, at=AT)
    with django_assert_num_queries(16):
        seen = preview(convening)
    assert len(seen.changes) == 2 * rooms + 1
    with django_assert_num_queries(24):
        release(convening=convening, name="Next", version=seen.version, by=BY, at=AT)
