"""The public page says whether it is still the same: that must not be a clock of answers that are sealed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from journal.domain import chain
from registration.domain import promising, reminders, teams
from registration.models import Team
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db


def signs(team: Team) -> None:
    sign(parties_of(team)[0])


def declines(team: Team) -> None:
    party = parties_of(team)[0]
    promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)


def defers(team: Team) -> None:
    party = parties_of(team)[0]
    later = NOW.date() + timedelta(days=3)
    promising.defer(party=party, until_on=later, by=f"person:{party.signatory_id}", at=NOW)


def is_asked_anew(team: Team) -> None:
    declines(team)
    promising.reopen(party=parties_of(team)[0], by=BY, at=NOW)


def is_reminded(team: Team) -> None:
    reminders.remind(party=parties_of(team)[0], by=BY, at=NOW)


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("answers", [signs, declines, defers, is_asked_anew, is_reminded])
def test_no_answer_changes_the_stamp(
    answers: Callable[[Team], None], is_sealed: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(monkeypatch)
    team = make_team(make_convening(slug="here"), "committing")
    chain.seal(at=NOW)
    before = client.get("/c/here/")
    answers(team)
    if is_sealed:
        chain.seal(at=NOW)
    assert client.get("/c/here/", headers={"If-None-Match": before["ETag"]}).status_code == 304


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_the_page_shows_changes_it(is_sealed: bool, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    team = make_team(make_convening(slug="here"), "committing")
    seen = [client.get("/c/here/")["ETag"]]
    for party in parties_of(team):
        sign(party)
    if is_sealed:
        chain.seal(at=NOW)
    seen.append(client.get("/c/here/")["ETag"])
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
    seen.append(client.get("/c/here/")["ETag"])
    chain.seal(at=NOW)
    seen.append(client.get("/c/here/")["ETag"])
    assert len(set(seen)) == 4
