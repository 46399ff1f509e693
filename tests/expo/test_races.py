"""Two organizers and one booth, at the same moment. And the proof that the lock does it."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from expo.domain import arrangement, assignment, drawing
from expo.domain import booths as drawn
from expo.models import Booth, Hall, Placement
from jobs import proposal_kinds
from jobs.domain import proposals, work
from jobs.models import Proposal
from journal.models import Entry
from mail.models import Message
from registration.domain.teams import withdraw_team
from tests.expo.factories import AT, BY, booths, hall
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening, make_team

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def kinds(ended: list[Any]) -> list[str]:
    return sorted(type(end).__name__ for end in ended)


@pytest.fixture
def meet_after_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked at the booth before either writes, unless a lock keeps one of them out."""
    meeting, look = Meeting(), assignment._check_placing

    def look_and_wait(*args: Any) -> None:
        look(*args)
        meeting.wait()

    monkeypatch.setattr(assignment, "_check_placing", look_and_wait)


def race_for_a_booth(place: Any) -> list[Any]:
    convening = make_convening()
    (booth,) = booths(hall(convening), "")
    teams = [make_team(convening, "confirmed") for __ in range(2)]
    ended = together(*(lambda team=team: place(booth=booth, team=team, by=BY, at=AT) for team in teams))
    assert Placement.objects.filter(booth=booth).count() == 1
    return ended


def test_one_booth_for_two_teams(meet_after_looking: None) -> None:
    assert kinds(race_for_a_booth(assignment.place_team)) == ["BoothTaken", "Placement"]


def test_without_the_lock_the_loser_gets_no_sentence(
    meet_after_looking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    place: Any = assignment.place_team
    if connection.vendor == "sqlite":
        place = place.__wrapped__
    else:
        monkeypatch.setattr(
            assignment, "hold_halls", lambda *, convening_id: list(Hall.objects.filter(convening_id=convening_id))
        )
    assert kinds(race_for_a_booth(place)) == ["IntegrityError", "Placement"]


def test_two_assignments_at_once_place_everybody_once() -> None:
    convening = make_convening()
    halls = [hall(convening), hall(convening)]
    for where in halls:
        booths(where, "", "", "")
    for __ in range(4):
        make_team(convening, "confirmed")
    ended = together(*(lambda where=where: assignment.assign_booths(hall=where, by=BY, at=AT) for where in halls))
    assert kinds(ended) in (["FloorChanged", "Outcome"], ["Outcome", "Outcome"])  # the second may have looked too early
    for where in halls:
        assignment.assign_booths(hall=where, by=BY, at=AT)
    assert Placement.objects.count() == 4


def test_a_team_that_withdraws_while_it_is_placed_stands_nowhere() -> None:
    convening = make_convening()
    where = hall(convening)
    booths(where, "")
    team = make_team(convening, "confirmed")
    together(
        lambda: assignment.assign_booths(hall=where, by=BY, at=AT),
        lambda: withdraw_team(team=team, reason="The board voted no.", by=BY, at=AT),
    )
    assert not Placement.objects.standing().exists()
    assert not Placement.objects.exists()


def proposal_for(names: tuple[str, ...] = ("Elgin", "Peoria")) -> Any:
    """Two teams of one state side by side, and a proposal that parts them."""
    convening = make_convening()
    where = hall(convening)
    for booth, name in zip(booths(where, "", "", ""), names, strict=False):
        assignment.place_team(
            booth=booth, team=make_team(convening, "confirmed", name=name, us_state="IL"), by=BY, at=AT
        )
    job = arrangement.ask_arrangement(hall=where, mode="anew", by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    return Proposal.objects.get()


def test_two_who_apply_one_proposal_at_once_apply_it_once() -> None:
    proposal = proposal_for()
    ended = together(*(lambda: proposals.apply(proposal=proposal, by=BY, at=AT) for __ in range(2)))
    assert kinds(ended) == ["Proposal", "ProposalDecided"]
    assert Entry.objects.filter(kind="proposal.applied").count() == 1
    assert Message.objects.filter(occasion="booth.told").count() == len(proposal.rows)


def test_applying_without_the_lock_happens_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both have looked before either writes."""
    proposal = proposal_for()
    meeting, written = Meeting(), []

    def write(*args: Any, **kwargs: Any) -> dict[str, Any]:
        meeting.wait()
        written.append(kwargs)
        return {}

    kind = proposal_kinds.get(proposal.kind)
    monkeypatch.setitem(
        proposal_kinds._kinds, proposal.kind, replace(kind, apply=write, hold=lambda **kwargs: None)
    )
    monkeypatch.setattr(proposals, "_held", lambda proposal: Proposal.objects.get(pk=proposal.pk))
    apply: Any = proposals.apply
    if connection.vendor == "sqlite":
        apply = apply.__wrapped__
    together(*(lambda: apply(proposal=proposal, by=BY, at=AT) for __ in range(2)))
    assert len(written) == 2


def test_a_proposal_and_a_hand_move_at_once_lose_nothing() -> None:
    proposal = proposal_for()
    where = Hall.objects.get()
    elgin = where.convening.teams.get(name="Elgin")
    free = where.booths.get(number=103)
    ended = together(
        lambda: proposals.apply(proposal=proposal, by=BY, at=AT),
        lambda: assignment.place_team(booth=free, team=elgin, stood_at=101, by=BY, at=AT),
    )
    assert kinds(ended) in (
        ["FloorChanged", "Placement"], ["BoothTaken", "Proposal"], ["FloorChanged", "Proposal"],
    )  # fmt: skip
    assert Placement.objects.count() == 2
    assert len(set(Placement.objects.values_list("booth", flat=True))) == 2
    proposal.refresh_from_db()
    assert (proposal.state == "applied") == ("Proposal" in kinds(ended))


def test_two_searches_for_one_floor_leave_one_proposal_waiting() -> None:
    proposal = proposal_for()
    where = Hall.objects.get()
    reading = arrangement.check_arrangeable(where, leave_out=False)
    found = together(
        *(lambda: arrangement.find_proposal(where, reading, proposal.args, by=BY, at=AT) for __ in range(2))
    )
    assert kinds(found) == ["Proposal", "Proposal"]
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["outdated", "outdated", "proposed"]


def two_draw_one_booth(monkeypatch: pytest.MonkeyPatch, change: Any = drawn.change_booth) -> list[Any]:
    """Both have found the booth as they saw it before either writes, unless a lock keeps one of them out."""
    (booth,) = booths(hall(make_convening()), "")
    seen = drawing.newest_step(booth.hall)
    meeting, look = Meeting(), drawing._check_unchanged

    def look_and_wait(*args: Any, **kwargs: Any) -> None:
        look(*args, **kwargs)
        meeting.wait()

    monkeypatch.setattr(drawing, "_check_unchanged", look_and_wait)
    moves = ((BY, 20), ("user:2", 40))
    return together(*(lambda by=by, x=x: change(booth=booth, x=x, seen=seen, by=by, at=AT) for by, x in moves))


def test_two_who_draw_one_booth_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = two_draw_one_booth(monkeypatch)
    assert kinds(ended) == ["Booth", "BoothChanged"]
    kept, refused = sorted(ended, key=lambda end: type(end).__name__)
    assert Booth.objects.get().x == kept.x
    assert f"place was 0, 0, is {kept.x}, 0" in str(refused)


def test_without_the_lock_the_second_overwrites_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    change: Any = drawn.change_booth
    if connection.vendor == "sqlite":
        change = change.__wrapped__
        monkeypatch.setattr(drawn, "draw", drawing.draw.__wrapped__)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(
            drawing, "hold_halls", lambda *, convening_id: list(Hall.objects.filter(convening_id=convening_id))
        )
    assert kinds(two_draw_one_booth(monkeypatch, change)) == ["Booth", "Booth"]
