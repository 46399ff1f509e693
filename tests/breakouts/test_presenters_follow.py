"""Whoever moves a session, its presenters' slot is its own, and nobody presents twice in one: by the database alone."""

import pytest
from django.db import IntegrityError, connection

from breakouts import presenters_follow
from breakouts.models import Presentation, Session
from convenings.models import Convening
from tests.breakouts.factories import placed, presenter, room, slot


def test_a_session_takes_its_presenters_along(convening: Convening) -> None:
    first, second = slot(convening, 9), slot(convening, 11)
    ann, ben = presenter(convening), presenter(convening, "Ben")
    made, other = placed(room(convening), first, "Talk", (ann, ben)), placed(room(convening), second, "Other", (ann,))
    Session.objects.filter(pk=other.pk).update(slot=None, room=None)
    Session.objects.filter(pk=made.pk).update(slot=second)
    told = dict(Presentation.objects.order_by("pk").values_list("session", "slot").distinct())
    assert told == {made.pk: second.pk, other.pk: None}
    with pytest.raises(IntegrityError):
        Session.objects.filter(pk=other.pk).update(slot=second, room=room(convening))


def test_it_is_made_anew_after_a_migration_has_dropped_it(convening: Convening) -> None:
    with connection.cursor() as cursor:
        on = " ON breakouts_session" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {presenters_follow.NAME}{on}")
    presenters_follow.put_in_place("default")
    presenters_follow.put_in_place("default")
    when = slot(convening, 9)
    placed(room(convening), when, "Talk", (presenter(convening),))
    assert Presentation.objects.get().slot == when
