"""Teams and invited people propose sessions on pages of their own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from breakouts.domain import deciding
from breakouts.models import Submission
from convenings.models import Convening
from registration.models import Team
from tests.breakouts.call_factories import CLOSES, call, invitation, proposal, proposing_team
from tests.breakouts.factories import BY
from tests.registration.doors import hold, stand_still
from tests.registration.factories import NOW, make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def team(convening: Convening) -> Team:
    call(convening)
    return proposing_team(convening)


def as_team(client: Client, team: Team, **over: Any) -> Client:
    return hold(client, team.coordinator, "coordinate", f"team:{team.pk}", **over)


def test_a_team_writes_saves_and_proposes(client: Client, team: Team) -> None:
    as_team(client, team)
    own = f"/team/{team.pk}/proposals/"
    assert own in client.get(f"/team/{team.pk}/").content.decode()
    page = client.get(own).content.decode()
    assert "Say what you did, and what it cost." in page
    began = client.get(f"{own}new/")
    assert began.status_code == 302
    assert client.get(began["Location"]).status_code == 200
    assert not Submission.objects.exists()  # looking writes nothing
    first = team.members.order_by("pk")[0]
    typed = {"act": "keep", "title": "O'Brien-Nuñez & 王小明"}
    saved = client.post(began["Location"], typed, headers={"HX-Request": "true"})
    assert saved.content.decode().startswith('<span id="saved">Saved, ')
    missing = client.post(began["Location"], {"act": "propose", "title": "One table"})
    assert missing.status_code == 422
    assert 'id="id_abstract_error"' in missing.content.decode()
    assert 'value="One table"' in missing.content.decode()
    whole = {"act": "propose", "title": "One table", "abstract": "What we did", "members": [first.pk], "minutes": "45"}
    for _ in range(2):  # a double click
        said = client.post(began["Location"], whole, follow=True).content.decode()
    assert "It is proposed." in said
    made = Submission.objects.get()
    assert (made.title, made.state, made.minutes) == ("One table", "submitted", 45)
    assert "One table" in client.get(f"/team/{team.pk}/").content.decode()


def test_what_cannot_be_is_refused_and_nothing_written(client: Client, team: Team) -> None:
    as_team(client, team)
    own = f"/team/{team.pk}/proposals/{uuid4()}/"
    for wrong in (
        {"title": "x" * 201}, {"minutes": "7"}, {"minutes": "x"}, {"members": "999999"},
        {"features": "pool"}, {"audience": "martians"}, {"name_1": "A\x00"}, {"name_1": "Ann", "email_1": "ann"},
    ):  # fmt: skip
        answer = client.post(own, {"act": "keep", **wrong})
        assert answer.status_code == 422, wrong
    assert client.post(own, {"act": "withdraw"}).status_code == 200  # there is nothing to withdraw
    assert not Submission.objects.exists()


def test_nobody_elses(client: Client, convening: Convening, team: Team) -> None:
    theirs, guest = proposing_team(convening), invitation(convening)
    made = proposal(theirs, title="Theirs alone")
    as_team(client, team)
    assert client.get(f"/team/{theirs.pk}/proposals/").status_code == 403
    assert client.get(f"/propose/{guest.pk}/").status_code == 403
    for door in (f"/team/{team.pk}/proposals/{made.key}/",):
        assert client.get(door).status_code == 404
        assert client.post(door, {"act": "keep", "title": "Mine now"}).status_code == 404
        assert client.post(door, {"act": "withdraw"}).status_code == 404
    assert "Theirs alone" not in client.get(f"/team/{team.pk}/proposals/").content.decode()
    made.refresh_from_db()
    assert (made.title, made.state) == ("Theirs alone", "submitted")


def test_who_was_invited_has_a_page_of_their_own(client: Client, convening: Convening) -> None:
    guest, other = invitation(convening), invitation(convening, "other@example.org")
    hold(client, guest.person, "propose", f"invitation:{guest.pk}")
    page = client.get(f"/propose/{guest.pk}/").content.decode()
    assert "Nora O&#x27;Brien-Nuñez" in page
    key = uuid4()
    sent = {"act": "propose", "title": "T", "abstract": "A", "name_1": "Nora", "email_1": "nora@example.org"}
    assert client.post(f"/propose/{guest.pk}/{key}/", sent).status_code == 302
    assert Submission.objects.get().invitation == guest
    assert client.get(f"/propose/{other.pk}/").status_code == 403
    hold(client, other.person, "propose", f"invitation:{other.pk}")
    assert client.get(f"/propose/{other.pk}/{key}/").status_code == 404


def test_a_question_is_answered_and_comments_stay_sealed(client: Client, team: Team) -> None:
    made = proposal(team)
    deciding.comment(submission=made, text="Sealed words", by=BY, at=NOW)
    deciding.ask(submission=made, text="Could it be <i>shorter</i>?", by=BY, at=NOW)
    as_team(client, team)
    own = f"/team/{team.pk}/proposals/{made.key}/"
    page = client.get(own).content.decode()
    assert "Could it be &lt;i&gt;shorter&lt;/i&gt;?" in page
    assert "Sealed words" not in page
    assert client.post(own, {"act": "answer", "text": ""}).status_code == 422
    assert "with the organizers" in client.post(own, {"act": "answer", "text": "Yes."}, follow=True).content.decode()
    assert client.post(own, {"act": "answer", "text": "No."}).status_code == 422


def test_a_decision_shows_when_it_is_told_and_not_before(client: Client, team: Team) -> None:
    made = proposal(team)
    deciding.decline(submission=made, words="Too long", by=BY, at=NOW)
    as_team(client, team)
    own = f"/team/{team.pk}/proposals/"
    for page in (client.get(own), client.get(f"{own}{made.key}/"), client.get(f"/team/{team.pk}/")):
        text = page.content.decode()
        assert "Proposed" in text
        assert "Declined" not in text
        assert "Too long" not in text
    deciding.tell(convening=team.convening, by=BY, at=NOW)
    page = client.get(f"{own}{made.key}/").content.decode()
    assert "<b>Declined.</b> Too long" in page
    assert "Withdraw the proposal" not in page


def test_after_the_call_it_only_reads(client: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    made = proposal(team)
    stand_still(monkeypatch, CLOSES)
    as_team(client, team, at=CLOSES)
    own = f"/team/{team.pk}/proposals/"
    page = client.get(own).content.decode()
    assert "The call is over" in page
    assert "Write a proposal" not in page
    page = client.get(f"{own}{made.key}/").content.decode()
    assert "What you proposed" in page
    late = client.post(f"{own}{made.key}/", {"act": "keep", "title": "x", "abstract": "y", "name_1": "z"})
    assert late.status_code == 422
    assert "Proposals are not taken now." in client.get(f"{own}{uuid4()}/").content.decode()


def test_withdrawn_and_taken_up_again(client: Client, team: Team) -> None:
    made = proposal(team)
    as_team(client, team)
    own = f"/team/{team.pk}/proposals/{made.key}/"
    for act, state in (("withdraw", "withdrawn"), ("withdraw", "withdrawn"), ("resume", "draft")):
        assert client.post(own, {"act": act}).status_code == 302
        made.refresh_from_db()
        assert made.state == state
    assert client.post(own, {"act": "accept"}).status_code == 404


def test_without_a_call_there_is_no_page(client: Client, convening: Convening) -> None:
    team = proposing_team(convening)
    as_team(client, team)
    assert client.get(f"/team/{team.pk}/proposals/").status_code == 404
    assert "/proposals/" not in client.get(f"/team/{team.pk}/").content.decode()
    call(convening, opens_at=NOW + timedelta(days=1))
    assert "Proposals are taken from" in client.get(f"/team/{team.pk}/proposals/").content.decode()
