"""The assignment of a hall as long work: reckoned without a lock, written in one short transaction."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from convenings.models import Convening
from expo.domain import assigning, assignment
from expo.domain.needs import set_needs
from expo.models import Hall, Placement
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from registration.domain.teams import withdraw_team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening)
    booths(made, "", "power")
    make_team(convening, "confirmed", name="Elgin")
    made.refresh_from_db()
    return made


def run(job: Job) -> Job:
    work.run(job_id=job.pk, at=AT)
    job.refresh_from_db()
    return job


def ask(where: Hall) -> Job:
    return assigning.ask_assignment(hall=where, version=where.version, by=BY, at=AT)


def test_a_worker_places_the_teams_and_tells_figures(where: Hall) -> None:
    job = run(ask(where))
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert job.result == {"placed": 1, "moved": 0, "unplaced": 0}
    assert Placement.objects.get().placed_by == BY


def test_an_old_floor_is_refused_at_once(where: Hall) -> None:
    with pytest.raises(assignment.FloorChanged):
        assigning.ask_assignment(hall=where, version=where.version - 1, by=BY, at=AT)
    assert not Job.objects.exists()


def test_what_goes_on_is_not_asked_for_twice(where: Hall) -> None:
    assert ask(where).pk == ask(where).pk
    first = run(ask(where))
    where.refresh_from_db()
    assert ask(where).pk != first.pk
    other = hall(where.convening)
    assert assigning.newest_work(other, at=AT) is None


def test_what_has_ended_lately_is_shown_and_then_no_more(where: Hall) -> None:
    job = run(ask(where))
    assert job.ended_at is not None
    assert assigning.newest_work(where, at=job.ended_at) == job
    assert assigning.newest_work(where, at=job.ended_at + timedelta(minutes=11)) is None


def another_team(where: Hall) -> None:
    make_team(where.convening, "confirmed", name="Peoria")


def withdrawn(where: Hall) -> None:
    withdraw_team(team=where.convening.teams.get(name="Elgin"), reason="The board voted no.", by=BY, at=AT)


def other_needs(where: Hall) -> None:
    set_needs(team=where.convening.teams.get(name="Elgin"), needs=["power"], by=BY, at=AT)


def placed_by_hand(where: Hall) -> None:
    assignment.place_team(booth=where.booths.all()[1], team=where.convening.teams.get(name="Elgin"), by=BY, at=AT)


@pytest.mark.parametrize("change", [another_team, withdrawn, other_needs, placed_by_hand])
def test_a_floor_that_changed_while_it_was_reckoned_is_left_alone(where: Hall, change: Callable[[Hall], None]) -> None:
    suggestion = assignment.suggest_booths(where)
    change(where)
    before = list(Placement.objects.values_list())
    with pytest.raises(assignment.FloorChanged):
        assignment.apply_suggestion(hall=where, suggestion=suggestion, by=BY, at=AT)
    assert list(Placement.objects.values_list()) == before


def test_the_job_says_so_in_words(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest = assignment.suggest_booths

    def slowly(hall: Hall) -> assignment.Suggestion:
        found = suggest(hall)
        another_team(hall)
        return found

    monkeypatch.setattr(assigning, "suggest_booths", slowly)
    job = run(ask(where))
    assert (job.state, "Nothing was changed now; press again." in job.error) == (JobState.FAILED, True)


def test_it_is_reckoned_outside_of_any_transaction(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    depth, suggest = [], assignment.suggest_booths

    def look(hall: Hall) -> assignment.Suggestion:
        depth.append(len(connection.savepoint_ids))
        return suggest(hall)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(assignment, "suggest_booths", look)
    assignment.assign_booths(hall=where, by=BY, at=AT)
    assert depth == [outside]


def test_cancelled_before_it_is_written_it_changes_nothing(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "TELL_EVERY", 0)
    job = ask(where)
    Job.objects.filter(pk=job.pk).update(cancel_asked_at=AT)
    assert run(job).state == JobState.CANCELLED
    assert not Placement.objects.exists()


def test_killed_in_the_middle_it_comes_to_the_same_booths(where: Hall) -> None:
    job = ask(where)
    assignment.apply_suggestion(hall=where, suggestion=assignment.suggest_booths(where), by=BY, at=AT)
    before = list(Placement.objects.values_list())
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, claimed_at=AT, attempts=1)
    work.sweep(at=AT + work.SILENT_FOR + timedelta(seconds=1))
    assert run(job).state == JobState.DONE
    assert list(Placement.objects.values_list()) == before
