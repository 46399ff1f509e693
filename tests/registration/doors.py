"""Coming by private link, at a time that stands still: what tests of pages share."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts.domain import links
from accounts.models import Person
from agreements.models import Party
from registration.models import Attendee, Team
from tests.registration.factories import NOW


def stand_still(monkeypatch: pytest.MonkeyPatch, at: datetime = NOW) -> None:
    """All edges read this instant from the clock."""
    monkeypatch.setattr(timezone, "now", lambda: at)


def hold(client: Client, person: Person, purpose: str, subject: str, *, at: datetime = NOW) -> Client:
    """The client after opening a private link."""
    token = links.mint(person=person, purpose=purpose, subject=subject, expires_at=at + timedelta(days=60), at=at)
    assert client.get(f"/l/{token}/").status_code == 302
    return client


def as_coordinator(client: Client, team: Team) -> Client:
    return hold(client, team.coordinator, "coordinate", f"team:{team.pk}")


def as_signatory(client: Client, party: Party) -> Client:
    assert party.signatory is not None
    return hold(client, party.signatory, "answer", f"party:{party.pk}")


def as_attendee(client: Client, attendee: Attendee) -> Client:
    return hold(client, attendee.person, "attend", f"attendee:{attendee.pk}")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but sessions: equal before and after what writes nothing."""
    tables = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in tables}
