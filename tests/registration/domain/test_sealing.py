"""Sealed until complete: the views of the team do not change with what they must not show."""

import itertools
from dataclasses import asdict
from datetime import date, datetime

import pytest
from django.db import transaction

from agreements.domain.ring import Ring
from agreements.models import Party
from registration.domain import promising, sealing
from registration.models import Team
from tests.registration.domain.test_gate import answer
from tests.registration.factories import NOW, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db

HIDDEN = ("invited", "deferred", "signed", "declined", "withdrawn")


def others(team: Team, own: str) -> list[Party]:
    return [party for party in parties_of(team) if party.office != own]


def views_while(team: Team, own: str, look: object) -> set[str]:
    """What is seen for every combination of the other offices' answers that does not complete the team."""
    seen = set()
    for answers in itertools.product(HIDDEN, repeat=2):
        with transaction.atomic():
            for party, what in zip(others(team, own), answers, strict=True):
                answer(party, what)
            seen.add(repr(asdict(look())))  # type: ignore[operator]
            transaction.set_rollback(True)
    return seen


def test_before_the_own_promise_a_signatory_sees_the_same_whatever_the_others_did() -> None:
    team = make_team(make_convening(), "committing")
    own = party_of(team, "superintendent")

    seen = views_while(team, "superintendent", lambda: sealing.view_for_signatory(own))

    assert len(seen) == 1
    view = sealing.view_for_signatory(own)
    assert (view.ring, view.completion, view.answer.state) == (None, None, "invited")


@pytest.mark.parametrize("what", ["deferred", "declined", "withdrawn"])
def test_an_answer_that_is_no_promise_opens_no_count(what: str) -> None:
    team = make_team(make_convening(), "committing")
    own = party_of(team, "superintendent")
    answer(own, what)

    assert len(views_while(team, "superintendent", lambda: sealing.view_for_signatory(own))) == 1
    assert sealing.view_for_signatory(own).ring is None


def test_after_the_own_promise_a_signatory_sees_a_count_and_nothing_else() -> None:
    team = make_team(make_convening(), "committing")
    own = party_of(team, "superintendent")
    sign(own)
    assert sealing.view_for_signatory(own).ring == Ring(segments=(), sealed=True, count=1, total=3)
    seen = set()
    for office in ("union_president", "board_president"):
        with transaction.atomic():
            sign(party_of(team, office))
            view = sealing.view_for_signatory(own)
            assert view.ring == Ring(segments=(), sealed=True, count=2, total=3)
            seen.add(repr(asdict(view)))
            transaction.set_rollback(True)
    assert len(seen) == 1


def test_a_coordinator_sees_the_offices_of_the_own_side_alone() -> None:
    team = make_team(make_convening(), "committing")  # coordinated from the district
    team = Team.objects.get(pk=team.pk)

    seen = views_while(team, "superintendent", lambda: sealing.view_for_coordinator(team, team.coordinator_side))

    assert len(seen) == 1
    view = sealing.view_for_coordinator(team, team.coordinator_side)
    assert view.ring is None
    assert [(office.label, office.has_signed) for office in view.offices] == [("Superintendent", False)]


def test_a_coordinator_cannot_tell_a_decline_or_a_deferral_of_the_own_side_from_silence() -> None:
    team = make_team(make_convening(), "committing")
    before = asdict(sealing.view_for_coordinator(team, team.coordinator_side))
    own = party_of(team, "superintendent")
    answer(own, "deferred")
    assert asdict(sealing.view_for_coordinator(team, team.coordinator_side)) == before
    answer(own, "declined")
    assert asdict(sealing.view_for_coordinator(team, team.coordinator_side)) == before


def test_a_coordinator_gets_the_count_once_the_own_side_is_in() -> None:
    team = make_team(make_convening(), "committing")
    sign(party_of(team, "superintendent"))

    view = sealing.view_for_coordinator(team, team.coordinator_side)
    assert view.ring == Ring(segments=(), sealed=True, count=1, total=3)


def test_a_complete_team_shows_names_and_one_date_and_no_order() -> None:
    team = make_team(make_convening(), "committing")
    late = datetime.fromisoformat("2027-03-06T03:00:00+00:00")  # 5 March in Cincinnati
    for number, office in enumerate(("board_president", "superintendent", "union_president")):
        sign(party_of(team, office), typed_name=f"Name {'CBA'[number]}", at=late)
    team = Team.objects.get(pk=team.pk)

    completion = sealing.view_for_coordinator(team, team.coordinator_side).completion

    assert completion is not None
    assert [(name.side, name.name) for name in completion.names] == [
        ("union", "Name A"),
        ("district", "Name B"),
        ("board", "Name C"),
    ]
    assert completion.completed_on == date(2027, 3, 5)
    assert sealing.view_for_signatory(party_of(team, "superintendent")).completion == completion
    ring = sealing.view_for_coordinator(team, team.coordinator_side).ring
    assert ring is not None
    assert ring.closed


def test_it_is_sealed_again_when_a_promise_is_withdrawn() -> None:
    team = make_team(make_convening(), "confirmed")
    union = party_of(team, "union_president")
    promising.withdraw(party=union, reason="I leave", by=f"person:{union.signatory_id}", at=NOW)

    view = sealing.view_for_signatory(party_of(team, "superintendent"))

    assert view.completion is None
    assert view.ring == Ring(segments=(), sealed=True, count=2, total=3)


def test_all_signatories_see_which_office_the_team_does_not_have() -> None:
    team = make_team(make_convening(), "committing", kind="state")
    answer(party_of(team, "aft_president"), "reported")
    assert sealing.view_for_signatory(party_of(team, "state_chief")).not_existing == ()
    answer(party_of(team, "nea_president"), "accepted")

    assert sealing.view_for_signatory(party_of(team, "state_chief")).not_existing == ("NEA state affiliate president",)
    view = sealing.view_for_coordinator(Team.objects.get(pk=team.pk), "state")
    assert view.not_existing == ("NEA state affiliate president",)


def test_organizers_see_everything() -> None:
    team = make_team(make_convening(), "committing")
    answer(party_of(team, "union_president"), "declined")
    answer(party_of(team, "superintendent"), "signed")
    answer(party_of(team, "board_president"), "deferred")

    view = sealing.view_for_organizer(Team.objects.get(pk=team.pk))

    assert [(o.side, o.state, o.answer, o.reason, o.deferred_until_on) for o in view.offices] == [
        ("union", "declined", "declined", "No", None),
        ("district", "signed", "signed", "", None),
        ("board", "deferred", "deferred", "", date(2027, 3, 20)),
    ]
    assert [office.side for office in view.missing] == ["union", "board"]
    assert (view.ring.count, view.ring.total, view.ring.sealed) == (1, 3, False)
    assert all(office.answered_at == NOW for office in view.offices)


def test_the_views_read_little(django_assert_num_queries: object) -> None:
    team = make_team(make_convening(), "confirmed")
    party = party_of(team, "superintendent")
    team = Team.objects.select_related("agreement", "convening").get(pk=team.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        sealing.view_for_coordinator(team, team.coordinator_side)
    with django_assert_num_queries(1):  # type: ignore[operator]
        sealing.view_for_organizer(team)
    with django_assert_num_queries(2):  # type: ignore[operator]
        sealing.view_for_signatory(party)


def test_the_views_hold_no_rows() -> None:
    """A template given a row would reach every other row from it."""
    team = make_team(make_convening(), "confirmed")
    for view in (
        sealing.view_for_coordinator(team, team.coordinator_side),
        sealing.view_for_organizer(team),
        sealing.view_for_signatory(parties_of(team)[0]),
    ):
        assert no_models(asdict(view))


def no_models(value: object) -> bool:
    if isinstance(value, dict):
        return all(no_models(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(no_models(item) for item in value)
    return not hasattr(value, "_meta")
