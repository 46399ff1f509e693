"""Two scanners that send a substitute for the same member at once, by real threads."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import connection

from checkin.domain.walk_ups import substitute_at_door
from registration.domain import people, substitutes
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from tests.checkin.factories import DAY, make_convening, make_scanner, make_team, may_register
from tests.harness.threads import Meeting, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 2


def ends_at_once() -> Counter[str]:
    """How the attempts of two scanners ended, and how many substitutes came of them."""
    convening = make_convening()
    absent = make_team(convening).members.get(office="superintendent")
    scanners = [may_register(make_scanner(convening)) for _n in range(AT_ONCE)]
    drafts = [PersonDraft(f"Ana {n}", f"ana{n}@example.org") for n in range(AT_ONCE)]
    calls = [
        partial(substitute_at_door, device=device, absent_id=absent.pk, draft=draft, by=f"device:{device.pk}", at=DAY)
        for device, draft in zip(scanners, drafts, strict=True)
    ]
    ended = Counter(type(end).__name__ for end in together(*calls))
    assert Attendee.objects.filter(substitute_for=absent).count() == ended["Badge"]
    return ended


def test_two_scanners_send_one_substitute_for_a_member() -> None:
    assert ends_at_once() == {"Badge": 1, "ReplacedAlready": 1}


def test_without_the_lock_both_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both have looked before either writes."""
    meeting, person_for = Meeting(), people.person_for

    def look_and_wait(*asked: Any) -> Any:
        meeting.wait()
        return person_for(*asked)

    monkeypatch.setattr(people, "person_for", look_and_wait)
    monkeypatch.setattr(Team.objects, "locked", lambda team: Team.objects.select_related("convening").get(pk=team.pk))
    monkeypatch.setattr(substitutes.Attendee.objects, "select_for_update", lambda **_how: Attendee.objects.all())
    if connection.vendor == "sqlite":
        from checkin.domain import walk_ups

        monkeypatch.setattr(walk_ups, "send_substitute", substitutes.send_substitute.__wrapped__)
        monkeypatch.setattr(walk_ups, "admit_substitute", walk_ups.admit_substitute.__wrapped__)
    assert ends_at_once()["Badge"] == AT_ONCE
