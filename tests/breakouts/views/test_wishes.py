"""Organizers set the time to choose, and see how often each session is wished."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client

from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import ChoosingTime, choosing_time
from convenings.models import Convening
from tests.breakouts.choice_factories import members, rounds
from tests.breakouts.factories import BY
from tests.breakouts.views.test_schedule import address, organizer
from tests.registration.factories import NOW

__all__ = ["organizer"]
EASTERN = ZoneInfo("America/New_York")


def test_by_whole_days_in_the_convenings_zone(organizer: Client, convening: Convening) -> None:
    page = organizer.get(address(convening, "choices/")).content.decode()
    assert "Nobody is asked to choose yet." in page
    sent = {"from_on": "2027-05-01", "until_on": "2027-05-09"}
    said = organizer.post(address(convening, "choices/"), sent, follow=True).content.decode()
    assert "The time to choose is set." in said
    assert 'value="2027-05-09"' in said
    assert choosing_time(convening) == ChoosingTime(
        datetime(2027, 5, 1, tzinfo=EASTERN), datetime(2027, 5, 9, 23, 59, tzinfo=EASTERN)
    )
    for wrong in ({"from_on": "2027-05-10", "until_on": "2027-05-09"}, {"from_on": "2027-05-10"}, {"until_on": "x"}):
        answer = organizer.post(address(convening, "choices/"), wrong)
        assert answer.status_code == 422
        assert 'id="id_until_on_error"' in answer.content.decode()


def test_how_often_each_is_wished_against_its_seats(organizer: Client, convening: Convening) -> None:
    ((one, two, __),) = rounds(convening)
    for who in members(convening):
        choose(attendee=who, wishes=[Wish(one.slot_id or 0, (two.pk, one.pk))], by=BY, at=NOW)
    page = organizer.get(address(convening, "choices/")).content.decode()
    row = page[page.index("Talk 1.2") :]
    assert "41 (Hall 1)" in row[: row.index("</tr>")]
    assert '<td role="cell" data-l="First">2</td>' in row[: row.index("</tr>")]
