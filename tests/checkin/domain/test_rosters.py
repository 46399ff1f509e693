"""Lists on paper: who stands on them, in which order, and that every name can be printed."""

from datetime import timedelta
from typing import Any

import pytest

from breakouts.models import Seat
from checkin.domain import rosters
from checkin.domain.roster_sheets import draw_roster
from checkin.domain.rosters import KIND, NobodyExpected, Where, ask_roster, roster_file, roster_of
from checkin.models import Checkpoint
from checkin.states import RosterOrder, RosterStyle
from convenings.models import Convening
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from registration.states import PlaceState
from tests.breakouts.factories import placed, room, slot
from tests.checkin.factories import DAY, make_attendee, make_checkpoint, make_convening, make_somebody, make_team

pytestmark = pytest.mark.django_db
NAMES = (
    "Đặng Nuñez", "王小明", "عمر", "Ann \\#panic() $x$ <b>", "Seán O'Brien-Nuñez",
    "Wolfeschlegelsteinhausenbergerdorff Kim",
)  # fmt: skip


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def door(convening: Convening) -> Checkpoint:
    return make_checkpoint(convening)


def listed(convening: Convening, door: Checkpoint, order: RosterOrder) -> list[tuple[str, list[str]]]:
    roster = roster_of(convening, Where(checkpoint=door), order=order, printed_at=DAY)
    return [(group.heading, [f"{one.family}, {one.given}" for one in group.lines]) for group in roster.groups]


def test_by_family_name_accents_and_capitals_forgiven(convening: Convening, door: Checkpoint) -> None:
    team = make_team(convening, members=0)
    team.members.all().delete()
    for name in ("Ana Zúñiga", "Bea ávila", "Cal Avila", "Dee Đặng"):
        make_attendee(convening, make_somebody(convening, name), team=team)
    assert listed(convening, door, RosterOrder.NAME) == [
        ("A", ["ávila, Bea", "Avila, Cal"]),
        ("D", ["Đặng, Dee"]),
        ("Z", ["Zúñiga, Ana"]),
    ]


def test_by_team_with_those_on_none_last_and_without_who_does_not_come(
    convening: Convening, door: Checkpoint
) -> None:
    for name in ("Mesa", "Alba"):
        make_team(convening, name, members=0)
    make_team(convening, "Late", place=PlaceState.WAITLISTED)
    make_attendee(convening, make_somebody(convening, "Guy Guest"))
    make_attendee(convening, make_somebody(convening, "Gone Guest"), cancelled_at=DAY)
    make_attendee(make_convening(), make_somebody(convening, "Another Convening"))
    groups = listed(convening, door, RosterOrder.TEAM)
    assert [(heading, len(lines)) for heading, lines in groups] == [("Alba", 3), ("Mesa", 3), ("Guest", 1)]


@pytest.mark.parametrize("style", RosterStyle)
@pytest.mark.parametrize("order", RosterOrder)
def test_every_name_is_printed_and_none_is_run(
    convening: Convening, door: Checkpoint, style: RosterStyle, order: RosterOrder
) -> None:
    for name in NAMES:
        make_attendee(convening, make_somebody(convening, name))
    roster = roster_of(convening, Where(checkpoint=door), order=order, printed_at=DAY)
    pdf, unprintable = draw_roster(roster, style=style, stamp=1)
    assert (pdf[:5], unprintable) == (b"%PDF-", 0)
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    assert draw_roster(roster, style=style, stamp=1)[0] == pdf


def test_what_no_type_file_has_becomes_a_question_mark(convening: Convening, door: Checkpoint) -> None:
    make_attendee(convening, make_somebody(convening, "Ann \U00013000"))
    roster = roster_of(convening, Where(checkpoint=door), order=RosterOrder.NAME, printed_at=DAY)
    pdf, unprintable = draw_roster(roster, style=RosterStyle.ROSTER, stamp=1)
    assert (pdf[:5], unprintable) == (b"%PDF-", 1)


def test_a_list_is_long_work_and_kept(convening: Convening, door: Checkpoint) -> None:
    make_team(convening)
    asked = ask_roster(
        convening=convening, where=Where(checkpoint=door), order=RosterOrder.TEAM, style=RosterStyle.SIGN_IN,
        by="user:1", at=DAY,
    )  # fmt: skip
    assert (asked.kind, roster_file(asked)) == (KIND, "")
    assert work.run(job_id=asked.pk, at=DAY) == JobState.DONE
    done = Job.objects.get(pk=asked.pk)
    assert done.result["people"] == 5
    assert roster_file(done).endswith(".pdf")


def test_the_gate_of_a_list_was_deleted_meanwhile(convening: Convening, door: Checkpoint) -> None:
    make_team(convening)
    asked = ask_roster(
        convening=convening, where=Where(checkpoint=door), order=RosterOrder.NAME, style=RosterStyle.ROSTER,
        by="user:1", at=DAY,
    )  # fmt: skip
    door.delete()
    assert work.run(job_id=asked.pk, at=DAY) == JobState.FAILED
    assert Job.objects.get(pk=asked.pk).error.startswith("The gate or session of this list was deleted")


def test_nobody_is_expected_yet(convening: Convening, door: Checkpoint) -> None:
    with pytest.raises(NobodyExpected):
        ask_roster(
            convening=convening, where=Where(checkpoint=door), order=RosterOrder.NAME, style=RosterStyle.ROSTER,
            by="user:1", at=DAY,
        )  # fmt: skip
    assert not Job.objects.exists()


def test_a_sessions_list_says_where_and_when(convening: Convening) -> None:
    make_team(convening)
    session = placed(room(convening), slot(convening, 9))
    roster = roster_of(convening, Where(session=session), order=RosterOrder.NAME, printed_at=DAY)
    assert roster.title == session.title
    assert roster.about.startswith(f"{session.room}, ")


def test_where_seats_are_given_the_list_is_of_those_who_sit_there(convening: Convening) -> None:
    make_team(convening)
    ann = make_attendee(convening, make_somebody(convening, "Ann Sitting"))
    session = placed(room(convening), slot(convening, 9))
    Seat.objects.create(attendee=ann, session=session, slot=session.slot, given_by="user:1", given_at=DAY)
    roster = roster_of(convening, Where(session=session), order=RosterOrder.NAME, printed_at=DAY)
    assert [line.family for group in roster.groups for line in group.lines] == ["Sitting"]


@pytest.mark.parametrize("teams", [1, 3])
def test_as_many_statements_for_more(
    convening: Convening, door: Checkpoint, teams: int, connection_statements: Any
) -> None:
    for number in range(teams):
        make_team(convening, f"Team {number}")
    with connection_statements() as statements:
        rosters.roster_of(convening, Where(checkpoint=door), order=RosterOrder.TEAM, printed_at=DAY + timedelta(1))
    assert len(statements) == 1, "\n".join(statements)
