"""An assistant named by another system: the same link, mail and refusals, and no promise."""

import pytest

from accounts.models import PrivateLink
from api.scopes import Scope
from convenings.models import Convening
from mail.models import Message
from registration.domain import preparing
from registration.domain.preparing import Prepared
from registration.models import Preparation, Team
from tests.api.conftest import Caller
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_team, party_of, sign

SAM = {"name": "Sam O'Brien-Nuñez", "email": "sam@example.org"}


@pytest.fixture
def team(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> Team:
    stand_still(monkeypatch)
    return make_team(convening, "committing")


def where(team: Team, office: str = "superintendent") -> str:
    return f"/api/v1/teams/{team.pk}/offices/{office}/assistant/"


def test_named_read_and_taken_back(convening: Convening, team: Team, caller: Caller) -> None:
    client = caller(convening)
    assert client.get(where(team)).status_code == 404
    answer = client.put(where(team), {**SAM, "language": "es"}, content_type="application/json")
    holder = party_of(team, "superintendent").signatory
    assert holder is not None
    assert (answer.status_code, answer.json()) == (200, {
        "office": "superintendent", "holder": holder.name, "assistant": SAM["name"], "assistant_email": SAM["email"],
        "asked_at": "2027-03-01T15:00:00Z", "prepared_at": None, "right_email": "",
    })  # fmt: skip
    made = Preparation.objects.get()
    assert (made.assistant.language, made.asked_by[:6]) == ("es", "token:")
    said = Prepared("Karen Whitlock", notes="Ask about the vote", email="right@example.org")
    preparing.prepare(preparation=made, prepared=said, by=f"person:{made.assistant_id}", at=NOW)
    seen = client.get(where(team))
    assert (seen.json()["right_email"], seen.json()["prepared_at"]) == ("right@example.org", "2027-03-01T15:00:00Z")
    assert "Ask about the vote" not in seen.content.decode()  # for the holder alone
    assert [client.delete(where(team)).status_code for _again in range(2)] == [204, 204]
    assert client.get(where(team)).status_code == 404
    assert Message.objects.filter(occasion="promise.prepare_asked").count() == 1
    assert not party_of(team, "superintendent").has_signed


def test_the_refusals_of_the_page(convening: Convening, team: Team, caller: Caller) -> None:
    client = caller(convening)

    def refused(office: str, **typed: str) -> str:
        answer = client.put(where(team, office), {**SAM, **typed}, content_type="application/json")
        return str(answer.json().get("code", ""))

    holder, other = party_of(team, "superintendent").signatory, party_of(team, "union_president").signatory
    assert holder is not None
    assert other is not None
    assert refused("superintendent", email=holder.email.upper()) == "assistant_unfit"
    assert refused("superintendent", email=other.email) == "assistant_unfit"
    assert refused("superintendent", name="Sam\nBcc: all@example.org") == "name_unprintable"
    assert refused("superintendent", email="nobody") == "invalid"
    assert refused("king") == "not_found"
    assert not Preparation.objects.exists()
    assert refused("superintendent") == ""
    assert refused("superintendent", email="other@example.org") == "assistant_there"
    sign(party_of(team, "union_president"))
    assert refused("union_president") == "not_asked_yet"
    draft = make_team(convening, "draft")
    answer = client.put(where(draft), SAM, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_asked_yet")


def test_reading_is_no_writing(convening: Convening, team: Team, caller: Caller) -> None:
    reader = caller(convening, Scope.TEAMS_READ)
    assert reader.put(where(team), SAM, content_type="application/json").json()["code"] == "scope_missing"
    assert reader.delete(where(team)).json()["code"] == "scope_missing"
    assert not PrivateLink.objects.filter(purpose="prepare").exists()
