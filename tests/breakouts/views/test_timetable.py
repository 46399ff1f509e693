"""The pages about a proposed timetable."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from breakouts.domain import timetable_planning
from breakouts.domain.terms import Terms, set_terms
from breakouts.models import Session
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job, Proposal
from jobs.states import JobState
from tests.breakouts.factories import AT, BY, placed, room, session, slot


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


@pytest.fixture
def made(organizer: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    """One room, two times, and "Second" without a place: its proposal, asked for by the page."""
    monkeypatch.setattr(timetable_planning, "ITERATIONS", 500)
    placed(room(convening, "203"), slot(convening, 9), "First")
    slot(convening, 11)
    session(convening, "Second")
    assert organizer.post(address(convening, "ask/"), {"mode": "least"}).status_code == 302
    assert work.run(job_id=Job.objects.get().pk, at=AT) == JobState.DONE
    return Proposal.objects.get()


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/programme/timetable/{rest}"


def test_a_proposal_is_shown_applied_and_undone(organizer: Client, convening: Convening, made: Proposal) -> None:
    listed = organizer.get(address(convening)).content.decode()
    assert f"Proposal {made.pk}" in listed
    assert "1 breakout moves" in listed
    page = organizer.get(address(convening, f"{made.pk}/")).content.decode()
    assert "Thu, May 27, 11:00 a.m., 203" in page
    assert "It has no room and time yet" in page
    assert "Breakouts with a room and time" in page
    decide = address(convening, f"{made.pk}/decide/")
    refused = organizer.post(decide, {"do": "apply", f"m{made.rows[0]['key']}": "keep"})
    assert refused.status_code == 409
    assert "You accepted none of its rows" in refused.content.decode()
    assert "Applied." in organizer.post(decide, {"do": "apply"}, follow=True).content.decode()
    assert Session.objects.get(title="Second").slot is not None
    assert "Undone." in organizer.post(decide, {"do": "undo"}, follow=True).content.decode()
    assert Session.objects.get(title="Second").slot is None
    assert organizer.post(decide, {"do": "dance"}).status_code == 404


def test_discarded_or_asked_again(organizer: Client, convening: Convening, made: Proposal) -> None:
    decide = address(convening, f"{made.pk}/decide/")
    assert organizer.post(decide, {"do": "again"})["Location"] == address(convening)
    assert Job.objects.count() == 2
    assert "Discarded." in organizer.post(decide, {"do": "discard"}, follow=True).content.decode()


def test_what_is_outdated_says_so(organizer: Client, convening: Convening, made: Proposal) -> None:
    session(convening, "Third")
    assert "The schedule has changed since" in organizer.get(address(convening)).content.decode()
    assert "The proposal fits it no more." in organizer.get(address(convening, f"{made.pk}/")).content.decode()


def test_rules_in_the_way_are_shown_and_released(organizer: Client, convening: Convening) -> None:
    assert "Nothing is in the way" in organizer.get(address(convening, "contradiction/")).content.decode()
    made = placed(room(convening, "203"), slot(convening, 9), "Pay <models>")
    set_terms(session=made, terms=Terms(needs=("sound",)), by=BY, at=AT)
    answer = organizer.post(address(convening, "ask/"), {"mode": "anew"})
    assert answer["Location"] == address(convening, "contradiction/")
    page = organizer.get(answer["Location"]).content.decode()
    assert "“Pay &lt;models&gt;” needs microphones" in page
    assert "This rule cannot hold" in page
    released = address(convening, f"release/{made.pk}/")
    assert "Look again" in organizer.post(released, {"kind": "x"}, follow=True).content.decode()
    page = organizer.post(released, {"kind": "need", "presenter": ""}, follow=True).content.decode()
    assert "Released for “Pay &lt;models&gt;”." in page
    assert "Nothing is in the way" in page


@pytest.mark.parametrize(
    ("typed", "words"), [({"mode": "wild"}, "Select a valid choice"), ({}, "This field is required")]
)
def test_what_cannot_be_asked(organizer: Client, convening: Convening, typed: dict[str, Any], words: str) -> None:
    answer = organizer.post(address(convening, "ask/"), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nothing_to_ask_for(organizer: Client, convening: Convening) -> None:
    answer = organizer.post(address(convening, "ask/"), {"mode": "anew"})
    assert "There are no breakouts, rooms and times" in answer.content.decode()
