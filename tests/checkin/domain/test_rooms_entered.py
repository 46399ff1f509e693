"""The doors of rooms tell in which sessions somebody was; their page for feedback asks about these first."""

from datetime import timedelta

import pytest
from django.test import Client

from breakouts.domain.sessions import unplace_session
from checkin.domain.rooms_entered import sessions_entered
from checkin.models import Checkpoint, Scan
from checkin.states import Direction
from registration.models import Attendee
from tests.breakouts.factories import placed, released, room
from tests.checkin.factories import DAY
from tests.checkin.hours_factories import read, talk
from tests.registration.doors import hold, stand_still

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_sessions_entered(ann: Attendee, gate: Checkpoint) -> None:
    assert sessions_entered(ann) == frozenset()
    early = read(ann, gate, DAY - timedelta(minutes=19))
    read(ann, gate, DAY + HOUR, Direction.OUT)
    unplace_session(session=talk(ann.convening, 10), version=1, by="user:1", at=DAY)  # nobody was told
    assert sessions_entered(ann) == {talk(ann.convening, 8).pk}
    read(ann, gate, DAY + 2 * HOUR + timedelta(minutes=59))
    assert sessions_entered(ann) == {talk(ann.convening, 8).pk, talk(ann.convening, 10).pk}
    Scan.objects.filter(pk=early.pk).update(annulled_at=DAY, annulled_by="user:1", annulled_because="another's badge")
    assert sessions_entered(ann) == {talk(ann.convening, 10).pk}
    Scan.objects.update(answer="not_open", turn=None)
    assert sessions_entered(ann) == frozenset()


def test_feedback_asks_first_about_where_somebody_was(
    client: Client, ann: Attendee, gate: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = talk(ann.convening, 8)
    assert was.slot is not None
    placed(room(ann.convening), was.slot, "A talk elsewhere")
    released(ann.convening)
    read(ann, gate, DAY)
    stand_still(monkeypatch, DAY + HOUR)
    page = hold(client, ann.person, "attend", f"attendee:{ann.pk}", at=DAY + HOUR).get(f"/me/{ann.pk}/feedback/")
    text = page.content.decode()
    assert text.index("Talk at 8") < text.index("A talk elsewhere")
    assert text.count("you were there") == 1
