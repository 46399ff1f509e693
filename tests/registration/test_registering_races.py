"""Several who register one place at once, and one who presses twice."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import Atomic

from convenings.models import Convening
from registration.domain import duplicates, kept_drafts, registering
from registration.domain.drafts import PersonDraft
from registration.domain.kept_drafts import DraftFinished
from registration.models import HeldRegistration, Team
from tests.harness.threads import Meeting, together
from tests.registration.factories import NOW, make_convening, registration_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PLACE = {"name": "Mesa Verde USD", "place_name": "Cortez", "us_state": "CO"}


def four_at_once(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Four strangers register one place; each waits, having looked for a team, as long as others may come."""
    meeting, look = Meeting(), duplicates.find_team
    handed_in = [registration_of(convening, **PLACE) for _one in range(4)]

    def look_and_wait(**asked: Any) -> Any:
        found = look(**asked)
        meeting.wait()
        return found

    monkeypatch.setattr(duplicates, "find_team", look_and_wait)
    receive = partial(registering.receive, convening=convening, by="public", at=NOW)
    return together(*[partial(receive, registration=one) for one in handed_in])


def test_one_is_registered_and_the_others_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = four_at_once(make_convening(), monkeypatch)
    assert sorted(type(one).__name__ for one in ended) == ["HeldRegistration"] * 3 + ["Team"]
    assert (Team.objects.count(), HeldRegistration.objects.count()) == (1, 3)


def test_without_what_makes_it_safe_several_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row lock of the convening on PostgreSQL, the transaction on SQLite."""
    convening = make_convening()
    if connection.vendor == "sqlite":
        monkeypatch.setattr(Atomic, "__enter__", lambda self: None)
        monkeypatch.setattr(Atomic, "__exit__", lambda self, *failure: None)
    else:
        monkeypatch.setattr(type(Convening.objects.all()), "locked", lambda self, pk: self.get(pk=pk))
    four_at_once(convening, monkeypatch)
    assert Team.objects.count() > 1


def test_a_draft_that_is_handed_in_twice_at_once_makes_one_team() -> None:
    convening = make_convening()
    draft = kept_drafts.keep_draft(
        convening=convening, coordinator=PersonDraft("Ann", "ann@example.org"), fields={}, by="public", at=NOW
    )
    receive = partial(registering.receive, convening=convening, draft=draft, by="public", at=NOW)
    ended = together(*[partial(receive, registration=registration_of(convening)) for _one in range(3)])
    assert sum(isinstance(one, Team) for one in ended) == 1
    assert sum(isinstance(one, DraftFinished) for one in ended) == 2
    assert Team.objects.count() == 1
