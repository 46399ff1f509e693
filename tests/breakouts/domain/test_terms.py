from typing import Any

import pytest

from breakouts.domain.availability import (
    SpanEndsTooEarly,
    SpanFarAway,
    SpanOverlaps,
    add_absence,
    open_room,
    remove_absence,
    shut_room,
)
from breakouts.domain.rooms import FeatureUnknown, SetUpUnknown, change_room, make_room, seats_in, spoken
from breakouts.domain.sessions import NothingToPin, SessionPinned, pin_session, place_session, unplace_session
from breakouts.domain.terms import NumbersWrong, OrderWrong, SideUnknown, Terms, set_terms, terms_of
from breakouts.models import Absence, Programme, Session, ShutTime
from convenings.models import Convening
from journal.models import Entry
from journal.refusals import Refusal
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot
from tests.registration.factories import make_convening


def with_terms(made: Session, **terms: Any) -> Session:
    return set_terms(session=made, terms=Terms(**terms), by=BY, at=AT)


def test_terms_are_written_once_in_their_order(convening: Convening) -> None:
    first, made = session(convening, "First"), session(convening, "Second")
    asked = Terms(
        needs=("sound", "projector", "sound"), set_up="tables", audience=("board", "union"), track="  Pay  and time ",
        topic="Pay", demand=41, least=0, most=60, comes_after=first.pk,
    )  # fmt: skip
    set_terms(session=made, terms=asked, by=BY, at=AT)
    made.refresh_from_db()
    assert terms_of(made) == Terms(
        needs=("projector", "sound"), set_up="tables", audience=("union", "board"), track="Pay and time",
        topic="Pay", demand=41, least=0, most=60, comes_after=first.pk,
    )  # fmt: skip
    version = Programme.objects.get(convening=convening).version
    set_terms(session=made, terms=asked, by=BY, at=AT)
    assert Programme.objects.get(convening=convening).version == version
    assert Entry.objects.filter(kind="session.changed", subject=f"session:{made.pk}").count() == 1


@pytest.mark.parametrize(
    ("terms", "refusal", "field"),
    [
        ({"needs": ("a lake",)}, FeatureUnknown, "needs"),
        ({"set_up": "heap"}, SetUpUnknown, "set_up"),
        ({"audience": ("parents",)}, SideUnknown, "audience"),
        ({"demand": -1}, NumbersWrong, "demand"),
        ({"least": 100_001}, NumbersWrong, "least"),
        ({"most": 0}, NumbersWrong, "most"),
        ({"least": 12, "most": 11}, NumbersWrong, "most"),
        ({"comes_after": 0}, OrderWrong, "comes_after"),
    ],
)
def test_absurd_terms_are_refused(
    convening: Convening, terms: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    made = session(convening)
    with pytest.raises(refusal) as refused:
        with_terms(made, **terms)
    assert refused.value.field == field
    made.refresh_from_db()
    assert terms_of(made) == Terms()


def test_an_order_leads_in_no_circle_and_to_no_other_convening(convening: Convening) -> None:
    one, two, three = (session(convening, name) for name in ("One", "Two", "Three"))
    with_terms(two, comes_after=one.pk)
    with_terms(three, comes_after=two.pk)
    for earlier in (one, three):
        with pytest.raises(OrderWrong, match="each of them would come after"):
            with_terms(one, comes_after=earlier.pk)
    with pytest.raises(OrderWrong, match="not of this convening"):
        with_terms(one, comes_after=session(make_convening(slug="elsewhere")).pk)


def test_a_room_has_what_is_known_and_keeps_it(convening: Convening) -> None:
    made = make_room(convening=convening, name="204", capacity=44, features=["sound", "step_free"], by=BY, at=AT)
    assert spoken(made.features) == "microphones and no steps"
    change_room(room=made, name="204 A", capacity=44, position=0, by=BY, at=AT)
    made.refresh_from_db()
    assert (made.features, made.set_up) == (["sound", "step_free"], "")
    change_room(room=made, name="204 A", capacity=44, position=0, features=[], set_up="rows", by=BY, at=AT)
    made.refresh_from_db()
    assert (made.features, made.set_up) == ([], "rows")
    with pytest.raises(FeatureUnknown):
        change_room(room=made, name="204", capacity=44, position=0, features=["a lake"], by=BY, at=AT)
    with pytest.raises(SetUpUnknown):
        make_room(convening=convening, name="205", capacity=44, set_up="heap", by=BY, at=AT)


def test_seats_in_a_session(convening: Convening) -> None:
    made = session(convening)
    assert seats_in(made) is None
    made = with_terms(made, most=30)
    assert seats_in(made) == 30
    made = place_session(session=made, room=room(convening, "204", 24), slot=slot(convening), version=0, by=BY, at=AT)
    assert seats_in(made) == 24


def test_a_pinned_session_stays(convening: Convening) -> None:
    where, made = room(convening), session(convening, "Pay models")
    with pytest.raises(NothingToPin):
        pin_session(session=made, pinned=True, version=0, by=BY, at=AT)
    made = placed(where, slot(convening, 9), "Placed")
    pinned = pin_session(session=made, pinned=True, version=1, by=BY, at=AT)
    with pytest.raises(SessionPinned, match="“Placed” is pinned"):
        place_session(session=pinned, room=where, slot=slot(convening, 11), version=1, by=BY, at=AT)
    with pytest.raises(SessionPinned):
        unplace_session(session=pinned, version=1, by=BY, at=AT)
    pin_session(session=made, pinned=False, version=1, by=BY, at=AT)
    assert unplace_session(session=made, version=1, by=BY, at=AT).slot is None
    kinds = Entry.objects.filter(subject=f"session:{made.pk}", kind__in=["session.pinned", "session.released"])
    assert kinds.count() == 2


def test_a_room_is_shut_and_opened(convening: Convening) -> None:
    where, when = room(convening), slot(convening, 9)
    shut = shut_room(room=where, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    assert shut_room(room=where, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT) == shut
    with pytest.raises(SpanOverlaps):
        shut_room(room=where, starts_at=when.starts_at, ends_at=convening.ends_at, by=BY, at=AT)
    with pytest.raises(SpanEndsTooEarly):
        shut_room(room=where, starts_at=when.ends_at, ends_at=when.ends_at, by=BY, at=AT)
    with pytest.raises(SpanFarAway):
        shut_room(room=where, starts_at=AT, ends_at=when.ends_at, by=BY, at=AT)
    for _ in range(2):
        open_room(room=where, shut=shut.pk, by=BY, at=AT)
    assert ShutTime.objects.count() == 0
    assert Entry.objects.filter(kind="room.opened").count() == 1


def test_somebody_cannot_and_can_again(convening: Convening) -> None:
    who, when = presenter(convening, "Đặng O'Brien-Nuñez"), slot(convening, 9)
    absence = add_absence(attendee=who, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    with pytest.raises(SpanOverlaps):
        add_absence(attendee=who, starts_at=when.starts_at, ends_at=convening.ends_at, by=BY, at=AT)
    for _ in range(2):
        remove_absence(attendee=who, absence=absence.pk, by=BY, at=AT)
    assert Absence.objects.count() == 0
    assert Entry.objects.filter(kind__in=["presenter.absent", "presenter.present"]).count() == 2
