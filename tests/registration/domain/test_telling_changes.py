"""The statement was worded anew and promises carry on: who gave one is told once, and sees what changed."""

import pytest
from django.test import Client

from agreements.models import StatementVersion
from convenings.domain import statements
from convenings.models import Convening
from mail.models import Message
from registration.domain import promising, shared_offices, teams
from registration.domain.telling_changes import tell_carried_on
from registration.models import Team
from tests.registration.domain.test_promising import publish
from tests.registration.doors import as_signatory, stand_still
from tests.registration.factories import (
    BY,
    CLOSING,
    NOW,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    party_of,
    sign,
)  # fmt: skip
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db
OCCASION = "statement.reworded"


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def told() -> list[int | None]:
    return sorted(Message.objects.filter(occasion=OCCASION).values_list("person_id", flat=True))


def test_each_who_promised_and_nobody_else(convening: Convening) -> None:
    complete, partly, left = make_team(convening, "confirmed"), make_team(convening, "committing"), make_team(convening)
    sign(party_of(partly, "union_president"))
    gone = make_team(convening, "confirmed")
    teams.withdraw_team(team=gone, reason="", by=BY, at=NOW)
    make_team(make_convening(), "confirmed")
    publish(complete, material=False)
    promised = [*parties_of(complete), party_of(partly, "union_president")]
    assert told() == sorted(party.signatory_id for party in promised)
    assert left.state == "draft"


def test_who_holds_two_offices_is_told_once(convening: Convening) -> None:
    team = make_team(convening, "committing")
    union, board = party_of(team, "union_president"), party_of(team, "board_president")
    shared_offices.share_office(party=board, with_party=union, reason="Merged", by=BY, at=NOW)
    type(board).objects.update(handed_over_at=None)  # no code here
    for party in parties_of(team):
        sign(party)
    publish(team, material=False)
    assert told() == sorted({party.signatory_id for party in parties_of(team)})


def test_of_a_change_that_touches_one_side_the_others_are_told(convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    statements.publish_statement(
        convening=convening, opening="Another:", promises=PROMISES, closing=CLOSING, material=True, sides=["union"],
        by=BY, at=NOW,
    )  # fmt: skip
    others = [party.signatory_id for party in parties_of(team) if party.side != "union"]
    assert told() == sorted(others)


def test_asked_again_is_not_told_besides(convening: Convening) -> None:
    publish(make_team(convening, "confirmed"), material=True)
    assert told() == []


def test_the_mail_leads_to_the_page_with_the_difference(
    convening: Convening, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(monkeypatch)
    team = make_team(convening, "confirmed", name="Đặng & 王小明 Schools")
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    assert "worded anew" not in client.get(f"/answer/{party.pk}/").content.decode()
    publish(team, material=False)

    mails = send(OCCASION)
    assert len(mails) == 3
    assert "your promise carries on" in both(mails[0])
    assert "See what changed" in both(mails[0])
    page = client.get(f"/answer/{party.pk}/").content.decode()
    assert "The statement was worded anew; your promise carries on" in page
    assert "Another text" in page
    assert '<ins><span class="vh">added: </span>' in page
    assert page.count('id="st"') == 1


def withdrawn(team: Team) -> None:
    party = party_of(team, "superintendent")
    promising.withdraw(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)


def worded_once_more(team: Team) -> None:
    statements.publish_statement(
        convening=team.convening, opening="Once more:", promises=PROMISES, closing=CLOSING, by=BY, at=NOW
    )


def test_what_is_no_longer_so_is_not_sent(convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    publish(team, material=False)
    withdrawn(team)
    assert len(send(OCCASION)) == 2


def test_worded_twice_before_the_mail_left_one_goes_to_each(convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    publish(team, material=False)
    worded_once_more(team)
    assert len(send(OCCASION)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_three_statements_tell_however_many(
    convening: Convening, count: int, django_assert_num_queries: object
) -> None:
    made = [make_team(convening, "confirmed") for _n in range(count)]
    publish(made[0], material=False)
    Message.objects.all().delete()
    version = StatementVersion.objects.select_related("statement").get(number=2)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert tell_carried_on(version=version, by=BY, at=NOW) == 3 * count
