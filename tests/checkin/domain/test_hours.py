"""The rules as they are kept, and what is read with them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from breakouts.models import Feedback, Session
from checkin.domain import hours
from checkin.domain.hours import (
    MinutesImpossible,
    NotCounted,
    OrganizersCertify,
    ReasonNeeded,
    correct_hours,
    hours_of,
    people_seen,
    set_rule,
    sheet_of,
)
from checkin.models import Checkpoint, HoursRule, Scan
from checkin.states import Direction
from convenings.models import Convening
from journal.models import Entry
from registration.models import Attendee
from tests.breakouts import factories as programme
from tests.checkin.factories import DAY, make_attendee, make_badge, make_convening
from tests.checkin.hours_factories import read, talk

pytestmark = pytest.mark.django_db
BY = "user:1"
HOUR = timedelta(hours=1)


def told(who: Attendee) -> list[tuple[str, int, str]]:
    (found,) = hours_of(sheet_of(who.convening), [who])
    return [(row.session.title, row.counted.minutes, str(row.counted.why)) for row in found.rows]


def test_scans_at_the_rooms_door_become_hours(ann: Attendee, gate: Checkpoint) -> None:
    read(ann, gate, DAY)
    read(ann, gate, DAY + HOUR, Direction.OUT)
    read(ann, gate, DAY + 2 * HOUR)
    assert told(ann) == [("Talk at 8", 60, "whole"), ("Talk at 10", 60, "whole")]
    (found,) = hours_of(sheet_of(ann.convening), [ann])
    assert (found.minutes, found.credit) == (120, Decimal("2.00"))


def test_a_badge_that_is_already_in_was_there_again(ann: Attendee, gate: Checkpoint) -> None:
    Checkpoint.objects.update(both_ways=False)
    read(ann, gate, DAY)
    assert read(ann, gate, DAY + 2 * HOUR).answer == "already_in"
    assert told(ann) == [("Talk at 8", 60, "whole"), ("Talk at 10", 60, "whole")]


def test_what_was_annulled_or_refused_counts_for_nothing(ann: Attendee, gate: Checkpoint) -> None:
    first = read(ann, gate, DAY)
    Scan.objects.filter(pk=first.pk).update(annulled_at=DAY, annulled_by=BY, annulled_because="another's badge")
    Scan.objects.filter(pk=read(ann, gate, DAY + 2 * HOUR).pk).update(answer="not_open", turn=None)
    assert told(ann) == []


def test_a_meal_counts_where_the_rule_says_so(ann: Attendee, gate: Checkpoint) -> None:
    Session.objects.update(kind="meal")
    read(ann, gate, DAY)
    assert told(ann) == []
    set_rule(convening=ann.convening, values={"kinds": ["meal"]}, by=BY, at=DAY)
    assert told(ann) == [("Talk at 8", 60, "whole")]


def test_feedback_makes_a_session_count(ann: Attendee, gate: Checkpoint) -> None:
    set_rule(convening=ann.convening, values={"needs_feedback": True}, by=BY, at=DAY)
    read(ann, gate, DAY)
    assert told(ann) == [("Talk at 8", 0, "no_feedback")]
    Feedback.objects.create(
        session=talk(ann.convening, 8), attendee=ann, useful="yes", takes_home="yes", given_at=DAY + HOUR
    )
    assert told(ann) == [("Talk at 8", 60, "whole")]


def test_the_newest_correction_counts_and_is_in_the_journal_without_its_reason(
    ann: Attendee, gate: Checkpoint
) -> None:
    given: dict[str, Any] = {"attendee": ann, "session": talk(ann.convening, 8), "by": BY, "at": DAY}
    for minutes, reason in ((30, "left early"), (45, "came back: Ruth saw her")):
        correct_hours(minutes=minutes, reason=reason, **given)
    assert told(ann) == [("Talk at 8", 45, "corrected")]
    assert list(people_seen(ann.convening)) == [ann]
    entry = Entry.objects.filter(kind="hours.corrected").latest("pk")
    assert (entry.subject, entry.data) == (f"attendee:{ann.pk}", {"session": given["session"].pk, "minutes": 45})
    correct_hours(minutes=None, reason="it was somebody else", **given)
    assert told(ann) == []


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"minutes": 61}, MinutesImpossible), ({"minutes": -1}, MinutesImpossible), ({"reason": " \n "}, ReasonNeeded),
        ({"by": "device:1"}, OrganizersCertify), ({"by": "person:1"}, OrganizersCertify),
    ],
)  # fmt: skip
def test_refused_corrections(ann: Attendee, gate: Checkpoint, over: dict[str, Any], refusal: type[Exception]) -> None:
    given = {"attendee": ann, "session": talk(ann.convening, 8), "minutes": 5, "reason": "x", "by": BY, "at": DAY}
    with pytest.raises(refusal):
        correct_hours(**{**given, **over})
    assert told(ann) == []


def test_another_convenings_session_is_not_counted(ann: Attendee, gate: Checkpoint) -> None:
    elsewhere = make_convening()
    session = programme.placed(programme.room(elsewhere), programme.slot(elsewhere, 8, day=26))
    with pytest.raises(NotCounted):
        correct_hours(attendee=ann, session=session, minutes=5, reason="x", by=BY, at=DAY)


def test_rules_are_kept_once_for_a_convening(convening: Convening) -> None:
    assert hours.rule_of(convening).pk is None
    for percent in (50, 60):
        set_rule(convening=convening, values={"least_percent": percent, "pk": 7}, by=BY, at=DAY)
    assert HoursRule.objects.get().least_percent == 60
    with pytest.raises(OrganizersCertify):
        set_rule(convening=convening, values={}, by="person:1", at=DAY)


@pytest.mark.parametrize("people", [1, 3])
def test_as_many_statements_for_more(
    convening: Convening, gate: Checkpoint, people: int, connection_statements: Any
) -> None:
    who = [make_attendee(convening) for _ in range(people)]
    for one in who:
        make_badge(one)
        read(one, gate, DAY)
    with connection_statements() as statements:
        hours_of(sheet_of(convening), who)
    assert len(statements) == 4, "\n".join(statements)
