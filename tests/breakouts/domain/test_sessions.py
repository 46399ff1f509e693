import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from breakouts.domain import presenters, schedule_impossible, sessions
from breakouts.models import Presentation, Programme, Session
from convenings.models import Convening
from journal.models import Entry
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot
from tests.registration.factories import make_convening


def version_of(convening: Convening) -> int:
    return Programme.objects.get(convening=convening).version


def test_place_writes_room_slot_version_and_journal(convening: Convening) -> None:
    where, when, made = room(convening, "201"), slot(convening), session(convening)
    before = version_of(convening)
    sessions.place_session(session=made, room=where, slot=when, version=0, by="user:7", at=AT)
    made.refresh_from_db()
    assert (made.room, made.slot, made.version, made.placed_by, made.placed_at) == (where, when, 1, "user:7", AT)
    assert version_of(convening) == before + 1
    entry = Entry.objects.get(kind="session.placed")
    assert (entry.subject, entry.convening_id, entry.by) == (f"session:{made.pk}", convening.pk, "user:7")
    assert entry.data == {"room": where.pk, "slot": when.pk, "from_room": None, "from_slot": None}


def test_the_same_again_is_harmless_though_the_version_is_old(convening: Convening) -> None:
    where, when = room(convening), slot(convening)
    made = placed(where, when)
    before = version_of(convening)
    again = sessions.place_session(session=made, room=where, slot=when, version=0, by="user:9", at=AT)
    assert (again.version, again.placed_by) == (1, BY)
    assert version_of(convening) == before
    assert Entry.objects.filter(kind="session.placed").count() == 1


def test_room_taken_names_the_other_session(convening: Convening) -> None:
    where, when = room(convening, "204"), slot(convening, 9)
    placed(where, when, "Finding $39 million together")
    made = session(convening)
    with pytest.raises(schedule_impossible.RoomTaken) as refusal:
        sessions.place_session(session=made, room=where, slot=when, version=0, by=BY, at=AT)
    assert refusal.value.code == "room_taken"
    assert str(refusal.value) == (
        "204 is taken by “Finding $39 million together” (Thu, May 27, 9:00 a.m.). Choose another room or time."
    )
    made.refresh_from_db()
    assert (made.room, made.version) == (None, 0)


def test_presenter_taken_names_person_session_and_room(convening: Convening) -> None:
    when, ann = slot(convening, 9), presenter(convening, "Ann Teller")
    placed(room(convening, "203"), when, "Pay models that held", (ann,))
    made = session(convening)
    presenters.add_presenter(session=made, attendee=ann, by=BY, at=AT)
    with pytest.raises(schedule_impossible.PresenterTaken) as refusal:
        sessions.place_session(session=made, room=room(convening, "204"), slot=when, version=0, by=BY, at=AT)
    assert str(refusal.value) == (
        "Ann Teller presents “Pay models that held” in 203 at that time (Thu, May 27, 9:00 a.m.). Choose another time."
    )


def test_changed_meanwhile_says_what_and_by_whom(convening: Convening) -> None:
    june = User.objects.create_user("june@example.org", name="June Abernathy")
    first, second, when = room(convening, "201"), room(convening, "204"), slot(convening, 10)
    made = session(convening, "Pay models that held")
    sessions.place_session(session=made, room=second, slot=when, version=0, by=f"user:{june.pk}", at=AT)
    with pytest.raises(sessions.ChangedMeanwhile) as refusal:
        sessions.place_session(session=made, room=first, slot=when, version=0, by=BY, at=AT)
    assert str(refusal.value) == (
        "June Abernathy has moved “Pay models that held” to 204, Thu, May 27, 10:00 a.m. since this page was made. "
        "Nothing was changed now."
    )
    sessions.place_session(session=made, room=first, slot=when, version=1, by=BY, at=AT)
    made.refresh_from_db()
    assert made.room == first


def test_changed_meanwhile_when_taken_out(convening: Convening) -> None:
    where, when = room(convening), slot(convening)
    made = placed(where, when, "Pay models that held")
    sessions.unplace_session(session=made, version=1, by="system", at=AT)
    with pytest.raises(sessions.ChangedMeanwhile) as refusal:
        sessions.place_session(session=made, room=where, slot=when, version=1, by=BY, at=AT)
    assert str(refusal.value).startswith("Accord has taken “Pay models that held” out of its place")


def test_another_convenings_room_is_refused(convening: Convening) -> None:
    other = make_convening()
    with pytest.raises(sessions.ElsewhereConvening):
        sessions.place_session(
            session=session(convening), room=room(other), slot=slot(convening), version=0, by=BY, at=AT
        )


def test_unplace_frees_room_and_presenters(convening: Convening) -> None:
    where, when, ann = room(convening), slot(convening), presenter(convening)
    made = placed(where, when, "", (ann,))
    sessions.unplace_session(session=made, version=1, by=BY, at=AT)
    sessions.unplace_session(session=made, version=0, by=BY, at=AT)  # again: harmless
    assert placed(where, when, "", (ann,)).room == where
    assert list(Presentation.objects.filter(session=made).values_list("slot", flat=True)) == [None]


def test_unplace_with_an_old_version_is_refused(convening: Convening) -> None:
    made = placed(room(convening), slot(convening))
    with pytest.raises(sessions.ChangedMeanwhile):
        sessions.unplace_session(session=made, version=0, by=BY, at=AT)


def test_add_presenter_to_a_placed_session_is_checked(convening: Convening) -> None:
    when, ann = slot(convening), presenter(convening)
    placed(room(convening), when, "First", (ann,))
    second = placed(room(convening), when, "Second")
    with pytest.raises(schedule_impossible.PresenterTaken):
        presenters.add_presenter(session=second, attendee=ann, by=BY, at=AT)
    assert second.presentations.count() == 0


def test_presenter_again_is_harmless_and_can_leave(convening: Convening) -> None:
    made, ann = session(convening), presenter(convening)
    one = presenters.add_presenter(session=made, attendee=ann, by=BY, at=AT)
    assert presenters.add_presenter(session=made, attendee=ann, by=BY, at=AT) == one
    presenters.remove_presenter(session=made, attendee=ann, by=BY, at=AT)
    presenters.remove_presenter(session=made, attendee=ann, by=BY, at=AT)
    kinds = Entry.objects.filter(kind__startswith="presenter").values_list("kind", flat=True).order_by("id")
    assert list(kinds) == ["presenter.added", "presenter.removed"]


def test_presenter_of_another_convening_is_refused(convening: Convening) -> None:
    with pytest.raises(sessions.ElsewhereConvening):
        presenters.add_presenter(session=session(convening), attendee=presenter(make_convening()), by=BY, at=AT)


def test_who_does_not_come_cannot_present(convening: Convening) -> None:
    ann = presenter(convening)
    ann.cancelled_at = AT
    ann.save(update_fields=["cancelled_at"])
    with pytest.raises(presenters.PresenterCancelled):
        presenters.add_presenter(session=session(convening), attendee=ann, by=BY, at=AT)


def test_database_refuses_a_double_booking_of_a_room(convening: Convening) -> None:
    where, when = room(convening), slot(convening)
    placed(where, when)
    other = session(convening)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(room=where, slot=when)


def test_database_refuses_a_room_without_a_time(convening: Convening) -> None:
    other = session(convening)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(room=room(convening))


def test_database_refuses_a_double_booking_of_a_presenter(convening: Convening) -> None:
    when, ann = slot(convening), presenter(convening)
    placed(room(convening), when, "", (ann,))
    with pytest.raises(IntegrityError), transaction.atomic():
        Presentation.objects.create(session=session(convening), presenter=ann, slot=when)
