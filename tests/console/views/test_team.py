import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Party
from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from registration.domain import promising
from registration.domain.offices import report_missing
from registration.models import Team
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_team, parties_of


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_list_is_searched_narrowed_and_costs_the_same(convening: Convening, owner: Client) -> None:
    counted = []
    for name in ("Ébano", "Mesa Verde", "Two Rivers"):
        make_team(convening, "confirmed", name=name)
        with CaptureQueriesContext(connection) as found:
            owner.get(f"/organize/{convening.slug}/teams/")
        counted.append(len(found))

    page = owner.get(f"/organize/{convening.slug}/teams/?search=EBANO&place=confirmed").content.decode()

    assert ("Ébano" in page, "Mesa Verde" in page) == (True, False)
    assert counted == [9, 9, 9]  # the last two: the kinds and the focus to narrow by, which the convening names


def test_unsealed_for_organizers(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")

    page = owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()

    assert all(f"s-{side}" in page for side in ("union", "district", "board"))


def test_answers_with_reasons_and_evidence(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    refused = make_team(convening, "committing")
    union = parties_of(refused)[0]
    promising.decline(party=union, reason="Our talks are open.", by=f"person:{union.signatory_id}", at=NOW)

    signed = owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    declined = owner.get(f"/organize/{convening.slug}/teams/{refused.pk}/").content.decode()

    assert signed.count("Evidence") == 3
    assert "Our talks are open." in declined


def test_statements_of_a_team(convening: Convening, owner: Client) -> None:
    counted = []
    for members in (0, 3):
        team = make_team(convening, "confirmed", members=members)
        with CaptureQueriesContext(connection) as found:
            owner.get(f"/organize/{convening.slug}/teams/{team.pk}/")
        counted.append(len(found))

    assert counted[0] == counted[1] <= 19  # bad addresses, the sides’ coordinators, what was prepared


def step(client: Client, party: Party, team: Team, code: str) -> int:
    return client.post(
        f"/organize/{team.convening.slug}/teams/{team.pk}/offices/{party.pk}/{code}/", follow=True
    ).status_code


def test_remind_once_a_day(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    party = parties_of(team)[0]

    assert [step(owner, party, team, "remind") for _press in range(2)] == [200, 200]

    assert Message.objects.filter(occasion="commitment.reminder").count() == 1


def test_ask_again(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    party = parties_of(team)[0]
    promising.decline(party=party, reason="Not yet.", by=f"person:{party.signatory_id}", at=NOW)

    step(owner, party, team, "ask-again")

    assert parties_of(team)[0].answer.state == "invited"


def test_accept_that_there_is_none(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", kind="state")
    party = next(one for one in parties_of(team) if one.requirement == "required_if_exists")
    report_missing(party=party, by="user:1", at=NOW)

    step(owner, party, team, "accept-missing")

    party.refresh_from_db()
    assert party.accepted_missing_at == NOW


def test_office_of_another_team_is_not_found(convening: Convening, owner: Client) -> None:
    one, other = make_team(convening, "committing"), make_team(convening, "committing")

    assert step(owner, parties_of(one)[0], other, "remind") == 404


@pytest.mark.parametrize(("code", "state"), [("withdraw", "withdrawn"), ("decline", "declined")])
def test_leaving_is_asked_about_first(convening: Convening, owner: Client, code: str, state: str) -> None:
    team = make_team(convening, "committing")
    url = f"/organize/{convening.slug}/teams/{team.pk}/{code}/"

    asked = owner.get(url)
    team.refresh_from_db()
    assert (asked.status_code, team.state) == (200, "committing")

    owner.post(url, {"reason": "The strike goes on."})
    team.refresh_from_db()
    assert (team.state, team.leaving_reason) == (state, "The strike goes on.")
    assert "The strike goes on." in owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()

    owner.post(f"/organize/{convening.slug}/teams/{team.pk}/reopen/")
    team.refresh_from_db()
    assert team.state == "committing"


def test_refused_step_is_told_in_words(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")

    answer = owner.post(f"/organize/{convening.slug}/teams/{team.pk}/decline/", {"reason": "No."})

    assert answer.status_code == 400
    assert "elsewhere meanwhile" in answer.content.decode()


def test_desk_sees_and_changes_nothing(convening: Convening, sign_in: SignIn) -> None:
    team = make_team(convening, "committing")
    desk = sign_in(convening, Role.DESK)

    page = desk.get(f"/organize/{convening.slug}/teams/{team.pk}/")

    assert page.status_code == 200
    assert "/withdraw/" not in page.content.decode()
    assert desk.post(f"/organize/{convening.slug}/teams/{team.pk}/withdraw/").status_code == 403
