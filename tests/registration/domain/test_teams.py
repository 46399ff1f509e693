from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.domain.people import AddressUnusable
from convenings.domain import convenings
from journal.models import Entry
from mail.models import Message
from registration.domain import attendees, people, promising, team_moves, teams
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft, Profile
from registration.models import Attendee, Team
from tests.registration.factories import BY, NOW, draft_of, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def register(at: Any = NOW, convening: Any = None, **over: Any) -> Team:
    convening = convening or make_convening()
    return teams.register_team(convening=convening, **draft_of(convening, members=2) | over, by="public", at=at)


def test_a_team_is_registered_in_draft_with_all_its_people() -> None:
    profile = Profile(3868, 48.9, Decimal("25.2"), {"Black": 3.5}, "Institute, site list", 2013)
    team = register(name=" Đặng  Unified ", us_state="oh", profile=profile, intention="We will come.")

    team.refresh_from_db()
    assert (team.state, team.place, team.us_state, team.folded_name) == ("draft", "none", "OH", "dang unified")
    assert (team.enrollment, team.poverty_percent, team.figures_year) == (3868, Decimal("48.90"), 2013)
    offices = [party.office for party in parties_of(team)]
    assert offices == ["union_president", "superintendent", "board_president"]
    seats = list(team.members.order_by("pk").values_list("office", "kind", "side"))
    assert seats == [
        ("union_president", "member", "union"),
        ("superintendent", "member", "district"),
        ("board_president", "member", "board"),
        ("", "member", "union"),
        ("", "member", "union"),
    ]
    assert [m.occasion for m in Message.objects.all()] == ["team.registered"]
    assert Message.objects.get().to_address == team.coordinator.email
    assert Entry.objects.filter(kind="team.registered", subject=f"team:{team.pk}").exists()


def test_nothing_of_a_refused_registration_is_left() -> None:
    convening = make_convening()
    before = Entry.objects.count()
    with pytest.raises(AddressUnusable):
        register(convening=convening, members=[MemberDraft("Ann", "not an address")])

    assert (Team.objects.count(), Attendee.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_a_coordinator_who_is_a_member_or_a_signatory_is_one_person() -> None:
    convening = make_convening()
    draft = draft_of(convening)
    superintendent = draft["holders"]["superintendent"]
    coordinator = PersonDraft("Denise Fontaine", superintendent.email.upper())

    team = register(convening=convening, **{**draft, "coordinator": coordinator})

    assert parties_of(team)[1].signatory_id == team.coordinator_id


def holders(**over: Any) -> dict[str, HolderDraft]:
    found = draft_of(make_convening())["holders"]
    return {code: replace(holder, **over.get(code, {})) for code, holder in found.items()}


def missing_holder() -> dict[str, HolderDraft]:
    found = holders()
    del found["board_president"]
    return found


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"holders": missing_holder}, teams.HolderMissing, "holders.board_president"),
    (
        {"holders": lambda: holders() | {"mayor": HolderDraft("M", "m@example.org")}},
        teams.RegistrationRefused,
        "holders.mayor",
    ),
    (
        {
            "holders": lambda: holders(
                superintendent={"email": "X@example.org"}, board_president={"email": "x@EXAMPLE.org "}
            )
        },
        teams.SameHolder,
        "holders.board_president",
    ),
    (
        {"holders": lambda: holders(board_president={"shares": True})},
        teams.SharesNone,
        "holders.board_president",
    ),
    (
        {
            "holders": lambda: holders(
                superintendent={"email": "x@example.org"},
                board_president={"email": "x@example.org", "name": "Somebody Else", "shares": True},
            )
        },
        teams.SharesNone,
        "holders.board_president",
    ),
    (
        {
            "holders": lambda: holders(superintendent={"email": "X@example.org"}),
            "members": [MemberDraft("M", "x@EXAMPLE.org ")],
        },
        teams.SameAddress,
        "members.0",
    ),
    ({"members": [MemberDraft(f"M{n}", f"m{n}@example.org") for n in range(6)]}, teams.MembersTooMany, "members.5"),
    ({"members": [MemberDraft("M", "m@example.org", side="moon")]}, teams.RegistrationRefused, "members.0"),
    ({"name": "  "}, teams.RegistrationRefused, "name"),
    ({"name": "x" * 201}, teams.RegistrationRefused, "name"),
    ({"name": "Mesa\x00"}, people.NameUnprintable, "name"),
    ({"place_name": ""}, teams.RegistrationRefused, "place_name"),
    ({"us_state": "Ohio"}, teams.RegistrationRefused, "us_state"),
    ({"us_state": "4!"}, teams.RegistrationRefused, "us_state"),
    ({"coordinator_side": "moon"}, teams.RegistrationRefused, "coordinator_side"),
    ({"coordinator": PersonDraft("A\nBcc: b@c.org", "a@example.org")}, people.NameUnprintable, "coordinator_name"),
    ({"coordinator": PersonDraft("Win at evil.com", "a@example.org")}, people.NameIsAddress, "coordinator_name"),
    ({"name": "www.evil.example"}, people.NameIsAddress, "name"),
    ({"holders": lambda: holders(superintendent={"name": "evil.com"})}, people.NameIsAddress, "holders.superintendent"),
    (
        {"holders": lambda: holders(superintendent={"organization": "http://evil"})},
        people.NameIsAddress,
        "holders.superintendent",
    ),
    ({"members": [MemberDraft("M", "m@x.org", organization="evil.com")]}, people.NameIsAddress, "members.0"),
    ({"members": [MemberDraft("M", "m@x.org", job="\u202eT")]}, people.NameUnprintable, "members.0"),
    ({"profile": Profile(poverty_percent=100.5)}, teams.RegistrationRefused, "poverty_percent"),
    ({"profile": Profile(diversity_percent=float("nan"))}, teams.RegistrationRefused, "diversity_percent"),
    ({"profile": Profile(diversity_groups={"Black": -1})}, teams.RegistrationRefused, "diversity_groups.Black"),
    ({"profile": Profile(locale="moon")}, teams.RegistrationRefused, "locale"),
    ({"profile": Profile(enrollment=-1)}, teams.RegistrationRefused, "enrollment"),
]


@pytest.mark.parametrize(("over", "refusal", "field"), REFUSED, ids=[field for _over, _refusal, field in REFUSED])
def test_each_refusal_names_its_field(over: dict[str, Any], refusal: type[Exception], field: str) -> None:
    with pytest.raises(refusal) as refused:
        register(**{name: value() if callable(value) else value for name, value in over.items()})

    assert refused.value.field == field  # type: ignore[attr-defined]


def test_registration_begins_and_ends_on_time() -> None:
    convening = make_convening()
    with pytest.raises(teams.RegistrationClosed):
        register(convening=convening, at=convening.opens_at - timedelta(seconds=1))
    with pytest.raises(promising.DeadlinePassed):
        register(convening=convening, at=convening.promise_by_at)
    convenings.close_(convening=convening, by=BY, at=NOW)
    with pytest.raises(teams.RegistrationClosed):
        register(convening=convening)


def test_all_signatories_are_asked_at_once() -> None:
    team = register()
    team = teams.invite_signatories(team=team, by=BY, at=NOW)

    assert (team.state, team.invited_at) == ("committing", NOW)
    parties = parties_of(team)
    assert [party.answer.state for party in parties if party.answer] == ["invited"] * 3
    keys = set(Message.objects.filter(occasion="commitment.invited").values_list("key", flat=True))
    assert keys == {f"commitment.invited:party:{party.pk}:1" for party in parties}


def test_a_team_asks_once() -> None:
    team = make_team(state="committing")

    with pytest.raises(team_moves.StateNotPossible):
        teams.invite_signatories(team=team, by=BY, at=NOW)


def test_a_team_needs_its_least_members_before_it_asks() -> None:
    convening = make_convening(members_least=4)
    with pytest.raises(teams.MembersTooFew):
        teams.invite_signatories(team=make_team(convening), by=BY, at=NOW)

    teams.invite_signatories(team=make_team(convening, members=1), by=BY, at=NOW)


def test_nobody_is_asked_too_late() -> None:
    team = register()

    with pytest.raises(promising.DeadlinePassed):
        teams.invite_signatories(team=team, by=BY, at=team.convening.promise_by_at)


def test_an_organizer_declines_only_who_is_committing() -> None:
    committing, confirmed = make_team(state="committing"), make_team(state="confirmed")
    assert (
        teams.decline_team(team=committing, reason="Twice registered", by=BY, at=NOW).leaving_reason
        == "Twice registered"
    )

    with pytest.raises(team_moves.StateNotPossible):
        teams.decline_team(team=confirmed, reason="", by=BY, at=NOW)


def test_reasons_are_not_in_the_journal() -> None:
    teams.withdraw_team(team=make_team(state="confirmed"), reason="An impasse at home", by=BY, at=NOW)

    assert not [entry for entry in Entry.objects.all() if "impasse" in str(entry.data)]


def test_a_withdrawn_team_whose_promises_stand_is_complete_when_it_is_reopened() -> None:
    team = make_team(state="confirmed")
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)

    team = teams.reopen_team(team=team, by=BY, at=NOW)

    assert (team.state, team.place, team.completion, team.leaving_reason) == ("committed", "confirmed", 2, "")


@pytest.mark.parametrize("state", ["draft", "committing", "confirmed"])
def test_only_a_team_that_left_is_reopened(state: str) -> None:
    with pytest.raises(team_moves.StateNotPossible):
        teams.reopen_team(team=make_team(state=state), by=BY, at=NOW)


def test_more_time_ends_before_the_convening_begins() -> None:
    team = make_team(state="committing")
    for wrong in (NOW, team.convening.starts_at + timedelta(seconds=1)):
        with pytest.raises(teams.RegistrationRefused):
            teams.extend_deadline(team=team, promise_by_at=wrong, by=BY, at=NOW)


def test_a_lapsed_team_is_not_reopened_after_its_deadline_without_more_time() -> None:
    team = make_team(state="committing")
    sign(parties_of(team)[0])
    teams.decline_team(team=team, reason="", by=BY, at=NOW)

    with pytest.raises(promising.DeadlinePassed):
        teams.reopen_team(team=team, by=BY, at=team.convening.promise_by_at)


def test_each_side_brings_a_member_where_the_convening_says_so() -> None:
    team = make_team(make_convening(member_per_side=True))
    for side in ("union", "district", "board"):
        with pytest.raises(teams.SideUnmanned):
            teams.invite_signatories(team=team, by=BY, at=NOW)
        draft = PersonDraft(f"A {side} member", f"{side}@example.org")
        attendees.add_member(team=team, person=draft, job="", side=side, by=BY, at=NOW)
    assert teams.invite_signatories(team=team, by=BY, at=NOW).state == "committing"
