"""What a session asks for, and when somebody or a room is not there, by pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from breakouts.domain.availability import add_absence
from breakouts.domain.presenters import add_presenter
from breakouts.domain.sessions import unplace_session
from breakouts.models import Absence, Room, Session, ShutTime, TimeSlot
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot
from tests.registration.factories import make_convening

EVENING = {"on": "2027-05-27", "starts": "23:00", "ends": "01:00"}


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


def said(organizer: Client, convening: Convening, rest: str, typed: dict[str, Any]) -> str:
    answer = organizer.post(f"/organize/{convening.slug}/programme/{rest}", typed, follow=True)
    return str(answer.content.decode())


def test_terms_are_saved_and_shown(organizer: Client, convening: Convening) -> None:
    first, made = session(convening, "First"), session(convening, "Pay models")
    terms = {"do": "terms", "needs": ["sound"], "audience": ["board"], "topic": "Pay", "most": "40"}
    page = said(organizer, convening, f"sessions/{made.pk}/", {**terms, "comes_after": first.pk})
    assert "What it asks for is saved." in page
    made.refresh_from_db()
    assert (made.needs, made.audience, made.most, made.comes_after) == (["sound"], ["board"], 40, first)
    page = said(organizer, convening, f"sessions/{made.pk}/", {**terms, "least": "41"})
    assert "At least more people than at most." in page
    page = said(organizer, convening, f"sessions/{made.pk}/", {**terms, "most": "-1"})
    assert "greater than or equal to 0" in page
    assert Session.objects.get(pk=made.pk).least is None


def test_presenters_are_away_and_back(organizer: Client, convening: Convening) -> None:
    made, ann = session(convening, "Pay models"), presenter(convening, "Ann O'Brien-Nuñez")
    add_presenter(session=made, attendee=ann, by=BY, at=AT)
    where = f"sessions/{made.pk}/"
    assert "is not free then" in said(organizer, convening, where, {"do": "away", "presenter": ann.pk, **EVENING})
    away = Absence.objects.get()
    assert (away.ends_at - away.starts_at).total_seconds() == 7200
    again = said(organizer, convening, where, {"do": "away", "presenter": ann.pk, **EVENING, "ends": "23:30"})
    assert "This overlaps" in again
    wrong = said(organizer, convening, where, {"do": "away", "presenter": ann.pk, **EVENING, "on": "2028-05-27"})
    assert "Select a valid choice" in wrong
    assert "can after all" in said(organizer, convening, where, {"do": "back", "presenter": ann.pk, "span": away.pk})
    assert not Absence.objects.exists()
    stranger = presenter(convening)
    answer = organizer.post(
        f"/organize/{convening.slug}/programme/{where}", {"do": "away", "presenter": stranger.pk, **EVENING}
    )
    assert answer.status_code == 404


def test_a_room_is_changed_shut_and_opened(organizer: Client, convening: Convening) -> None:
    made = room(convening, "203")
    where, facts = f"rooms/{made.pk}/", {"do": "room", "name": "203 A", "capacity": "44", "features": ["power"]}
    assert "Room 203 A is saved." in said(organizer, convening, where, facts)
    assert Room.objects.get().features == ["power"]
    assert "cannot be used then" in said(organizer, convening, where, {"do": "shut", **EVENING, "ends": "23:30"})
    zero = said(organizer, convening, where, {"do": "shut", **EVENING, "ends": "23:00"})
    assert "It ends before it has begun." in zero
    shut = ShutTime.objects.get()
    assert "can be used again" in said(organizer, convening, where, {"do": "open", "span": shut.pk})
    assert not ShutTime.objects.exists()
    room(convening, "204")
    assert "There is a room of this name already." in said(organizer, convening, where, {**facts, "name": "204"})


def test_nothing_of_another_convening(organizer: Client, convening: Convening) -> None:
    other = make_convening(slug="elsewhere")
    for rest in (f"rooms/{room(other).pk}/", f"sessions/{session(other).pk}/"):
        assert organizer.get(f"/organize/{convening.slug}/programme/{rest}").status_code == 404


def test_a_time_is_changed_and_taken_away_by_its_page(organizer: Client, convening: Convening) -> None:
    when, where = slot(convening, 9, label="Breakouts A"), room(convening)
    made, address = placed(where, when, "Talk"), f"times/{when.pk}/"
    seen = {"seen_from": when.starts_at.isoformat(), "seen_until": when.ends_at.isoformat()}
    typed = {"label": "Breakouts A", "on": "2027-05-27", "starts": "09:15", "ends": "10:45", **seen}
    assert "“Breakouts A” is from Thu, May 27, 9:15 a.m. to 10:45 a.m. now." in said(
        organizer, convening, address, typed
    )
    late = said(organizer, convening, address, {**typed, "ends": "11:00"})
    assert "Somebody has changed “Breakouts A” since this page was made" in late
    assert 'value="11:00"' in late
    assert "2027-05-27T13:15:00+00:00" in late  # sent again, it is on purpose
    assert "It ends before it has begun" not in late
    skipped = said(organizer, convening, address, {**typed, "starts": "25:00"})
    assert "Enter a valid time." in skipped
    assert "is held in “Breakouts A”" in said(organizer, convening, address, {"do": "remove"})
    made.refresh_from_db()
    unplace_session(session=made, version=made.version, by=BY, at=AT)
    assert "“Breakouts A” is taken away." in said(organizer, convening, address, {"do": "remove"})
    assert not TimeSlot.objects.exists()


def test_a_time_in_which_a_presenter_cannot_is_refused_and_a_change_is_undone(
    organizer: Client, convening: Convening
) -> None:
    when, ann = slot(convening, 9, label="Breakouts A"), presenter(convening)
    placed(room(convening), when, "Talk", (ann,))
    add_absence(attendee=ann, starts_at=when.ends_at, ends_at=when.ends_at + timedelta(hours=1), by=BY, at=AT)
    seen = {"seen_from": when.starts_at.isoformat(), "seen_until": when.ends_at.isoformat()}
    typed = {"label": "Breakouts A", "on": "2027-05-27", "starts": "09:00", "ends": "10:30", **seen}
    refused = said(organizer, convening, f"times/{when.pk}/", typed)
    assert "Ann Teller presents “Talk” and is not free then" in refused
    assert 'value="10:30"' in refused
    script = organizer.post(
        f"/organize/{convening.slug}/programme/times/{when.pk}/length/",
        {"ends": int(when.ends_at.timestamp()) + 900, "was": int(when.ends_at.timestamp())},
        content_type="application/json",
    )
    assert (script.status_code, script.json()["code"]) == (409, "presenter_away")
    assert "a.m. to 10:00 a.m. now." in said(organizer, convening, f"times/{when.pk}/", {**typed, "ends": "10:00"})
    assert "Undone: “Breakouts A” is as it was." in said(organizer, convening, "undo/", {})
    assert TimeSlot.objects.get().ends_at == when.ends_at
