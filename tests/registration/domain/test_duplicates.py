"""One place, registered twice: recognised, held, let pass or dismissed; nobody learns of a team what they may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.models import Entry
from mail.domain.delivery import deliver
from mail.models import Message
from registration.domain import duplicates, registering, teams
from registration.domain.drafts import PersonDraft, Profile
from registration.domain.duplicates import AlreadySettled, is_alike
from registration.domain.registering import Registration
from registration.models import DirectoryEntry, HeldRegistration, Team
from registration.states import HeldState
from tests.registration.factories import BY, NOW, hold_registration, make_convening, make_team, registration_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "place", "other", "other_place"),
    [
        ("Mesa Verde USD", "Cortez", "Mesa Verde Unified School District", "Cortez"),
        ("MESA VERDE PUBLIC SCHOOLS", "Cortez", "Mesa  Verde", "Montezuma County"),
        ("Cañon City Schools", "Cañon City", "Canon City School District", "Canon City"),
        ("Albuquerque Public Schools", "Albuquerque", "Albuqerque Public Schools", "Albuquerque"),
        ("Public Schools", "Cortez", "public schools", "Cortez"),
    ],
)
def test_one_place_by_two_names(name: str, place: str, other: str, other_place: str) -> None:
    assert is_alike(name, place, other, other_place)
    assert is_alike(other, other_place, name, place)


@pytest.mark.parametrize(
    ("name", "place", "other", "other_place"),
    [
        ("District 1", "Salem", "District 11", "Salem"),
        ("Mesa 1 Public Schools", "Mesa", "Mesa 2 Public Schools", "Mesa"),
        ("West Springfield Public Schools", "West Springfield", "Springfield Public Schools", "Springfield"),
        ("Lincoln County School District", "Lincoln County", "Lincoln City Schools", "Lincoln"),
        ("Northfield", "Northfield", "Northfields", "Southtown"),
    ],
)
def test_two_places_with_names_alike(name: str, place: str, other: str, other_place: str) -> None:
    assert not is_alike(name, place, other, other_place)


@given(st.text(max_size=60), st.text(max_size=40))
def test_a_place_is_always_like_itself(name: str, place: str) -> None:
    assert is_alike(name, place, name, place)


def receive(team: Team, **over: Any) -> Team | HeldRegistration:
    place = {"name": team.name, "place_name": team.place_name, "us_state": team.us_state}
    return registering.receive(
        convening=team.convening, registration=registration_of(team.convening, **{**place, **over}), by="public", at=NOW
    )


def test_held_and_told_to_stranger_and_coordinator_alone() -> None:
    team = make_team(make_convening(), "committing")
    before = Message.objects.count()
    held = receive(team, coordinator=PersonDraft("Ann Stranger", "ann@example.org"))
    assert isinstance(held, HeldRegistration)
    assert Team.objects.count() == 1
    mail = list(Message.objects.order_by("pk")[before:])
    assert [(one.occasion, one.to_address) for one in mail] == [
        ("registration.held", "ann@example.org"), ("registration.other", team.coordinator.email),
    ]  # fmt: skip
    entry = Entry.objects.get(kind="registration.held")
    assert entry.data == {"team": team.pk}
    assert "ann" not in repr(entry.data).casefold()


def test_the_strangers_mail_says_nothing_of_the_team(mailoutbox: Any) -> None:
    team = make_team(make_convening(), "committing", name="Mesa Verde USD", place_name="Cortez", us_state="CO")
    held = receive(team, name="Mesa Verde Schools", coordinator=PersonDraft("Ann Stranger", "ann@example.org"))
    assert isinstance(held, HeldRegistration)
    for message in Message.objects.filter(occasion__startswith="registration."):
        deliver(message_id=message.pk, at=NOW)
    to_stranger, to_coordinator = mailoutbox
    assert "Mesa Verde Schools" in to_stranger.body
    for secret in ("Mesa Verde USD", team.coordinator.name, team.coordinator.email, "/l/"):
        assert secret not in to_stranger.body
    assert "ann@example.org" in to_coordinator.body
    assert "/l/" in to_coordinator.body


def test_the_directory_knows_better_than_the_name() -> None:
    facts = {"us_state": "OH", "enrollment": 5, "imported_at": NOW}
    one = DirectoryEntry.objects.create(leaid="3900001", name="A", folded_name="a", **facts)
    DirectoryEntry.objects.create(leaid="3900002", name="B", folded_name="b", **facts)
    team = make_team(directory_entry=one)
    assert isinstance(receive(team, name="Quite Another Name", leaid="3900001"), HeldRegistration)
    assert isinstance(receive(team, leaid="3900002"), Team)


@pytest.mark.parametrize("over", [{"us_state": "KY"}, {"name": "Elsewhere", "place_name": "Elsewhere"}])
def test_another_place_is_another_team(over: dict[str, str]) -> None:
    assert isinstance(receive(make_team(), **over), Team)


def test_a_team_that_left_holds_nobody_up() -> None:
    team = teams.withdraw_team(team=make_team(), reason="", by=BY, at=NOW)
    assert isinstance(receive(team), Team)


def test_the_coordinator_who_registers_again_gets_the_link_again() -> None:
    team = make_team()
    for _time in range(2):
        again = receive(team, coordinator=PersonDraft("Me", team.coordinator.email.upper()))
        assert again == team
    assert not HeldRegistration.objects.exists()
    assert Message.objects.filter(occasion="team.registered", to_address=team.coordinator.email).count() == 2


def test_what_a_fresh_registration_is_refused_for_a_second_one_is_too() -> None:
    team = make_team()
    with pytest.raises(teams.RegistrationRefused):
        receive(team, coordinator_side="nobody")
    assert not HeldRegistration.objects.exists()


def test_many_strangers_do_not_flood_the_coordinator() -> None:
    team = make_team()
    for number in range(5):
        hold_registration(team, coordinator=PersonDraft("Ann", f"ann{number}@example.org"))
    assert Message.objects.filter(occasion="registration.other").count() == duplicates.MOST_TOLD
    assert Message.objects.filter(occasion="registration.held").count() == 5


def test_an_organizer_lets_it_pass_once() -> None:
    held = hold_registration(make_team(), coordinator=PersonDraft("Ann", "ann@example.org"))
    team = registering.let_pass(held=held, by=BY, at=NOW)
    held.refresh_from_db()
    assert (held.state, held.passed_as) == (HeldState.PASSED, team)
    assert team.coordinator.email == "ann@example.org"
    assert Message.objects.filter(occasion="team.registered", to_address="ann@example.org").exists()
    for step in (registering.let_pass, duplicates.dismiss):
        with pytest.raises(AlreadySettled):
            step(held=held, by=BY, at=NOW)  # type: ignore[operator]
    assert Team.objects.count() == 2


def test_dismissed_writes_to_nobody() -> None:
    held = hold_registration(make_team())
    before = Message.objects.count()
    assert duplicates.dismiss(held=held, by=BY, at=NOW).state == HeldState.DISMISSED
    assert Message.objects.count() == before


def test_a_registration_comes_back_from_json_as_it_was() -> None:
    handed_in = registration_of(make_convening(), profile=Profile(5, 38.5, None, {"Other": 1.5}, "S", 2026))
    again = Registration.from_json(handed_in.as_json())
    assert again.as_json() == handed_in.as_json()
    assert (again.holders, again.coordinator) == (dict(handed_in.holders), handed_in.coordinator)
