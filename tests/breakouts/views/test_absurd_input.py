"""Nothing that organizers' forms about the programme get, however absurd, is taken, and each says what is wrong."""

import itertools
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from breakouts.domain.presenters import add_presenter
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from tests.breakouts.factories import AT, BY, placed, presenter, room, slot
from tests.registration.doors import everything
from tests.registration.factories import make_convening

LONG, YEAR_AWAY = "9" * 5_000, "2028-05-27"
TERMS = ("needs", "set_up", "audience", "track", "topic", "demand", "least", "most", "comes_after")
SPAN = {"on": "2027-05-27", "starts": "10:00", "ends": "11:00"}


def addresses(made: Any, where: Any, when: Any, who: Any) -> dict[str, tuple[str, ...]]:
    """Each form of the programme, by its address and what it does, with its fields."""
    session, here, time = f"sessions/{made.pk}/", f"rooms/{where.pk}/", f"times/{when.pk}/"
    return {
        f"{session}place/": ("slot", "room", "version"), f"{session}unplace/": ("version",),
        f"{session}pin/": ("pinned", "version"), f"{session}presenters/": ("presenter",),
        "sessions/": ("title", "kind", "abstract"), "rooms/": ("name", "capacity"),
        "times/": ("label", "on", "starts", "ends"), f"{session}?do=terms": TERMS,
        f"{session}?do=away": ("presenter", *SPAN), f"{session}?do=back": ("presenter", "span"),
        f"{session}?do=nothing": (), f"{here}?do=room": ("name", "capacity", "features", "set_up"),
        f"{here}?do=shut": tuple(SPAN), f"{here}?do=open": ("span",),
        f"{time}?do=change": ("label", "on", "starts", "ends", "seen_from", "seen_until"),
        "timetable/ask/": ("mode", "frees_public"), f"timetable/release/{made.pk}/": ("kind", "presenter"),
        "releases/": ("name", "version", "answers"),
        "choices/": ("from_on", "until_on"), "call/days/": ("from_on", "until_on", "text"),
        "call/invite/": ("name", "email", "organization"), "materials/publish/": ("id",), "files/": ("file",),
        f"materials/sessions/{made.pk}/": ("title", "phase", "file", "url"), "seats/propose/": ("mode",),
        "seats/release/": ("rule",), "seats/opening/": ("do",),
        f"seats/people/{who.pk}/": ("slot", "session", "pinned"),
    }  # fmt: skip


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


def send(
    organizer: Client, convening: Convening, address: str, fields: dict[str, Any], *, follow: bool = True
) -> Any:
    path, _, does = address.partition("?do=")
    typed = {"do": does, **fields} if does else fields
    return organizer.post(f"/organize/{convening.slug}/programme/{path}", typed, follow=follow)


def test_no_form_takes_what_is_absurd(organizer: Client, convening: Convening) -> None:
    where, when, ann = room(convening, "203"), slot(convening, 9), presenter(convening)
    made = placed(where, when, "Pay models")
    add_presenter(session=made, attendee=ann, by=BY, at=AT)
    before = everything()
    for (address, names), value in itertools.product(addresses(made, where, when, ann).items(), (LONG, "\x00")):
        answer = send(organizer, convening, address, dict.fromkeys(names, value), follow=False)
        assert answer.status_code in {200, 302, 400, 404, 409, 422}, (address, value[:9])
    assert everything() == before


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        ("times/", {"label": "A", **SPAN, "on": YEAR_AWAY}, "Select a valid choice"),
        ("times/", {"label": "A", **SPAN, "ends": "10:00"}, "It ends before it has begun"),
        ("times/", {"label": "A", **SPAN, "starts": "23:00", "ends": "01:00"}, "The convening is from"),
        ("times/", {"label": "A", **SPAN, "ends": "09:00"}, "longer than 12 hours"),
        ("times/", {"label": "A", **SPAN, "starts": "09:00"}, "It overlaps with"),
    ],
)
def test_a_time_that_cannot_be_says_why(
    organizer: Client, convening: Convening, address: str, typed: dict[str, Any], words: str
) -> None:
    slot(convening, 9)
    before = everything()
    assert words in send(organizer, convening, address, typed).content.decode()
    assert everything() == before


def test_what_belongs_to_another_convening_is_not_taken(organizer: Client, convening: Convening) -> None:
    other = make_convening(slug="elsewhere")
    made = placed(room(convening, "203"), slot(convening, 9), "Pay models")
    there, then, who = room(other), slot(other), presenter(other)
    before = everything()
    for address, typed in (
        (f"sessions/{made.pk}/place/", {"room": there.pk, "slot": then.pk, "version": 1}),
        (f"sessions/{made.pk}/presenters/", {"presenter": who.pk}),
    ):
        assert "Select a valid choice" in send(organizer, convening, address, typed).content.decode()
    for address in (f"rooms/{there.pk}/", f"times/{then.pk}/", f"times/{then.pk}/length/"):
        assert organizer.post(f"/organize/{convening.slug}/programme/{address}").status_code == 404
    assert everything() == before


def test_ten_thousand_changes_at_once_are_none(organizer: Client, convening: Convening) -> None:
    made = placed(room(convening, "203"), slot(convening, 9), "Pay models")
    before = everything()
    fields = {f"m{number}": "keep" for number in range(10_000)}
    for address in (f"sessions/{made.pk}/place/", f"sessions/{made.pk}/?do=terms", "releases/"):
        assert send(organizer, convening, address, fields).status_code == 400
    assert everything() == before
