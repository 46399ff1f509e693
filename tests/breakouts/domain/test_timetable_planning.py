"""A timetable is looked for as long work, proposed, applied and undone; nothing moves before an organizer says so."""

from dataclasses import asdict
from typing import Any

import pytest

from breakouts.domain import timetable_planning
from breakouts.domain.availability import add_absence, shut_room
from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.sessions import SessionPinned, pin_session, place_session, remove_session
from breakouts.domain.terms import Terms, set_terms
from breakouts.domain.timetable_applying import MovedSinceApplied, ScheduleChanged, plan_again
from breakouts.domain.timetable_from_sessions import problem_of, wishes_in
from breakouts.domain.timetable_planning import (
    ClashIds,
    NothingToTimetable,
    RulesContradict,
    ask_timetable,
    proposals_of,
)
from breakouts.domain.timetable_releasing import RuleUnknown, clash_of, release_rule
from breakouts.models import Presentation, Session
from breakouts.states import SessionKind, TimetableMode
from convenings.models import Convening
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from jobs.states import JobState, ProposalState
from journal.models import Entry
from registration.models import Attendee
from tests.breakouts.choice_factories import UNTIL, members
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot


@pytest.fixture(autouse=True)
def few_iterations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable_planning, "ITERATIONS", 2_000)


@pytest.fixture
def day(convening: Convening) -> dict[str, Any]:
    """Two rooms, two times: "One" and "Two" at nine, "Three" at eleven, "Four" nowhere; a lunch that is everybody's."""
    rooms = room(convening, "203"), room(convening, "204")
    slots = slot(convening, 9), slot(convening, 11)
    lunch = placed(rooms[0], slot(convening, 13, label="Lunch"), "Lunch", kind=SessionKind.MEAL)
    made = {
        "One": placed(rooms[0], slots[0], "One", (presenter(convening, "王小明"),)),
        "Two": placed(rooms[1], slots[0], "Two"), "Three": placed(rooms[0], slots[1], "Three"),
        "Four": session(convening, "Four"),
    }  # fmt: skip
    return {"rooms": rooms, "slots": slots, "lunch": lunch, **made}


def want(who: Attendee, *sessions: Session) -> None:
    set_choosing_time(convening=who.convening, from_at=None, until_at=UNTIL, by=BY, at=AT)
    by_slot: dict[int, list[int]] = {}
    for one in sessions:
        by_slot.setdefault(one.slot_id or 0, []).append(one.pk)
    wishes = [Wish(when, tuple(ranked)) for when, ranked in by_slot.items()]
    choose(attendee=who, wishes=wishes, by=BY, at=AT)


def proposed(convening: Convening, mode: str = "least") -> Proposal | None:
    job = ask_timetable(convening=convening, mode=mode, by=BY, at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE, Job.objects.get(pk=job.pk).error
    return Proposal.objects.filter(job=job).first()


def stands(convening: Convening) -> dict[str, tuple[str, str]]:
    rows = Session.objects.filter(convening=convening, slot__isnull=False)
    return {title: (where, when) for title, where, when in rows.values_list("title", "room__name", "slot__label")}


def test_the_problem_is_what_stands(convening: Convening, day: dict[str, Any]) -> None:
    ann = presenter(convening, "Ann Teller")
    when = day["slots"][1]
    add_absence(attendee=ann, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    shut_room(room=day["rooms"][1], starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    add_presenter(session=day["One"], attendee=ann, by=BY, at=AT)
    set_terms(session=day["Two"], terms=Terms(topic="Pay", demand=70, comes_after=None), by=BY, at=AT)
    set_terms(session=day["Four"], terms=Terms(topic="pay", track="T", comes_after=day["One"].pk), by=BY, at=AT)
    pin_session(session=day["Three"], pinned=True, version=1, by=BY, at=AT)
    want(members(convening, 1)[0], day["One"], day["Two"])
    reading = problem_of(read_schedule(convening), wishes_in(convening), mode=TimetableMode.LEAST)
    at = {title: reading.sessions.index(day[title].pk) for title in ("One", "Two", "Three", "Four")}
    problem = reading.problem
    assert (problem.rooms, problem.slots, problem.sessions) == (2, 2, 4)  # without the lunch and its time
    assert [set(wishes) for wishes in problem.wishes] == [{at["One"], at["Two"]}]
    assert problem.available[at["One"]] == (True, False)
    assert problem.shut == frozenset({(1, 1)})
    assert problem.overflow[at["Two"]] == (10, 10)
    assert {frozenset(pair) for pair in problem.apart} == {frozenset({at["Two"], at["Four"]})}
    assert problem.before == frozenset({(at["One"], at["Four"])})
    assert problem.pinned == {at["Three"]: (0, 1)}
    assert problem.standing[at["Four"]] is None
    assert problem.track[at["Four"]] == 0


def test_what_two_wish_apart_is_proposed_applied_and_undone(convening: Convening, day: dict[str, Any]) -> None:
    for who in members(convening, 2):
        want(who, day["One"], day["Two"])
    before = stands(convening)
    proposal = proposed(convening, "anew")
    assert proposal is not None
    assert stands(convening) == before
    lines = {line["key"]: (line["stands"], line["proposal"]) for line in proposal.figures["lines"]}
    assert (lines["missed_wishes"], lines["placed"]) == ((2, 0), (3, 4))
    proposals.apply(proposal=proposal, by=BY, at=AT)
    after = stands(convening)
    assert len(set(after.values())) == 5
    assert after["One"][1] != after["Two"][1]
    assert after["Lunch"] == before["Lunch"]
    slots = Presentation.objects.values_list("slot", "session__slot")
    assert all(mine == theirs for mine, theirs in slots)
    assert Entry.objects.filter(kind="session.placed", subject=f"session:{day['Four'].pk}").count() == 1
    proposal.refresh_from_db()
    proposals.undo(proposal=proposal, by=BY, at=AT)
    assert stands(convening) == before


def test_where_nothing_is_gained_nothing_is_proposed(convening: Convening, day: dict[str, Any]) -> None:
    place_session(session=day["Four"], room=day["rooms"][1], slot=day["slots"][1], version=0, by=BY, at=AT)
    assert proposed(convening) is None


def test_some_rows_are_accepted_and_the_others_pinned(convening: Convening, day: dict[str, Any]) -> None:
    when = day["slots"][0]
    shut_room(room=day["rooms"][0], starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    remove_session(session=day["Four"], by=BY, at=AT)
    proposal = proposed(convening)
    assert proposal is not None
    assert [(row["session"], row["why"]) for row in proposal.rows] == [(day["One"].pk, "rule")]
    job = plan_again(proposal=proposal, pinned=frozenset(), by=BY, at=AT)
    assert job.ended_at is None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    assert stands(convening)["One"] == ("204", "Breakouts 11")


def test_a_schedule_that_changed_refuses_it(convening: Convening, day: dict[str, Any]) -> None:
    proposal = proposed(convening)
    assert proposal is not None
    place_session(session=day["Four"], room=day["rooms"][1], slot=day["slots"][1], version=0, by=BY, at=AT)
    assert proposals.is_outdated(proposal)
    with pytest.raises(ScheduleChanged):
        proposals.apply(proposal=proposal, by=BY, at=AT)
    assert Proposal.objects.get().state == ProposalState.PROPOSED


def test_what_was_moved_since_is_not_undone(convening: Convening, day: dict[str, Any]) -> None:
    proposal = proposed(convening)
    assert proposal is not None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    moved = Session.objects.get(title="Four")
    pin_session(session=moved, pinned=True, version=moved.version, by=BY, at=AT)
    proposal.refresh_from_db()
    with pytest.raises(MovedSinceApplied):
        proposals.undo(proposal=proposal, by=BY, at=AT)


def test_nothing_to_timetable(convening: Convening) -> None:
    with pytest.raises(NothingToTimetable):
        ask_timetable(convening=convening, mode="anew", by=BY, at=AT)


def test_asked_for_once_at_a_time(convening: Convening, day: dict[str, Any]) -> None:
    first = ask_timetable(convening=convening, mode="anew", by=BY, at=AT)
    assert ask_timetable(convening=convening, mode="least", by=BY, at=AT) == first


def test_too_few_places_are_told(convening: Convening, day: dict[str, Any]) -> None:
    session(convening, "Five")
    with pytest.raises(RulesContradict):
        ask_timetable(convening=convening, mode="anew", by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert clash.rules == ()
    assert clash.words.startswith("There are 5 breakouts, and 4 rooms and times")


def test_each_rule_is_told_and_released(convening: Convening, day: dict[str, Any]) -> None:
    """One session in a place that is shut is released by its pin; three of one topic have two times between them."""
    when = day["slots"][0]
    set_terms(session=day["Three"], terms=Terms(needs=("sound",)), by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [(rule.kind, rule.session) for rule in clash.rules] == [("need", day["Three"].pk)]
    assert clash.rules[0].words == "“Three” needs microphones"
    release(convening, clash.rules[0])
    assert clash_of(convening, at=AT) is None
    pin_session(session=day["One"], pinned=True, version=1, by=BY, at=AT)
    shut_room(room=day["rooms"][0], starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    remove_session(session=day["Four"], by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [rule.kind for rule in clash.rules] == ["pinned"]
    release(convening, clash.rules[0])
    for title in ("One", "Two", "Three"):
        set_terms(session=day[title], terms=Terms(topic="Pay"), by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [rule.kind for rule in clash.rules] == ["apart"] * 3
    release(convening, clash.rules[0])
    assert clash_of(convening, at=AT) is None


def test_presenters_their_times_and_the_order_are_released(convening: Convening, day: dict[str, Any]) -> None:
    ann = presenter(convening, "Ann Teller")
    Presentation.objects.create(session=day["Four"], presenter=ann)
    add_absence(
        attendee=ann, starts_at=day["slots"][0].starts_at, ends_at=day["slots"][1].ends_at, by=BY, at=AT
    )
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [(rule.kind, rule.words) for rule in clash.rules] == [
        ("available", "Who presents “Four” cannot at all times: Ann Teller")
    ]
    release(convening, clash.rules[0])
    assert not ann.absences.exists()
    release_rule(convening=convening, kind="presenter", session=day["Four"], presenter=ann.pk, by=BY, at=AT)
    assert not ann.presentations.exists()
    set_terms(session=day["Four"], terms=Terms(comes_after=day["One"].pk), by=BY, at=AT)
    release_rule(convening=convening, kind="before", session=day["Four"], presenter=None, by=BY, at=AT)
    assert Session.objects.get(pk=day["Four"].pk).comes_after is None
    with pytest.raises(RuleUnknown):
        release_rule(convening=convening, kind="weather", session=day["Four"], presenter=None, by=BY, at=AT)


def test_a_pin_set_since_the_page_was_made_holds(convening: Convening, day: dict[str, Any]) -> None:
    for who in members(convening, 1):
        want(who, day["One"], day["Two"])
    proposal = proposed(convening, "anew")
    assert proposal is not None
    moved = next(row["session"] for row in proposal.rows if row["from_slot"] is not None)
    Session.objects.filter(pk=moved).update(is_pinned=True)
    with pytest.raises(SessionPinned):
        proposals.apply(proposal=proposal, by=BY, at=AT)


def test_a_contradiction_that_needs_a_search_is_kept_by_the_job(
    convening: Convening, day: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not seen at once is found by the worker, and told from its job."""
    set_terms(session=day["Three"], terms=Terms(needs=("sound",)), by=BY, at=AT)
    monkeypatch.setattr(timetable_planning, "plain_contradiction", lambda problem: None)
    monkeypatch.setattr("breakouts.domain.timetable_releasing.plain_contradiction", lambda problem: None)
    assert proposed(convening) is None
    job = Job.objects.get()
    assert job.result["clash"]["rules"] == [{"kind": "need", "sessions": [day["Three"].pk], "presenter": None}]
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert ([rule.kind for rule in clash.rules], clash.is_smallest) == (["need"], True)
    for kept, rules in ({**job.result["clash"], "is_smallest": False}, 1), (asdict(ClashIds((), 0, 0, False)), 0):
        Job.objects.update(result={"moved": 0, "clash": kept})
        clash = clash_of(convening, at=AT)
        assert clash is not None
        assert (len(clash.rules), clash.is_smallest) == (rules, False)
    assert clash.words.startswith("The time was too short to tell which rules are in the way.")
    Job.objects.update(result=job.result)
    remove_session(session=day["Three"], by=BY, at=AT)
    assert clash_of(convening, at=AT) is None
    assert proposals_of(convening) == []


def release(convening: Convening, rule: Any) -> None:
    found = Session.objects.get(pk=rule.session)
    release_rule(convening=convening, kind=rule.kind, session=found, presenter=rule.presenter, by=BY, at=AT)
