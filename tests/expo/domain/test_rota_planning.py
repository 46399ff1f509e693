"""The rota of a hall as long work."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from convenings.models import Convening
from expo.domain import rota_planning
from expo.domain.crews import crews_of
from expo.domain.rota_planning import NoWaves, TeamChanged, ask_rota, newest_plan, write_shifts
from expo.domain.waves import set_waves
from expo.models import Hall, Shift
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from journal.models import Entry
from registration.domain.attendees import add_member, cancel_attendee
from registration.domain.drafts import PersonDraft
from registration.domain.teams import withdraw_team
from tests.expo.factories import AT, BY, hall
from tests.expo.rota_factories import crew_at, people, planned, presents, stand, team_at, waved


def rows() -> list[tuple[Any, ...]]:
    return list(Shift.objects.order_by("pk").values_list())


def test_every_wave_is_staffed_and_everybody_walks(convening: Convening) -> None:
    where = waved(convening, teams=2, members=2)
    job = planned(where)
    assert (job.state, job.done, job.total) == (JobState.DONE, 4, 4)
    assert job.result == {"planned": 2, "gaps": 0, "changed": 0, "contradict": 0}
    for number in (101, 102):
        shifts = crew_at(where, number).shifts
        assert [sum(row[wave] for row in shifts) for wave in range(6)] == [1] * 6
        assert max(sum(row) for row in shifts) <= 4
    assert Entry.objects.filter(kind="rota.planned").count() == 2


def test_the_same_again_changes_nothing(convening: Convening) -> None:
    where = waved(convening, teams=2)
    planned(where)
    before = rows()
    planned(where)
    assert rows() == before
    assert Entry.objects.filter(kind="rota.planned").count() == 2


def test_who_presents_or_does_not_come_stands_nowhere(convening: Convening) -> None:
    where = waved(convening, members=2)
    planned(where)
    __, __, __, ann, bob = people(where)
    presents(ann, hour=14, minutes=60)
    cancel_attendee(attendee=bob, by=BY, at=AT)
    planned(where)
    crew = crew_at(where)
    assert [person.pk for person in crew.people if person.pk in (ann.pk, bob.pk)] == [ann.pk]
    assert crew.crew.members[3].elsewhere == {1, 2}
    assert not crew.shifts[3][1]
    assert not crew.shifts[3][2]
    assert not Shift.objects.filter(attendee=bob).exists()
    assert all(any(row[wave] for row in crew.shifts) for wave in range(6))


def test_pins_stay(convening: Convening) -> None:
    where = waved(convening)
    ann = people(where)[0]
    (pinned,) = stand(ann, where, 3, is_pinned=True)
    planned(where)
    assert Shift.objects.get(wave__number=3) == pinned


def test_pins_that_break_the_rules_leave_the_team_alone(convening: Convening) -> None:
    where = waved(convening, teams=2)
    stand(people(where)[0], where, 1, 2, 3, is_pinned=True)
    job = planned(where)
    assert job.result == {"planned": 1, "gaps": 0, "changed": 0, "contradict": 1}
    assert Shift.objects.filter(attendee__team=team_at(where)).count() == 3


def test_one_team_alone(convening: Convening) -> None:
    where = waved(convening, teams=2)
    assert planned(where, team_at(where, 102)).result["planned"] == 1
    assert not Shift.objects.filter(attendee__team=team_at(where)).exists()


def test_an_empty_hall_and_one_without_waves(convening: Convening) -> None:
    where = hall(convening)
    with pytest.raises(NoWaves):
        ask_rota(hall=where, by=BY, at=AT)
    set_waves(hall=where, count=3, by=BY, at=AT)
    assert planned(where).result == {"planned": 0, "gaps": 0, "changed": 0, "contradict": 0}


def test_what_goes_on_is_not_asked_for_twice(convening: Convening) -> None:
    where = waved(convening)
    first = ask_rota(hall=where, by=BY, at=AT)
    assert ask_rota(hall=where, by=BY, at=AT) == first
    assert newest_plan(where, at=AT) == first
    assert ask_rota(hall=where, team=team_at(where), by=BY, at=AT) != first


def cancelled(where: Hall) -> None:
    cancel_attendee(attendee=people(where)[3], by=BY, at=AT)


def one_more(where: Hall) -> None:
    person = PersonDraft(name="Ann O’Brien-Nuñez", email="ann@example.org")
    add_member(team=team_at(where), person=person, job="", side="union", by=BY, at=AT)


def speaks(where: Hall) -> None:
    presents(people(where)[0], hour=14)


def other_rules(where: Hall) -> None:
    set_waves(hall=where, count=6, in_a_row_most=1, by=BY, at=AT)


def by_hand(where: Hall) -> None:
    stand(people(where)[0], where, 1)


def withdrawn(where: Hall) -> None:
    withdraw_team(team=team_at(where), reason="The board voted no.", by=BY, at=AT)


@pytest.mark.parametrize("change", [cancelled, one_more, speaks, other_rules, by_hand, withdrawn])
def test_a_team_that_changed_meanwhile_is_left_alone(convening: Convening, change: Callable[[Hall], None]) -> None:
    where = waved(convening)
    (found,) = crews_of(where)
    change(where)
    before = rows()
    with pytest.raises(TeamChanged):
        write_shifts(found=found, shifts=((True, *[False] * 5), *[(False,) * 6] * 3), by=BY, at=AT)
    assert rows() == before


def test_the_job_counts_it_and_goes_on(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    where = waved(convening, teams=2)
    reckon = rota_planning.plan_crews

    def slowly(*args: Any, **kwargs: Any) -> Any:
        by_hand(where)
        return reckon(*args, **kwargs)

    monkeypatch.setattr(rota_planning, "plan_crews", slowly)
    assert planned(where).result == {"planned": 1, "gaps": 0, "changed": 1, "contradict": 0}


def test_it_is_reckoned_outside_of_any_transaction_and_written_team_by_team(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, depth = waved(convening, teams=2), []
    reckon, write = rota_planning.plan_crews, rota_planning.write_shifts
    monkeypatch.setattr(
        rota_planning, "plan_crews",
        lambda *args, **kwargs: (depth.append(len(connection.savepoint_ids)), reckon(*args, **kwargs))[1],
    )
    monkeypatch.setattr(
        rota_planning, "write_shifts",
        lambda **kwargs: (depth.append(len(connection.savepoint_ids)), write(**kwargs))[1],
    )
    outside = len(connection.savepoint_ids)
    planned(where)
    assert depth == [outside] * 3


def test_cancelled_it_writes_no_more(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "TELL_EVERY", 0)
    where = waved(convening)
    job = ask_rota(hall=where, by=BY, at=AT)
    Job.objects.filter(pk=job.pk).update(cancel_asked_at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.CANCELLED
    assert not Shift.objects.exists()
