import pytest
from django.test import Client

from accounts.models import User
from breakouts.models import Room, Session
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from journal.models import Entry
from tests.breakouts.factories import AT, placed, room, session, slot
from tests.registration.factories import make_convening


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June", is_staff=True)
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


def typed(made: Session, where: Room | None, **over: object) -> dict[str, object]:
    slot_id = over.pop("slot", "")
    return {"title": made.title, "kind": made.kind, "abstract": "", "room": where.pk if where else "", "slot": slot_id,
            "seen": made.version, **over}


def test_what_a_session_asks_for_is_saved_with_it(organizer: Client, convening: Convening) -> None:
    made = session(convening, "Pay models")
    terms = {"needs": ["sound"], "audience": ["union", "board"], "topic": "Pay", "least": 8, "most": 40}
    answer = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, None, **terms))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.needs, made.audience, made.topic) == (["sound"], ["union", "board"], "Pay")
    assert (made.least, made.most) == (8, 40)
    refused = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, None, least=9, most=8))
    assert "At least more people than at most." in refused.content.decode()


def test_a_double_booking_is_refused_with_a_sentence(organizer: Client, convening: Convening) -> None:
    where, when, made = room(convening, "204"), slot(convening, 9), session(convening, "Pay models")
    placed(where, when, "Learning walks")
    answer = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, where, slot=when.pk))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "204 is taken by “Learning walks”" in page
    assert f'<option value="{where.pk}" selected>' in page
    made.refresh_from_db()
    assert made.room is None


def test_saving_goes_through_the_domain(organizer: Client, convening: Convening) -> None:
    where, when, made = room(convening, "204"), slot(convening, 9), session(convening, "Pay models")
    answer = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, where, slot=when.pk))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.room, made.version) == (where, 1)
    assert Entry.objects.filter(kind="session.placed", by=f"user:{User.objects.get().pk}").count() == 1
    stale = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, None, seen=0))
    assert "has moved “Pay models”" in stale.content.decode()
    half = organizer.post(f"/admin/breakouts/session/{made.pk}/change/", typed(made, where))
    assert "both a room and a time" in half.content.decode()


def test_add_and_remove_a_room(organizer: Client, convening: Convening) -> None:
    facts = {"convening": convening.pk, "name": "204", "capacity": 44, "position": 0, "features": ["power"]}
    assert organizer.post("/admin/breakouts/room/add/", facts).status_code == 302
    again = organizer.post("/admin/breakouts/room/add/", facts).content.decode()
    assert "There is a room of this name already." in again
    made = Room.objects.get()
    assert made.features == ["power"]
    organizer.post(f"/admin/breakouts/room/{made.pk}/delete/", {"post": "yes"})
    kinds = Entry.objects.filter(subject=f"room:{made.pk}").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["room.made", "room.changed", "room.removed"]


def test_an_overlapping_time_is_refused(organizer: Client, convening: Convening) -> None:
    slot(convening, 9, label="Breakouts A")
    answer = organizer.post("/admin/breakouts/timeslot/add/", {
        "convening": convening.pk, "label": "B", "starts_at_0": "2027-05-27", "starts_at_1": "09:30",
        "ends_at_0": "2027-05-27", "ends_at_1": "10:00",
    })
    assert "It overlaps with “Breakouts A”" in answer.content.decode()


def test_another_convenings_rows_are_not_there(organizer: Client, convening: Convening) -> None:
    foreign = session(make_convening(), "Elsewhere")
    assert "Elsewhere" not in organizer.get("/admin/breakouts/session/").content.decode()
    assert organizer.get(f"/admin/breakouts/session/{foreign.pk}/change/").status_code == 302
