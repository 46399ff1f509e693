"""Random histories of a convening against the rules that never break: the joint gate, capacity, the order of the line.

The invariants read rows and think for themselves; they ask none of the questions that the code asks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agreements.models import Commitment, Party
from convenings.domain import convenings, statements
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain import admission, attendees, checking, holds, offers, offices, promising, selecting, teams
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Selection, Team
from registration.signals import place_changed
from tests.registration.factories import BY, CLOSING, NOW, PROMISES, draft_of, make_convening, sign

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_TEAMS = 5
TAKING = ["selected", "offered", "in_check", "held", "confirmed"]
MODES = st.sampled_from(["first_complete", "selection"])
PROMOTIONS = st.sampled_from(["automatic", "confirmed"])
any_one = st.integers(min_value=0, max_value=11)


class History(RuleBasedStateMachine):
    """One convening with room for two teams and eight people, and whatever happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.convening = make_convening(capacity_teams=2, capacity_people=8, members_most=5, grace_days=6)
        self.at = NOW
        self.members = 0
        self.faults: list[str] = []
        self.offered_until: dict[int, Any] = {}
        place_changed.connect(self.watch)

    def teardown(self) -> None:
        place_changed.disconnect(self.watch)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def watch(self, sender: object, team: Team, was: str, **extra: Any) -> None:
        """Nobody who waits is passed: at the moment of a confirmation no lower number stands in line."""
        passed = Team.objects.filter(convening_id=team.convening_id, place="waitlisted", state="committed")
        ahead = passed.filter(completion__lt=team.completion).exists()
        taken = team.place in ("confirmed", "in_check", "offered")
        if taken and was in ("none", "waitlisted", "released") and ahead:
            self.faults.append(f"{team} passed somebody.")
        if team.place == "confirmed" and was != "held" and team.convening.holders_checked_first and unchecked(team):
            self.faults.append(f"{team} was confirmed unchecked.")
        if was == "offered" and team.place in ("confirmed", "in_check") and self.at >= self.offered_until[team.pk]:
            self.faults.append(f"{team} accepted too late.")
        if team.place == "offered":
            self.offered_until[team.pk] = team.place_held_until_at

    def attempt(self, act: Any, **arguments: Any) -> None:
        """What may be refused; whatever else goes wrong is a fault."""
        try:
            with transaction.atomic():
                act(**{"by": BY, "at": self.at} | arguments)
        except Refusal:
            pass

    def team(self, number: int) -> Team | None:
        found = list(Team.objects.filter(convening=self.convening).order_by("pk"))
        return found[number % len(found)] if found else None

    def party(self, number: int) -> Party | None:
        asked = Party.objects.filter(agreement__convening_id=self.convening.pk, signatory__isnull=False)
        found = list(asked.select_related("signatory").order_by("pk"))
        return found[number % len(found)] if found else None

    def answer(self, number: int, act: Any, **arguments: Any) -> None:
        if (party := self.party(number)) is not None:
            self.attempt(act, party=party, **{"by": f"person:{party.signatory_id}"} | arguments)

    @precondition(lambda self: Team.objects.filter(convening=self.convening).count() < MOST_TEAMS)
    @rule(kind=st.sampled_from(["district", "district", "state"]), ready=st.booleans())
    def register(self, kind: str, ready: bool) -> None:
        draft = draft_of(self.convening, kind=kind)
        team = teams.register_team(convening=self.convening, **draft, by=BY, at=self.at)
        teams.invite_signatories(team=team, by=BY, at=self.at)
        for party in Party.objects.filter(agreement=team.agreement_id).exclude(signatory=None).order_by("pk")[1:]:
            if ready:
                sign(party, at=self.at)

    @rule(number=any_one)
    def promise(self, number: int) -> None:
        self.answer(number, lambda party, by, at: sign(party, at=at))

    @rule(number=any_one)
    def promise_all(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            for party in Party.objects.filter(agreement=team.agreement_id).exclude(signatory=None).order_by("pk"):
                self.attempt(lambda by, at, party=party: sign(party, at=at))

    @rule(number=any_one)
    def decline(self, number: int) -> None:
        self.answer(number, promising.decline, reason="No")

    @rule(number=any_one)
    def defer(self, number: int) -> None:
        self.answer(number, promising.defer, until_on=date(2027, 3, 30))

    @rule(number=any_one)
    def withdraw(self, number: int) -> None:
        self.answer(number, promising.withdraw, reason="No")

    @rule(number=any_one)
    def ask_again(self, number: int) -> None:
        self.answer(number, promising.reopen)

    @rule(number=any_one)
    def has_none(self, number: int) -> None:
        self.answer(number, offices.report_missing)
        self.answer(number, offices.accept_missing)

    @rule(number=any_one)
    def leave(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            self.attempt(teams.withdraw_team, team=team, reason="")

    @rule(number=any_one)
    def come_back(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            self.attempt(teams.reopen_team, team=team)

    @rule(number=any_one)
    def add_member(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            self.members += 1
            person = PersonDraft(f"Member {self.members}", f"m{self.members}@example.org")
            self.attempt(attendees.add_member, team=team, person=person, job="", side="")

    @rule(number=any_one)
    def cancel_member(self, number: int) -> None:
        found = list(Attendee.objects.filter(convening=self.convening, office="").order_by("pk"))
        if found:
            self.attempt(attendees.cancel_attendee, attendee=found[number % len(found)])

    @rule(teams=st.integers(1, 4), people=st.integers(3, 14))
    def change_capacity(self, teams: int, people: int) -> None:
        changes = {"capacity_teams": teams, "capacity_people": people}
        self.attempt(convenings.change_convening, convening=self.convening, changes=changes)

    @rule(material=st.booleans(), sides=st.sampled_from([None, ["union"], ["district", "board"]]))
    def change_text(self, material: bool, sides: list[str] | None) -> None:
        self.attempt(
            statements.publish_statement,
            convening=self.convening,
            opening="Another text",
            promises=PROMISES,
            closing=CLOSING,
            material=material,
            sides=sides,
        )

    @rule(hours=st.integers(1, 90))
    def wait(self, hours: int) -> None:
        if self.at + timedelta(hours=hours) < self.convening.promise_by_at:
            self.at += timedelta(hours=hours)
        admission.lapse_overdue(at=self.at)
        offers.expire_offers(at=self.at)
        holds.end_holds(at=self.at)
        selecting.send_letters(at=self.at)

    @initialize(mode=MODES, promotion=PROMOTIONS, checked=st.booleans())
    def begin(self, mode: str, promotion: str, checked: bool) -> None:
        self.change_admission(mode, promotion, checked)
        for number in range(4):  # two come, two wait
            self.register("district", ready=True)
            self.promise_all(number)

    @rule(mode=MODES, promotion=PROMOTIONS, checked=st.booleans())
    def change_admission(self, mode: str, promotion: str, checked: bool) -> None:
        changes = {"admission": mode, "promotion": promotion, "offer_days": 2, "holders_checked_first": checked}
        self.attempt(convenings.change_convening, convening=self.convening, changes=changes)

    @rule(number=any_one)
    def check(self, number: int) -> None:
        self.answer(number, checking.check_holder, source="Their page", by=BY)

    @rule(number=any_one)
    def check_all(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            for party in Party.objects.filter(agreement=team.agreement_id).exclude(signatory=None).order_by("pk"):
                self.attempt(checking.check_holder, party=party, source="Their page")

    @rule(number=any_one, accepts=st.booleans())
    def answer_offer(self, number: int, accepts: bool) -> None:
        offered = list(Team.objects.filter(convening=self.convening, place="offered").order_by("pk"))
        if offered:
            act = offers.accept_offer if accepts else offers.decline_offer
            self.attempt(act, team=offered[number % len(offered)])

    @rule(number=any_one)
    def stand_in_line_again(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            self.attempt(offers.queue_again, team=team)

    @rule(number=any_one, hours=st.integers(1, 90))
    def hold(self, number: int, hours: int) -> None:
        if (team := self.team(number)) is not None:
            self.attempt(holds.hold_team, team=team, until_at=self.at + timedelta(hours=hours), reason="")

    @rule(number=any_one)
    def end_hold(self, number: int) -> None:
        if (team := self.team(number)) is not None:
            self.attempt(holds.end_hold, team=team)

    @rule(chosen=st.sets(any_one, max_size=3), hours=st.integers(1, 90))
    def select(self, chosen: set[int], hours: int) -> None:
        waiting = list(Team.objects.filter(convening=self.convening, state="committed", place="none").order_by("pk"))
        ids = {waiting[number % len(waiting)].pk for number in chosen} if waiting else set()
        until = self.at + timedelta(hours=hours)
        self.attempt(selecting.apply_selection, convening=self.convening, chosen=ids, letters_at=until)

    @rule()
    def take_the_selection_back(self) -> None:
        self.attempt(selecting.undo_selection, convening=self.convening)

    @invariant()
    def the_rules_hold(self) -> None:
        rows = Rows.of(self.convening)
        a_team_is_committed_exactly_when_all_its_sides_have_promised(rows)
        capacity_is_never_oversold(rows)
        places_fit_their_teams(rows)
        complete_teams_wait_without_a_stand_only_for_a_selection(rows)
        the_selected_are_those_of_the_selection_that_stands(rows)
        nobody_waits_while_the_first_in_line_would_fit(rows)
        who_is_in_check_waits_for_a_check(rows)
        numbers_are_taken_once(rows)
        assert self.faults == [], "Somebody was passed."


@dataclass(frozen=True)
class Rows:
    """All that stands in the tables, read once a step."""

    convening: Convening
    teams: list[Team]
    parties: list[Party]
    answers: list[Commitment]
    people: Counter[int | None]  # by team, without who has cancelled
    selections: list[Selection]

    @classmethod
    def of(cls, convening: Convening) -> "Rows":
        teams = list(Team.objects.filter(convening=convening))
        agreements = [team.agreement_id for team in teams]
        people = Attendee.objects.filter(team__in=teams, cancelled_at=None).values_list("team_id", flat=True)
        return cls(
            convening=Convening.objects.select_related("statement__current").get(pk=convening.pk),
            teams=teams,
            parties=list(Party.objects.filter(agreement__in=agreements)),
            answers=list(
                Commitment.objects.filter(party__agreement__in=agreements).order_by("number").select_related("version")
            ),
            people=Counter(people),
            selections=list(Selection.objects.filter(convening=convening, undone_at=None)),
        )

    @property
    def placed(self) -> list[Team]:
        return [team for team in self.teams if team.place in TAKING]

    def room_for(self, teams: int, people: int) -> bool:
        taken = sum(self.people[team.pk] for team in self.placed)
        return (
            len(self.placed) + teams <= self.convening.capacity_teams
            and taken + people <= self.convening.capacity_people
        )


def a_team_is_committed_exactly_when_all_its_sides_have_promised(rows: Rows) -> None:
    current = rows.convening.statement.current  # type: ignore[union-attr]
    for team in rows.teams:
        complete = True
        for party in (one for one in rows.parties if one.agreement_id == team.agreement_id):
            answers = [one for one in rows.answers if one.party_id == party.pk]
            assert [one.number for one in answers] == list(range(1, len(answers) + 1))
            assert party.answer_id == (answers[-1].pk if answers else None)
            last = answers[-1] if answers else None
            counts = last is not None and last.state == "signed" and last.version.number >= current.counts_from  # type: ignore[union-attr]
            needed = party.requirement == "required" or (
                party.requirement == "required_if_exists" and party.accepted_missing_at is None
            )
            complete = complete and (counts or not needed)
        if team.state in ("committing", "committed"):
            assert (team.state == "committed") is complete, f"{team} is {team.state}"


def capacity_is_never_oversold(rows: Rows) -> None:
    assert rows.room_for(0, 0)


def places_fit_their_teams(rows: Rows) -> None:
    allowed = {
        "none": {"draft", "committing", "committed", "declined", "lapsed", "withdrawn"},
        "selected": {"committed", "committing"},
        "offered": {"committed"},
        "in_check": {"committed"},
        "confirmed": {"committed"},
        "held": {"committed", "committing"},
        "waitlisted": {"committed", "committing"},
        "released": {"committing", "committed", "declined", "lapsed", "withdrawn"},
    }
    for team in rows.teams:
        assert team.state in allowed[team.place], f"{team} is {team.state} and {team.place}"


def complete_teams_wait_without_a_stand_only_for_a_selection(rows: Rows) -> None:
    waiting = [team for team in rows.teams if (team.state, team.place) == ("committed", "none")]
    sent = any(selection.sent_at for selection in rows.selections)
    assert not waiting or (rows.convening.admission == "selection" and not sent)


def the_selected_are_those_of_the_selection_that_stands(rows: Rows) -> None:
    selected = {team.pk for team in rows.teams if team.place == "selected"}
    assert selected <= ({row["team"] for row in rows.selections[0].chosen} if rows.selections else set())


def nobody_waits_while_the_first_in_line_would_fit(rows: Rows) -> None:
    line = [team for team in rows.teams if (team.state, team.place) == ("committed", "waitlisted")]
    if line:
        first = min(line, key=lambda team: team.completion or 0)
        assert not rows.room_for(1, rows.people[first.pk]), f"{first} waits for nothing."


def who_is_in_check_waits_for_a_check(rows: Rows) -> None:
    in_check = [team for team in rows.teams if team.place == "in_check"]
    assert not in_check or rows.convening.holders_checked_first
    assert all(unchecked(team) for team in in_check), "A place waits for nobody."


def unchecked(team: Team) -> bool:
    """Whether an office that the team needs has a holder whom nobody has checked."""
    needed = Party.objects.filter(agreement=team.agreement_id, checked_at=None).exclude(requirement="optional")
    return needed.exclude(requirement="required_if_exists", accepted_missing_at__isnull=False).exists()


def numbers_are_taken_once(rows: Rows) -> None:
    numbers = [team.completion for team in rows.teams if team.completion is not None]
    assert len(numbers) == len(set(numbers))
    assert max(numbers, default=0) <= rows.convening.completions


def test_random_histories() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            phases=[Phase.generate],  # shrinking a history of this size takes minutes
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
