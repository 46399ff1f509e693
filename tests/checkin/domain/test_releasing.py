"""Badges are released by the clock: shown and mailed from an instant on, once, whatever the clock did meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from checkin.domain import badges
from checkin.domain.releasing import release_badges
from checkin.models import Badge
from convenings.domain.convenings import FactsRefused, change_convening
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.states import PlaceState
from tests.checkin.factories import DAY, make_attendee, make_convening, make_team

pytestmark = pytest.mark.django_db
RELEASE = DAY - timedelta(days=2)
BEFORE, LATE = RELEASE - timedelta(seconds=1), RELEASE + timedelta(days=2)


@pytest.fixture
def convening() -> Convening:
    """Open, with five people of a team and a guest; another one has no date."""
    convening = make_convening(state="open", badges_from_at=RELEASE)
    make_team(convening)
    make_team(convening, "Waiting", PlaceState.WAITLISTED)
    make_attendee(convening)
    make_attendee(make_convening(state="open"))
    return convening


def told() -> int:
    return Message.objects.filter(occasion="attendee.badge").count()


def test_nothing_before_its_time_and_all_after_it_once(convening: Convening) -> None:
    assert release_badges(at=BEFORE) == 0
    assert (release_badges(at=RELEASE), release_badges(at=RELEASE)) == (6, 0)
    assert (told(), Badge.objects.count()) == (6, 6)
    assert Entry.objects.get(kind="badges.issued").by == "system"


def test_issued_by_hand_before_they_wait_for_the_clock(convening: Convening) -> None:
    assert badges.issue_badges(convening=convening, by="user:1", at=BEFORE) == 6
    one = Badge.objects.earliest("pk")
    badges.replace_badge(badge=one, by="user:1", at=BEFORE)
    assert (told(), badges.shown_badge(one.attendee, at=BEFORE)) == (0, None)

    assert (release_badges(at=LATE), release_badges(at=LATE)) == (6, 0)  # the clock stood still for two days
    assert told() == 6
    assert Entry.objects.get(kind="badges.released").data == {"count": 6}
    shown = badges.shown_badge(one.attendee, at=LATE)
    assert shown is not None
    assert shown.told_at == LATE


def test_who_joins_later_gets_theirs_by_the_next_sweep_or_by_hand(convening: Convening) -> None:
    release_badges(at=RELEASE)
    make_attendee(convening)
    assert release_badges(at=LATE) == 1
    badges.issue_badge(attendee=make_attendee(convening), by="user:1", at=LATE)
    assert told() == 8
    assert release_badges(at=LATE) == 0


def test_without_a_date_they_are_told_when_they_are_issued(convening: Convening) -> None:
    other = Convening.objects.get(badges_from_at=None)
    assert release_badges(at=BEFORE) == 0
    assert badges.issue_badges(convening=other, by="user:1", at=BEFORE) == 1
    assert told() == 1


@pytest.mark.parametrize("over", [{"state": "cancelled"}, {"state": "postponed"}, {"ends_at": RELEASE}])
def test_none_for_a_convening_that_stopped_or_is_over(convening: Convening, over: dict[str, Any]) -> None:
    Convening.objects.filter(pk=convening.pk).update(starts_at=BEFORE, **over)
    assert release_badges(at=RELEASE) == 0


def test_moved_to_a_later_day_nobody_else_is_told_and_it_is_shown_no_more(convening: Convening) -> None:
    badges.issue_badges(convening=convening, by="user:1", at=BEFORE)
    change_convening(convening=convening, changes={"badges_from_at": LATE}, by="user:1", at=BEFORE)
    assert (release_badges(at=RELEASE), told()) == (0, 0)
    assert release_badges(at=LATE) == 6


def test_after_the_end_there_is_nothing_to_release(convening: Convening) -> None:
    with pytest.raises(FactsRefused) as refused:
        change_convening(convening=convening, changes={"badges_from_at": convening.ends_at}, by="user:1", at=BEFORE)
    assert refused.value.field == "badges_from_at"


def test_in_parts(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    badges.issue_badges(convening=convening, by="user:1", at=BEFORE)
    monkeypatch.setattr(badges, "CHUNK", 4)
    assert release_badges(at=RELEASE) == 6
    counts = Entry.objects.filter(kind="badges.released").order_by("pk").values_list("data", flat=True)
    assert list(counts) == [{"count": 4}, {"count": 2}]
