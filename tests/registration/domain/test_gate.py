"""The joint gate: every combination of answers, for a district team and for a state team."""

import itertools
from datetime import date

import pytest

from agreements.domain import commitments
from agreements.models import Party
from convenings.models import Convening
from registration.domain import offices, promising
from registration.domain.drafts import HolderDraft
from registration.models import Team
from tests.registration.factories import BY, NOW, draft_of, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db

ANSWERS = ("invited", "deferred", "signed", "declined", "withdrawn")
STATE_ANSWERS = ("invited", "signed", "accepted", "reported")


def answer(party: Party, what: str) -> None:
    by = f"person:{party.signatory_id}"
    if what in ("signed", "withdrawn"):
        sign(party)
    if what == "withdrawn":
        promising.withdraw(party=party, reason="No", by=by, at=NOW)
    if what == "declined":
        promising.decline(party=party, reason="No", by=by, at=NOW)
    if what == "deferred":
        promising.defer(party=party, until_on=date(2027, 3, 20), by=by, at=NOW)
    if what in ("reported", "accepted"):
        offices.report_missing(party=party, by=BY, at=NOW)
    if what == "accepted":
        offices.accept_missing(party=party, by=BY, at=NOW)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=3)), ids="-".join)
def test_a_district_team_commits_with_all_three_and_never_else(answers: tuple[str, ...]) -> None:
    team = make_team(state="committing")
    parties = parties_of(team)
    for party, what in zip(parties, answers, strict=True):
        answer(party, what)

    team = Team.objects.get(pk=team.pk)
    missing = [party.office for party, what in zip(parties, answers, strict=True) if what != "signed"]
    assert [party.office for party in offices.missing_offices(team)] == missing
    assert (team.state == "committed") is (not missing)
    assert (team.place == "confirmed") is (not missing)


@pytest.mark.parametrize("board", ["absent", "invited", "signed", "declined"])
@pytest.mark.parametrize(("nea", "aft"), list(itertools.product(STATE_ANSWERS, repeat=2)))
@pytest.mark.parametrize("chief", ["invited", "signed"])
def test_a_state_team_needs_its_chief_and_every_affiliate_that_exists(
    chief: str, nea: str, aft: str, board: str
) -> None:
    convening = make_convening()
    team = make_team(convening, "committing", kind="state")
    if board != "absent":
        name_board(team)
    for office, what in (
        ("state_board", board),
        ("nea_president", nea),
        ("aft_president", aft),
        ("state_chief", chief),
    ):
        if what != "absent":
            answer(party_of(team, office), what)

    team = Team.objects.get(pk=team.pk)
    enough = {"signed", "accepted"}
    missing = [
        office
        for office, what in (("state_chief", chief), ("nea_president", nea), ("aft_president", aft))
        if what not in enough
    ]
    assert [party.office for party in offices.missing_offices(team)] == missing
    assert (team.state == "committed") is (not missing)


def name_board(team: Team) -> None:
    holder = HolderDraft("Board President", f"board.{team.pk}@example.org", "State Board")
    offices.name_holder(party=party_of(team, "state_board"), holder=holder, by=BY, at=NOW)


def test_an_optional_office_may_promise_after_the_team_is_complete() -> None:
    team = make_team(state="committing", kind="state")
    name_board(team)
    for office in ("state_chief", "nea_president", "aft_president"):
        sign(party_of(team, office))
    assert Team.objects.get(pk=team.pk).state == "committed"

    assert sign(party_of(team, "state_board")).completion == 1
    board = party_of(team, "state_board")
    team = promising.withdraw(party=board, reason="No", by=f"person:{board.signatory_id}", at=NOW)

    assert (team.state, team.place) == ("committed", "confirmed")


def test_a_promise_of_an_accepted_missing_office_is_not_needed_but_stays() -> None:
    team = make_team(state="committing", kind="state")
    nea = party_of(team, "nea_president")
    sign(nea)
    with pytest.raises(offices.OfficeHasHolder):
        offices.report_missing(party=nea, by=BY, at=NOW)


def test_a_required_office_cannot_be_missing() -> None:
    chief = party_of(make_team(state="committing", kind="state"), "state_chief")

    with pytest.raises(offices.OfficeMustExist):
        offices.report_missing(party=chief, by=BY, at=NOW)
    with pytest.raises(offices.OfficeMustExist):
        offices.accept_missing(party=chief, by=BY, at=NOW)


def test_what_nobody_reported_is_not_accepted() -> None:
    aft = party_of(make_team(state="committing", kind="state"), "aft_president")

    with pytest.raises(offices.NotReportedMissing):
        offices.accept_missing(party=aft, by=BY, at=NOW)


def test_an_office_that_turns_up_after_all_is_asked_while_the_place_is_held() -> None:
    team = make_state_team_without_aft(make_convening())
    assert (team.state, team.place) == ("committed", "confirmed")

    holder = HolderDraft("Ana Ruiz", f"aft.{team.pk}@example.org", "AFT Ohio")
    team = offices.name_holder(party=party_of(team, "aft_president"), holder=holder, by=BY, at=NOW)
    assert (team.state, team.place) == ("committing", "held")

    team = sign(party_of(team, "aft_president"))
    assert (team.state, team.place, team.completion, team.times_completed) == ("committed", "confirmed", 1, 2)


def make_state_team_without_aft(convening: Convening) -> Team:
    holders = draft_of(convening, kind="state")["holders"]
    holders.pop("aft_president")
    team = make_team(convening, "committing", kind="state", holders=holders)
    aft = party_of(team, "aft_president")
    assert aft.reported_missing_at is not None  # no holder was named
    offices.accept_missing(party=aft, by=BY, at=NOW)
    sign(party_of(team, "state_chief"))
    return sign(party_of(team, "nea_president"))


def test_missing_parties_reads_once(django_assert_num_queries: object) -> None:
    team = Team.objects.select_related("agreement").get(pk=make_team(state="committing").pk)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(offices.missing_offices(team)) == 3
    assert not commitments.is_complete(agreement=team.agreement)
