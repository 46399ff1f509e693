"""Two release at the same moment: one release is made. And the proof that the lock does it."""

from typing import Any

import pytest
from django.db import connection

from breakouts.domain import releases
from breakouts.models import Programme, Release
from tests.breakouts.factories import AT, BY, a_day, room, slot
from tests.breakouts.factories import placed as held
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def release_twice(monkeypatch: pytest.MonkeyPatch, release: Any) -> list[str]:
    """What both calls gave: both have read the differences before either writes, unless a lock keeps one out."""
    a_day(convening := make_convening())
    held(room(convening), slot(convening, 15))
    version = Programme.objects.get().version
    meeting, look = Meeting(), releases.blockers_of

    def look_and_wait(*given: Any) -> Any:
        found = look(*given)
        meeting.wait()
        return found

    monkeypatch.setattr(releases, "blockers_of", look_and_wait)
    ended = together(
        *(
            lambda name=name: release(convening=convening, name=name, version=version, by=BY, at=AT)
            for name in ("Final", "Really final")
        )
    )
    return sorted(type(end).__name__ for end in ended)


def test_one_of_two_releases_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert release_twice(monkeypatch, releases.release) == ["Release", "ReleaseBlocked"]
    assert Release.objects.count() == Programme.objects.get().released == 2


def test_without_the_lock_the_loser_gets_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    release: Any = releases.release
    if connection.vendor == "sqlite":
        release = release.__wrapped__
    monkeypatch.setattr(releases, "hold_programme", lambda *, convening: Programme.objects.get(convening=convening))
    assert "IntegrityError" in release_twice(monkeypatch, release)
