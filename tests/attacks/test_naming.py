"""Whoever types addresses to see which are known: one answer for all, and not many tries."""

import pytest
from django.core.cache import cache
from django.test import Client

from registration.domain import coordination
from registration.domain.drafts import PersonDraft
from registration.models import Team
from registration.views import limits
from tests.portal.views.test_team import address
from tests.registration.doors import as_coordinator, as_signatory, everything, hold, stand_still
from tests.registration.factories import BY, NOW, make_team, party_of

pytestmark = pytest.mark.django_db
WAIT = "Many people were named just now."


@pytest.fixture(autouse=True)
def _no_tries_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    stand_still(monkeypatch)


@pytest.fixture
def team() -> Team:
    return make_team(state="committing")


def pages(team: Team) -> list[str]:
    union, superintendent = party_of(team, "union_president").pk, party_of(team, "superintendent").pk
    return [
        address(team, "hand-over/"), f"/answer/{union}/coordinator/", address(team, "members/"),
        address(team, f"offices/{superintendent}/"), address(team, f"offices/{superintendent}/assistant/"),
        f"/answer/{union}/hand-over/", f"/answer/{union}/assistant/",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(7))
def test_every_page_that_names_somebody_is_limited(
    team: Team, client: Client, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_signatory(as_coordinator(client, team), party_of(team, "union_president"))
    where, somebody = pages(team)[number], {"name": "Ann", "email": "ann@example.org", "job": "", "side": ""}
    monkeypatch.setattr(limits, "NAMED_PER_HOUR", 0)
    before = everything()
    refused = client.post(where, somebody)
    assert (refused.status_code, WAIT in refused.content.decode()) == (422, True)
    assert 'value="ann@example.org"' in refused.content.decode()
    assert everything() == before
    monkeypatch.undo()
    stand_still(monkeypatch)
    assert client.post(where, somebody).status_code in (200, 302)


def test_nobody_is_named_again_and_again(team: Team) -> None:
    """Each time they get a mail; another person's tries do not count, nor does another address."""
    ana = coordination.name_side_coordinator(
        team=team, side="union", person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    lead, union = as_coordinator(Client(), team), hold(Client(), ana.person, "coordinate", f"team:{team.pk}")

    def refused(client: Client, email: str) -> bool:
        fields = {"name": "Ann", "email": email, "job": "", "side": "union"}
        return WAIT in client.post(address(team, "members/"), fields).content.decode()

    assert [refused(lead, email) for email in ("v@example.org", "V+x@example.org") * 3] == [False] * 5 + [True]
    assert not refused(union, "v@example.org")
    assert not refused(lead, "w@example.org")


def test_tries_of_all_links_count_for_their_network(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.PER_HOUR, "naming", 2)
    ana = coordination.name_side_coordinator(
        team=team, side="union", person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    lead, union = as_coordinator(Client(), team), hold(Client(), ana.person, "coordinate", f"team:{team.pk}")
    held = {"name": "Ann", "email": party_of(team, "board_president").signatory.email}  # type: ignore[union-attr]
    answers = [one.post(address(team, "hand-over/"), held).content.decode() for one in (lead, union, lead, union)]
    assert [WAIT in answer for answer in answers] == [False, False, True, True]
    elsewhere = union.post(address(team, "hand-over/"), held, REMOTE_ADDR="203.0.113.9")
    assert WAIT not in elsewhere.content.decode()


def test_who_coordinates_and_who_holds_an_office_get_one_answer(team: Team) -> None:
    """A side's coordinator hands over: whoever is on another side is refused in the same words."""
    ana = coordination.name_side_coordinator(
        team=team, side="union", person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    union = hold(Client(), ana.person, "coordinate", f"team:{team.pk}")
    others = [team.coordinator, *(party_of(team, office).signatory for office in ("superintendent", "board_president"))]
    answers = []
    for other in others:
        typed = {"name": "Ann", "email": other.email}  # type: ignore[union-attr]
        answer = union.post(address(team, "hand-over/"), typed)
        answers.append((answer.status_code, dict(answer.context["form"].errors)))
    assert answers == [(422, {"email": [str(coordination.CoordinatorUnfit.words)]})] * 3
