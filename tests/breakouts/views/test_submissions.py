"""Organizers set the call, invite, and decide what is proposed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from breakouts.domain import deciding
from breakouts.models import Call, Session
from convenings.models import Convening
from mail.models import Message
from tests.breakouts.call_factories import invitation, proposal, proposing_team
from tests.breakouts.factories import BY
from tests.breakouts.views.test_schedule import address, organizer
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening

__all__ = ["organizer"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def test_the_call_by_whole_days(organizer: Client, convening: Convening) -> None:
    page = organizer.get(address(convening, "call/")).content.decode()
    assert "There is no call for sessions yet." in page
    sent = {"from_on": "2027-02-15", "until_on": "2027-03-20", "text": "What changed at your schools?"}
    said = organizer.post(address(convening, "call/days/"), sent, follow=True).content.decode()
    assert "The call is set." in said
    assert "Sat, March 20, 2027, 11:59 p.m., Eastern Time" in said
    for wrong in (sent | {"until_on": "2027-02-14"}, sent | {"from_on": "x"}, {}):
        answer = organizer.post(address(convening, "call/days/"), wrong)
        assert answer.status_code == 422
    assert Call.objects.get().text == sent["text"]
    said = organizer.post(address(convening, "call/close/"), follow=True).content.decode()
    assert "the call is over since" in said


def test_invited_by_mail(organizer: Client, convening: Convening) -> None:
    proposal(invitation(convening))
    sent = {"name": "Ada", "email": "ada@example.org", "organization": "Delta Kappa"}
    said = organizer.post(address(convening, "call/invite/"), sent, follow=True).content.decode()
    assert "Ada is asked by mail." in said
    assert "1 proposal<" in said
    for wrong in (sent | {"email": "ada"}, sent | {"name": "\u200b", "email": "bo@example.org"}, {}):
        assert organizer.post(address(convening, "call/invite/"), wrong).status_code == 422
    assert Message.objects.filter(occasion="call.invited").count() == 2


def test_asked_commented_and_declined_in_words(organizer: Client, convening: Convening) -> None:
    made = proposal(invitation(convening), title="<b>Đặng</b>")
    own = address(convening, f"call/{made.pk}/")
    for act, words in (("comment", "Not now"), ("ask", "How long?"), ("decline", "No room")):
        assert organizer.post(own, {"act": act, "text": " "}).status_code == 422
        assert organizer.post(own, {"act": act, "text": words}).status_code == 302
    page = organizer.get(own).content.decode()
    assert "&lt;b&gt;Đặng&lt;/b&gt;" in page
    assert "Comment, June Abernathy:</b> Not now" in page
    assert "a.m., June Abernathy</dd>" in page
    assert "Take the decision back" in page
    assert organizer.post(own, {"act": "decline", "text": "Other words"}).status_code == 422
    listed = organizer.get(address(convening, "call/?state=declined")).content.decode()
    assert "<b>1 decision</b> was not told yet." in listed
    told = organizer.post(address(convening, "call/letters/"), follow=True).content.decode()
    assert "1 letter is on its way." in told
    refused = organizer.post(f"{own}undo/", follow=True).content.decode()
    assert "The letter about this decision is out." in refused


def test_accepted_by_a_double_click_it_is_one_session(organizer: Client, convening: Convening) -> None:
    made = proposal(invitation(convening))
    own = address(convening, f"call/{made.pk}/")
    for _ in range(2):
        page = organizer.post(f"{own}accept/", follow=True).content.decode()
    assert "Nobody is told before you send the letters." in page
    assert f"?session={Session.objects.get().pk}#move" in page
    assert organizer.post(f"{own}undo/").status_code == 302
    assert not Session.objects.exists()


def test_nothing_of_another_convening_and_nothing_that_is_being_written(
    organizer: Client, convening: Convening
) -> None:
    elsewhere = proposal(invitation(make_convening()))
    writing = proposal(invitation(convening), draft=True, title="Unfinished")
    for pk in (elsewhere.pk, writing.pk, 2**62):
        for rest in ("", "accept/", "undo/"):
            assert organizer.post(address(convening, f"call/{pk}/{rest}")).status_code == 404
    page = organizer.get(address(convening, "call/")).content.decode()
    assert "1 more is being written" in page
    assert "Unfinished" not in page
    assert organizer.get(address(elsewhere.call.convening, "call/")).status_code == 404


def test_as_many_statements_for_three_as_for_one(organizer: Client, convening: Convening) -> None:
    made = proposal(invitation(convening))
    costs = []
    for more in (0, 2):
        for _ in range(more):
            deciding.comment(submission=proposal(proposing_team(convening)), text="x", by=BY, at=NOW)
        for rest in ("call/", f"call/{made.pk}/"):
            organizer.get(address(convening, rest))
            with CaptureQueriesContext(connection) as spent:
                assert organizer.get(address(convening, rest)).status_code == 200
            costs.append(len(spent))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 14
