"""Who meets at one team: two who promise, a promise and a no, two tabs, two clicks, a form that is sent again.

Each act takes the convening's lock first, so whichever comes second finds what the first one wrote. That the lock does
it is shown in test_race and test_admission_races.
"""

from collections import Counter
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from agreements.domain.commitments import AlreadySigned, AnswerDeclined, AnswerWithdrawn, TextChanged
from agreements.models import Commitment, Party
from convenings.domain import statements
from journal.models import Entry
from mail.models import Message
from registration.domain import checking, promising, teams
from registration.models import Certificate, Team
from tests.harness.threads import together
from tests.registration.doors import as_signatory
from tests.registration.factories import (
    BY,
    CLOSING,
    NOW,
    OPENING,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    party_of,
    sign,
)  # fmt: skip
from tests.registration.test_promising_races import at_once, read_and_sign
from tests.registration.views.test_answer import address, filled, seen

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def one_left(convening_facts: dict[str, int] | None = None) -> tuple[Team, Party]:
    """A team that lacks the superintendent's promise alone."""
    team = make_team(make_convening(**(convening_facts or {})), "committing")
    for office in ("union_president", "board_president"):
        sign(party_of(team, office))
    return team, party_of(team, "superintendent")


def answers_of(party: Party) -> list[str]:
    return list(Commitment.objects.filter(party=party).order_by("number").values_list("state", flat=True))


@pytest.mark.parametrize("_round", range(2))
def test_two_signatories_at_once(_round: int) -> None:
    """Both are in, and whoever was the last made the team complete: once."""
    team = make_team(state="committing")
    sign(party_of(team, "board_president"))
    ends = at_once(*(read_and_sign(party_of(team, office)) for office in ("union_president", "superintendent")))
    assert ends == ["done", "done"]
    team.refresh_from_db()
    assert (team.state, team.place, team.completion, team.times_completed) == ("committed", "confirmed", 1, 1)
    assert Certificate.objects.filter(team=team).count() == 1
    assert Message.objects.filter(occasion="team.confirmed").count() == 4


@pytest.mark.parametrize("_round", range(2))
def test_sign_against_decline(_round: int) -> None:
    """From two tabs of one holder: the first answer stands, the second is refused with what stands."""
    team, last = one_left()
    no = partial(promising.decline, party=last, reason="No", by=f"person:{last.signatory_id}", at=NOW)
    ends = at_once(read_and_sign(last), no)
    team.refresh_from_db()
    if ends == ["done", AlreadySigned.code]:
        assert (answers_of(last), team.state) == (["invited", "signed"], "committed")
    else:
        assert ends == [AnswerDeclined.code, "done"]
        assert (answers_of(last), team.state) == (["invited", "declined"], "committing")


@pytest.mark.parametrize("_round", range(2))
def test_promotion_against_withdrawal(_round: int) -> None:
    """A place is given up while the first in line gives up: the next one has it, nobody has half of it."""
    convening = make_convening(capacity_teams=1)
    holder, first, second = (make_team(convening, state) for state in ("confirmed", "waitlisted", "waitlisted"))
    leave = [partial(teams.withdraw_team, team=team, reason="", by=BY, at=NOW) for team in (holder, first)]
    assert at_once(*leave) == ["done", "done"]
    places = dict(Team.objects.filter(convening=convening).values_list("pk", "place"))
    assert places == {holder.pk: "released", first.pk: "released", second.pk: "confirmed"}
    assert Message.objects.filter(occasion="team.confirmed", refs__team=second.pk).count() == 4


@pytest.mark.parametrize("_round", range(2))
def test_promotion_against_a_promise_that_is_taken_back(_round: int) -> None:
    """The first in line moves up while one of its leaders withdraws: it has the place whole, or the next one has."""
    convening = make_convening(capacity_teams=1)
    holder, first, second = (make_team(convening, state) for state in ("confirmed", "waitlisted", "waitlisted"))
    leader = party_of(first, "superintendent")
    ends = at_once(
        partial(teams.withdraw_team, team=holder, reason="", by=BY, at=NOW),
        partial(promising.withdraw, party=leader, reason="A vote", by=f"person:{leader.signatory_id}", at=NOW),
    )
    assert ends == ["done", "done"]
    now = {team.pk: (team.state, team.place) for team in Team.objects.filter(convening=convening)}
    assert now == {
        holder.pk: ("withdrawn", "released"),
        first.pk: ("committing", "released"),
        second.pk: ("committed", "confirmed"),
    }


def tab_of(party: Party) -> Client:
    """One more tab of the holder's browser."""
    return as_signatory(Client(), party)


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.usefixtures("_now")
def test_a_double_click() -> None:
    """The form sent twice at once: one promise, and both clicks read that it is given."""
    team, last = one_left()
    tabs, sent = [tab_of(last), tab_of(last)], filled(last)
    ended = together(*(partial(tab.post, address(last), sent) for tab in tabs))
    assert [answer.status_code for answer in ended] == [302, 302]
    assert answers_of(last) == ["invited", "signed"]
    team.refresh_from_db()
    assert team.times_completed == 1
    assert set(Counter(Message.objects.values_list("occasion", "person_id")).values()) == {1}


@pytest.mark.usefixtures("_now")
def test_a_replayed_post() -> None:
    """Once more after the promise it changes nothing; taken back, or asked again since, it promises nothing."""
    team, last = one_left()
    tab, sent = tab_of(last), filled(last)
    assert [tab.post(address(last), sent).status_code for _again in range(2)] == [302, 302]
    assert answers_of(last) == ["invited", "signed"]
    back = {"reason": "A vote", **seen(last)}
    assert tab.post(address(last, "withdraw/"), back).status_code == 302
    assert tab.post(address(last), sent).status_code == 422
    assert tab.post(address(last, "withdraw/"), back).status_code == 302  # replayed, too
    assert answers_of(last) == ["invited", "signed", "withdrawn"]
    with pytest.raises(AnswerWithdrawn):
        sign(last)
    promising.reopen(party=last, by=BY, at=NOW)
    assert tab.post(address(last), sent).status_code == 422
    assert answers_of(last) == ["invited", "signed", "withdrawn", "invited"]
    team.refresh_from_db()
    assert (team.state, team.place) == ("committing", "released")


@pytest.mark.usefixtures("_now")
def test_two_tabs() -> None:
    """What an old tab sends counts only where it says what the page says now: not to another text, not after a no."""
    team, last = one_left()
    old, new = tab_of(last), tab_of(last)
    read = filled(last)
    statements.publish_statement(
        convening=team.convening, opening=f"{OPENING} Anew.", promises=PROMISES, closing=CLOSING, material=True,
        note="Why", by=BY, at=NOW,
    )  # fmt: skip
    refused = old.post(address(last), read)
    assert refused.status_code == 422
    assert str(TextChanged.words).split(":")[0] in refused.content.decode()
    assert new.post(address(last, "decline/"), {"reason": "Not this text", **seen(last)}).status_code == 302
    assert old.post(address(last), filled(last)).status_code == 422
    assert answers_of(last) == ["invited", "declined"]


@pytest.mark.parametrize("_round", range(2))
def test_a_check_taken_back_against_the_last_one(_round: int) -> None:
    """Either the place was confirmed before, or it waits: never confirmed while one is known to be unchecked."""
    team = make_team(make_convening(holders_checked_first=True), "committed")
    first, *others, last = parties_of(team)
    for party in (first, *others):
        checking.check_holder(party=party, source="Their page", by=BY, at=NOW)
    tick = partial(checking.check_holder, party=last, source="Their page", by=BY, at=NOW)
    take_back = partial(checking.uncheck_holder, party=first, reason="A slip", by=BY, at=NOW)
    assert at_once(tick, take_back) == ["done", "done"]
    team.refresh_from_db()
    kinds = ("office.unchecked", "place.confirmed")
    happened = list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True))
    assert (team.place, happened) in [("confirmed", [*reversed(kinds)]), ("in_check", ["office.unchecked"])]
