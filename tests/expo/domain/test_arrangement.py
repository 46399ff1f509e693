"""A floor is arranged as long work, proposed, applied and undone; nothing moves before an organizer says so."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from convenings.models import Convening
from expo.domain import arrangement
from expo.domain.applying import MovedSince, RowsDepend
from expo.domain.assignment import pin, place_team
from expo.domain.booths import make_booth
from expo.domain.floor_facts import read_floor
from expo.domain.floors import FloorChanged
from expo.domain.needs import set_needs
from expo.domain.requests import RequestDraft, write_request
from expo.models import Hall, Placement
from jobs.domain import proposals, work
from jobs.domain.proposals import NothingAccepted, ProposalDecided
from jobs.models import Job, Proposal
from jobs.states import JobState, ProposalState
from journal.models import Entry
from mail.models import Message
from registration.domain.teams import withdraw_team
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team

APPLYING, UNDOING = 32, 20  # statements


def stands(where: Hall) -> dict[str, int]:
    found = Placement.objects.standing().filter(booth__hall=where)
    return dict(found.values_list("team__name", "booth__number"))


def arranged(where: Hall, mode: str = "anew", **over: object) -> Proposal | None:
    job = arrangement.ask_arrangement(hall=where, mode=mode, by=BY, at=AT, **over)  # type: ignore[arg-type]
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE, Job.objects.get(pk=job.pk).error
    return Proposal.objects.filter(job=job).first()


@pytest.fixture
def where(convening: Convening) -> Hall:
    """Elgin and Peoria, both of Illinois, side by side at 101 and 102; 103 and 104 are free."""
    made = hall(convening)
    spots = booths(made, "", "", "", "power")
    for name, booth in zip(("Elgin", "Peoria"), spots, strict=False):
        team = make_team(convening, "confirmed", name=name, us_state="IL")
        place_team(booth=booth, team=team, by=BY, at=AT)
    made.refresh_from_db()
    return made


def team(name: str) -> Team:
    return Team.objects.get(name=name)


def test_a_search_ends_in_a_proposal_that_changes_nothing(where: Hall) -> None:
    proposal = arranged(where)
    assert proposal is not None
    assert (proposal.state, proposal.base_version, len(proposal.rows)) == (ProposalState.PROPOSED, where.version, 1)
    assert proposal.rows[0]["why"] == "not_same_state"
    lines = {line["key"]: line for line in proposal.figures["lines"]}
    assert (lines["same_state"]["stands"], lines["same_state"]["proposal"]) == (1, 0)
    assert lines["moved"]["proposal"] == 1
    assert stands(where) == {"Elgin": 101, "Peoria": 102}
    assert proposal.job is not None
    assert proposal.job.result == {"proposal": proposal.pk, "moved": 1}


def test_nothing_changed_so_nobody_moves(where: Hall) -> None:
    assert arranged(where, "least") is None
    assert Job.objects.get().result == {"moved": 0}


def test_run_again_after_its_worker_died_it_is_the_same_proposal(where: Hall) -> None:
    proposal = arranged(where)
    assert proposal is not None
    job = Job.objects.get()
    again = arrangement.run_arrangement(job, lambda done, total: None, at=AT)
    assert again == {"proposal": proposal.pk, "moved": 1}
    assert Proposal.objects.count() == 1


def test_what_goes_on_is_not_asked_for_twice(where: Hall) -> None:
    first = arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    assert arrangement.ask_arrangement(hall=where, mode="least", by=BY, at=AT) == first


def test_a_newer_proposal_outdates_the_one_that_waits(where: Hall) -> None:
    first, second = arranged(where), arranged(where)
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert (first.state, second.state) == (ProposalState.OUTDATED, ProposalState.PROPOSED)
    with pytest.raises(ProposalDecided):
        proposals.apply(proposal=first, by=BY, at=AT)


def test_applied_it_moves_who_is_in_it_and_undone_it_moves_them_back(where: Hall) -> None:
    proposal = arranged(where)
    assert proposal is not None
    applied = proposals.apply(proposal=proposal, by=BY, at=AT)
    assert applied.state == ProposalState.APPLIED
    row = proposal.rows[0]
    assert stands(where)[Team.objects.get(pk=row["team"]).name] == row["to"]
    where.refresh_from_db()
    assert where.version == proposal.base_version + 1
    proposals.undo(proposal=proposal, by=BY, at=AT)
    assert stands(where) == {"Elgin": 101, "Peoria": 102}
    kinds = list(Entry.objects.filter(subject=f"proposal:{proposal.pk}").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["proposal.made", "proposal.applied", "proposal.undone"]
    for step in (proposals.apply, proposals.undo, proposals.discard):
        with pytest.raises(ProposalDecided):
            step(proposal=proposal, by=BY, at=AT)


def test_discarded_it_is_not_applied_any_more(where: Hall) -> None:
    proposal = arranged(where)
    assert proposal is not None
    for __ in range(2):
        assert proposals.discard(proposal=proposal, by=BY, at=AT).state == ProposalState.REFUSED
    with pytest.raises(ProposalDecided):
        proposals.apply(proposal=proposal, by=BY, at=AT)


def hand_move(where: Hall) -> None:
    place_team(booth=where.booths.get(number=103), team=team("Elgin"), by=BY, at=AT)


def another_pin(where: Hall) -> None:
    pin(placement=Placement.objects.get(team=team("Elgin")), pinned=True, by=BY, at=AT)


def withdrawn(where: Hall) -> None:
    withdraw_team(team=team("Elgin"), reason="The board voted no.", by=BY, at=AT)


def another_need(where: Hall) -> None:
    for name in ("Elgin", "Peoria"):
        set_needs(team=team(name), needs=["screen"], by=BY, at=AT)


@pytest.mark.parametrize("change", [hand_move, another_pin, withdrawn, another_need])
def test_a_floor_that_changed_since_is_left_alone(where: Hall, change: Callable[[Hall], None]) -> None:
    proposal = arranged(where)
    assert proposal is not None
    change(where)
    before = list(Placement.objects.values_list())
    with pytest.raises(FloorChanged):
        proposals.apply(proposal=proposal, by=BY, at=AT)
    assert list(Placement.objects.values_list()) == before
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED
    if change is not another_need:
        assert proposals.is_outdated(proposal)


@pytest.mark.parametrize("change", [hand_move, another_pin, withdrawn])
def test_what_moved_since_is_not_undone(where: Hall, change: Callable[[Hall], None]) -> None:
    for name in ("Elgin", "Peoria"):
        set_needs(team=team(name), needs=["power"] if name == "Elgin" else [], by=BY, at=AT)
    proposal = arranged(where, "least")
    assert proposal is not None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    assert stands(where) == {"Elgin": 104, "Peoria": 102}
    set_needs(team=team("Elgin"), needs=[], by=BY, at=AT)
    change(where)
    before = list(Placement.objects.values_list())
    with pytest.raises(MovedSince):
        proposals.undo(proposal=proposal, by=BY, at=AT)
    assert list(Placement.objects.values_list()) == before


def test_a_booth_that_was_taken_since_is_not_given_back(where: Hall) -> None:
    set_needs(team=team("Elgin"), needs=["power"], by=BY, at=AT)
    proposal = arranged(where, "least")
    assert proposal is not None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    meriden = make_team(where.convening, "confirmed", name="Meriden")
    place_team(booth=where.booths.get(number=101), team=meriden, by=BY, at=AT)
    with pytest.raises(MovedSince, match="Booth 101, where Elgin stood, is taken"):
        proposals.undo(proposal=proposal, by=BY, at=AT)


def test_who_changes_places_does_so_together_or_not_at_all(where: Hall) -> None:
    """Elgin needs the only power, at 104, and Meriden stands there already."""
    meriden = make_team(where.convening, "confirmed", name="Meriden", us_state="CT")
    place_team(booth=where.booths.get(number=104), team=meriden, by=BY, at=AT)
    set_needs(team=team("Elgin"), needs=["power"], by=BY, at=AT)
    proposal = arranged(where, "least")
    assert proposal is not None
    assert {row["team"] for row in proposal.rows} == {team("Elgin").pk, meriden.pk}
    with pytest.raises(RowsDepend, match="Elgin cannot move to booth 104 while Meriden stays there"):
        proposals.apply(proposal=proposal, accepted=frozenset({str(team("Elgin").pk)}), by=BY, at=AT)
    with pytest.raises(NothingAccepted):
        proposals.apply(proposal=proposal, accepted=frozenset(), by=BY, at=AT)
    assert stands(where) == {"Elgin": 101, "Peoria": 102, "Meriden": 104}


def test_rows_are_accepted_one_by_one_and_the_others_pinned(where: Hall) -> None:
    make_booth(hall=where, number=200, x=0, y=40, features=["screen"], by=BY, at=AT)
    elgin, peoria = team("Elgin"), team("Peoria")
    set_needs(team=elgin, needs=["power"], by=BY, at=AT)
    set_needs(team=peoria, needs=["screen"], by=BY, at=AT)
    proposal = arranged(where, "least")
    assert proposal is not None
    assert {row["team"]: row["to"] for row in proposal.rows} == {elgin.pk: 104, peoria.pk: 200}
    proposals.apply(proposal=proposal, accepted=frozenset({str(elgin.pk)}), by=BY, at=AT)
    assert stands(where) == {"Elgin": 104, "Peoria": 102}
    assert list(Placement.objects.order_by("team").values_list("is_pinned", flat=True)) == [False, True]


@pytest.mark.parametrize("more", [1, 3])
def test_applying_costs_as_many_statements_for_many_teams(
    where: Hall, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Of pairs that want screens one is moved, the other kept and pinned."""
    spots = [make_booth(hall=where, number=200 + n, x=10 * n, y=40, by=BY, at=AT) for n in range(2 * more)]
    for n in range(2 * more):
        make_booth(hall=where, number=300 + n, x=10 * n, y=20, features=["screen"], by=BY, at=AT)
        place_team(booth=spots[n], team=make_team(where.convening, "confirmed", name=f"Team {n}"), by=BY, at=AT)
        set_needs(team=team(f"Team {n}"), needs=["screen"], by=BY, at=AT)
    proposal = arranged(where, "least")
    assert proposal is not None
    accepted = frozenset(row["key"] for row in proposal.rows[::2])
    assert len(accepted) == more
    with django_assert_num_queries(APPLYING):
        proposals.apply(proposal=proposal, accepted=accepted, by=BY, at=AT)
    assert Placement.objects.filter(is_pinned=True).count() == more
    with django_assert_num_queries(UNDOING):
        proposals.undo(proposal=proposal, by=BY, at=AT)


def test_who_has_no_booth_gets_one_and_loses_it_again(where: Hall) -> None:
    make_team(where.convening, "confirmed", name="Meriden", us_state="CT")
    proposal = arranged(where, "least")
    assert proposal is not None
    assert [(row["stood"], row["why"]) for row in proposal.rows] == [(None, "new")]
    proposals.apply(proposal=proposal, by=BY, at=AT)
    assert stands(where)["Meriden"] in {103, 104}
    proposals.undo(proposal=proposal, by=BY, at=AT)
    assert "Meriden" not in stands(where)


def test_an_empty_hall_and_a_floor_without_teams_are_sentences(convening: Convening) -> None:
    empty = hall(convening)
    with pytest.raises(arrangement.NoBooths):
        arrangement.ask_arrangement(hall=empty, mode="anew", by=BY, at=AT)
    booths(empty, "")
    with pytest.raises(arrangement.NobodyToPlace):
        arrangement.ask_arrangement(hall=empty, mode="anew", by=BY, at=AT)
    assert not Job.objects.exists()


def test_contradicting_rules_are_refused_before_the_search(where: Hall) -> None:
    set_needs(team=team("Elgin"), needs=["screen"], by=BY, at=AT)
    with pytest.raises(arrangement.RulesContradict):
        arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    assert not Job.objects.exists()


def test_who_cannot_stand_may_be_left_out(where: Hall) -> None:
    meriden = make_team(where.convening, "confirmed", name="Meriden", us_state="IL")
    set_needs(team=meriden, needs=["screen"], by=BY, at=AT)
    with pytest.raises(arrangement.RulesContradict):
        arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    proposal = arranged(where, leave_out=True)
    assert proposal is not None
    assert proposal.figures["unplaced"] == [{"team": meriden.pk, "reason": "No booth offers screen."}]


def test_more_teams_than_booths_the_later_ones_stay_without(where: Hall) -> None:
    later = [make_team(where.convening, "confirmed", name=f"Later {n}", us_state="ME") for n in range(3)]
    proposal = arranged(where)
    assert proposal is not None
    assert [left["team"] for left in proposal.figures["unplaced"]] == [later[2].pk]
    proposals.apply(proposal=proposal, by=BY, at=AT)
    assert len(stands(where)) == 4


def test_a_team_that_withdrew_is_no_part_of_the_floor(where: Hall) -> None:
    withdrawn(where)
    assert [facts.name for facts in read_floor(where).floor.teams] == ["Peoria"]


def test_requests_are_weighed(where: Hall) -> None:
    meriden = make_team(where.convening, "confirmed", name="Meriden", us_state="CT")
    far = make_booth(hall=where, number=200, x=0, y=40, zone="By the stage", by=BY, at=AT)
    draft = RequestDraft(zones=("By the stage",), apart=frozenset({team("Peoria").pk}))
    write_request(team=meriden, draft=draft, by=BY, at=AT)
    proposal = arranged(where)
    assert proposal is not None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    assert stands(where)["Meriden"] == far.number


def test_teams_in_another_hall_stay_there(where: Hall) -> None:
    other = hall(where.convening)
    (booth,) = booths(other, "")
    meriden = make_team(where.convening, "confirmed", name="Meriden")
    place_team(booth=booth, team=meriden, by=BY, at=AT)
    proposal = arranged(where)
    assert proposal is not None
    assert meriden.pk not in {row["team"] for row in proposal.rows}


def test_the_judge_stops_what_breaks_a_rule(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    from expo.domain import arranging

    wrong = arranging.Solution((0, 0), 0, 1)
    monkeypatch.setattr(arranging, "arrange", lambda *args, **kwargs: wrong)
    job = arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.FAILED
    assert not Proposal.objects.exists()


def test_cancelled_in_the_middle_it_proposes_nothing(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "TELL_EVERY", 0)
    job = arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    Job.objects.filter(pk=job.pk).update(cancel_asked_at=AT)
    assert work.run(job_id=job.pk, at=AT) == JobState.CANCELLED
    assert not Proposal.objects.exists()


def test_applying_loads_no_solver(where: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a web process does works without the library of the search."""
    import sys

    proposal = arranged(where)
    assert proposal is not None
    for name in [name for name in sys.modules if name.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    proposals.apply(proposal=proposal, by=BY, at=AT)
    proposals.undo(proposal=proposal, by=BY, at=AT)
    arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)


def test_teams_are_told_once(where: Hall) -> None:
    proposal = arranged(where)
    assert proposal is not None
    proposals.apply(proposal=proposal, by=BY, at=AT)
    message = Message.objects.get(occasion="booth.told")
    assert message.refs["team"] == proposal.rows[0]["team"]
    assert message.due_at > AT
    proposals.undo(proposal=proposal, by=BY, at=AT)
    assert Message.objects.filter(occasion="booth.told").count() == 1


