"""The reminder on the morning of a shift, through the delivery that sends it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.reminder_occasions import RuleDraft
from expo.models import Hall, Shift
from expo.reminding import SHIFT_SOON
from registration.domain.attendees import cancel_attendee
from tests.expo.factories import BY
from tests.expo.rota_factories import people, presents, stand, waved
from tests.registration.factories import NOW, make_convening
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db
MORNING = datetime(2027, 5, 26, 8, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def where() -> Hall:
    made = waved(make_convening())
    set_rule(convening=made.convening, occasion="shift_soon", draft=SHIFT_SOON.suggested, by=BY, at=NOW)
    return made


def test_on_the_morning_with_booth_and_times_in_the_named_zone(where: Hall) -> None:
    ann, __, __, bob = people(where)
    stand(ann, where, 2, 4)
    assert owe_due(at=MORNING - timedelta(minutes=1)) == 0
    assert owe_due(at=MORNING) == 1
    assert owe_due(at=MORNING) == 0
    (mail,) = send("shift.soon", at=MORNING)
    assert mail.subject == "Your shift at booth 101"
    assert mail.to[0].endswith(f"<{ann.person.email}>")
    for words in ("Wed, May 26, 2:00 p.m. to 2:30 p.m.", "3:00 p.m. to 3:30 p.m.", "Eastern Time", where.name):
        assert words in both(mail)
    assert bob.person.name not in both(mail)


def test_it_counts_from_the_own_shift_and_not_from_the_convening(where: Hall) -> None:
    stand(people(where)[0], where, 6)  # 4:00 p.m.; the convening has begun at 8:00 a.m.
    draft = RuleDraft(who="members", anchor="starts_at", days=(0,), clock=time(15))
    set_rule(convening=where.convening, occasion="shift_soon", draft=draft, by=BY, at=NOW)
    assert owe_due(at=MORNING) == 0
    assert owe_due(at=MORNING + timedelta(hours=7)) == 1


def test_who_gave_it_away_or_presents_or_stays_at_home_gets_nothing(where: Hall) -> None:
    ann, bob, __, cleo = people(where)
    (shift,) = stand(ann, where, 2)
    stand(bob, where, 2)
    stand(cleo, where, 3)
    assert owe_due(at=MORNING) == 3
    Shift.objects.filter(pk=shift.pk).delete()
    presents(bob, hour=14)
    cancel_attendee(attendee=cleo, by=BY, at=NOW)
    assert send("shift.soon", at=MORNING) == []


def test_after_the_shift_nothing_goes(where: Hall) -> None:
    stand(people(where)[0], where, 1)
    assert owe_due(at=MORNING + timedelta(hours=9)) == 0
