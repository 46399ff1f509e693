"""A team's own page: what its coordinator sees and does, and what stays sealed."""

import itertools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Party
from convenings.domain.statements import publish_statement
from convenings.models import Convening
from mail.models import Message
from registration import mailing
from registration.domain import promising
from registration.models import Attendee, Team
from tests.registration.doors import as_coordinator, hold, stand_still
from tests.registration.factories import (
    BY,
    CLOSING,
    NOW,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    party_of,
    sign,
)

pytestmark = pytest.mark.django_db
SIDES = {"union_president": "union", "superintendent": "district", "board_president": "board"}


def address(team: Team, rest: str = "") -> str:
    return f"/team/{team.pk}/{rest}"


def page(client: Client, team: Team) -> str:
    """The page without what differs from request to request: the form's token."""
    shown = client.get(address(team)).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", shown)


class TestInviting:
    def test_a_draft_offers_the_button_and_pressing_it_writes_to_all_three(self, client: Client) -> None:
        team = make_team()
        as_coordinator(client, team)
        assert "Invite the leaders" in page(client, team)
        answer = client.post(address(team, "invite/"), follow=True)
        assert "The leaders have been invited." in answer.content.decode()
        team.refresh_from_db()
        assert team.state == "committing"
        assert Message.objects.filter(occasion="commitment.invited").count() == 3

    def test_pressing_twice_is_refused_in_words_and_writes_to_nobody_again(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        before = Message.objects.count()
        shown = client.post(address(team, "invite/"), follow=True).content.decode()
        assert "The team cannot go from where it stands to there." in shown
        assert Message.objects.count() == before


class TestSealed:
    """Before a team is complete the page is the same, byte by byte, whatever the others answered."""

    def after(self, client: Client, team: Team, answers: Callable[[], object]) -> str:
        """The page after these answers, which are then undone: the same team, the same numbers and names."""
        with transaction.atomic():
            answers()
            shown = page(client, team)
            transaction.set_rollback(True)
        return shown

    @pytest.mark.parametrize("own", list(SIDES))
    def test_it_does_not_tell_which_others_are_in(self, client: Client, own: str) -> None:
        team = make_team(state="committing", coordinator_side=SIDES[own])
        as_coordinator(client, team)
        others = [office for office in SIDES if office != own]

        def promised(offices: tuple[str, ...]) -> None:
            for hours, office in enumerate(offices):
                sign(party_of(team, office), at=NOW + timedelta(hours=hours))

        open_pages = {
            self.after(client, team, lambda signed=signed: promised(signed))
            for count in range(3)
            for signed in itertools.permutations(others, count)
        }
        assert len(open_pages) == 1  # with the own side open not even the count shows
        one_more = {self.after(client, team, lambda other=other: promised((other, own))) for other in others}
        assert len(one_more) == 1
        assert "2 of 3 are in" in one_more.pop()

    def test_declined_deferred_and_open_look_alike(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        seen = {self.after(client, team, lambda: None)}
        until = (NOW + timedelta(days=9)).date()
        for office in SIDES:
            party = party_of(team, office)
            by = f"person:{party.signatory_id}"
            for answer in (
                lambda party=party, by=by: promising.decline(party=party, reason="No time", by=by, at=NOW),
                lambda party=party, by=by: promising.defer(party=party, until_on=until, by=by, at=NOW),
            ):
                seen.add(self.after(client, team, answer))
        assert len(seen) == 1

    def test_once_the_own_side_is_in_the_count_shows(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        sign(party_of(team, "superintendent"))
        shown = page(client, team)
        assert 'aria-label="1 of 3 are in"' in shown
        assert "Your side is in." in shown
        assert shown.count("Sealed</span>") == 2

    def test_complete_it_shows_all_names_and_one_date_without_a_time(self, client: Client) -> None:
        team = make_team(state="confirmed")
        as_coordinator(client, team)
        shown = page(client, team)
        assert "Complete on Mon, March 1, 2027." in shown
        assert shown.count("<b>Promised</b>") == 3
        assert "Mon, Mar 1</time><span>Complete: all leaders have promised" in shown

    def test_an_optional_office_that_nobody_holds_is_no_promise(self, client: Client) -> None:
        team = make_team(state="confirmed", kind="state", coordinator_side="union")
        as_coordinator(client, team)
        shown = page(client, team)
        assert shown.count("<b>Promised</b>") == 3
        assert "<span>Optional</span>" in shown

    def test_the_history_tells_of_a_text_that_changed_since(self, client: Client) -> None:
        convening, at = make_convening(), NOW + timedelta(days=2)
        change(convening, "An early word", material=True, at=NOW - timedelta(days=9))
        team = make_team(convening, "confirmed")
        change(convening, "A better word", material=False, at=at)
        change(convening, "Another promise", material=True, sides=["board"], at=at + timedelta(days=1))
        as_coordinator(client, team)
        shown = page(client, team)
        history = shown[shown.index('<ol class="history">') :]
        assert history.count("The statement was worded anew; promises carry on") == 1
        assert history.count("The statement changed, and whoever it touches is asked again") == 1
        assert "board" not in history.split("The statement changed")[1].split("</li>")[0]

    def test_a_withdrawal_leaves_no_time_in_the_history(self, client: Client) -> None:
        team = make_team(state="confirmed")
        as_coordinator(client, team)
        union = party_of(team, "union_president")
        at = NOW + timedelta(days=2, hours=3)
        promising.withdraw(party=union, reason="A vote", by=f"person:{union.signatory_id}", at=at)
        shown = page(client, team)
        history = shown[shown.index('<ol class="history">') :]
        assert "Mar 3" not in history


def change(convening: Convening, opening: str, **how: Any) -> None:
    publish_statement(convening=convening, opening=opening, promises=PROMISES, closing=CLOSING, by=BY, **how)


class TestReminding:
    def test_the_own_side_once_a_day(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        own = party_of(team, "superintendent")
        remind = address(team, f"offices/{own.pk}/remind/")
        shown = client.post(remind, follow=True).content.decode()
        assert "a reminder is on its way" in shown
        assert f"You reminded {own.signatory}" in shown
        assert "was last reminded on Monday, March 1" in shown
        stand_still(monkeypatch, NOW + timedelta(hours=1))
        assert "A reminder went out in the last 24 hours." in client.post(remind, follow=True).content.decode()
        assert Message.objects.filter(occasion="commitment.reminder").count() == 1

    def test_it_looks_the_same_to_whoever_declined_and_writes_to_nobody(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        own = party_of(team, "superintendent")
        by = f"person:{own.signatory_id}"
        until = (NOW + timedelta(days=9)).date()
        seen = set()
        for answer in (
            lambda: None,
            lambda: promising.decline(party=own, reason="No", by=by, at=NOW),
            lambda: promising.defer(party=own, until_on=until, by=by, at=NOW),
        ):
            with transaction.atomic():
                answer()
                client.post(address(team, f"offices/{own.pk}/remind/"))
                seen.add(page(client, team))
                message = Message.objects.get(occasion="commitment.reminder")
                declined = Party.objects.with_answers().get(pk=own.pk).answer.state != "invited"
                assert (mailing.compose_asked(message, NOW) is None) == declined
                transaction.set_rollback(True)
        assert len(seen) == 1
        assert "You reminded" in seen.pop()

    def test_another_sides_office_is_not_to_be_found(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        for rest in ("remind/", "none/", ""):
            other = party_of(team, "union_president")
            assert client.post(address(team, f"offices/{other.pk}/{rest}")).status_code == 404
        assert not Message.objects.filter(occasion="commitment.reminder").exists()


class TestMembers:
    def test_adding_one(self, client: Client) -> None:
        team = make_team()
        as_coordinator(client, team)
        typed = {"name": "Teresa Yazzie", "email": "teresa@example.org", "job": "Teacher", "side": "union"}
        answer = client.post(address(team, "members/"), typed)
        assert answer.headers["Location"] == f"/team/{team.pk}/#members"
        shown = page(client, team)
        assert "Teresa Yazzie is on the team." in shown
        assert "Teresa Yazzie added to the team" in shown
        assert Attendee.objects.get(person__email="teresa@example.org").side == "union"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"email": "t@example.org"}, "Please give a name."),
            ({"name": "T", "email": "teresa@example"}, "“teresa@example” has no ending such as .org."),
            ({"name": "T", "email": "teresa"}, "“teresa” lacks the part before or after the @."),
        ],
    )
    def test_what_is_wrong_stands_beside_the_field_and_the_rest_is_kept(
        self, client: Client, typed: dict[str, str], words: str
    ) -> None:
        team = make_team()
        as_coordinator(client, team)
        answer = client.post(address(team, "members/"), {**typed, "job": "Coach of coaches"})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert words in shown
        assert 'value="Coach of coaches"' in shown
        assert '<details class="addmember" open>' in shown

    def test_the_domain_refuses_in_words(self, client: Client) -> None:
        team = make_team(make_convening(members_most=3))
        as_coordinator(client, team)
        answer = client.post(address(team, "members/"), {"name": "Teresa Yazzie", "email": "t@example.org"})
        assert answer.status_code == 422
        assert "A team has at most 3 members." in answer.content.decode()
        assert 'value="Teresa Yazzie"' in answer.content.decode()

    def test_taking_one_off_is_asked_first(self, client: Client) -> None:
        team = make_team(members=1)
        as_coordinator(client, team)
        member = team.members.get(office="")
        remove = address(team, f"members/{member.pk}/remove/")
        assert f"Keep {member.person.name}" in client.get(remove).content.decode()
        member.refresh_from_db()
        assert member.cancelled_at is None
        assert f"{member.person.name} is no longer on the team." in client.post(remove, follow=True).content.decode()
        member.refresh_from_db()
        assert member.cancelled_at == NOW

    def test_a_signatory_is_not_taken_off_and_nobody_of_another_team(self, client: Client) -> None:
        convening = make_convening()
        team, other = make_team(convening, members=1), make_team(convening, members=1)
        as_coordinator(client, team)
        signatory, stranger = team.members.exclude(office="").first(), other.members.get(office="")
        assert signatory is not None
        for member in (signatory, stranger):
            assert client.post(address(team, f"members/{member.pk}/remove/")).status_code == 404
        assert not Attendee.objects.exclude(cancelled_at=None).exists()


class TestCorrectingAHolder:
    def test_the_new_address_is_written_to(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        own = party_of(team, "superintendent")
        path = address(team, f"offices/{own.pk}/")
        assert own.signatory.email in client.get(path).content.decode()
        shown = client.post(path, {"name": "Karen Whitlock", "email": "karen@example.org"}, follow=True)
        assert "Saved." in shown.content.decode()
        assert "Address corrected: Superintendent" in shown.content.decode()
        assert Message.objects.filter(occasion="commitment.invited", to_address="karen@example.org").count() == 1

    def test_refusals_stand_beside_the_field(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        own, union = party_of(team, "superintendent"), party_of(team, "union_president")
        typed = {"name": "Karen Whitlock", "email": union.signatory.email}
        answer = client.post(address(team, f"offices/{own.pk}/"), typed)
        assert answer.status_code == 422
        assert "Somebody else on the team has this address." in answer.content.decode()
        assert 'value="Karen Whitlock"' in answer.content.decode()

    def test_after_the_promise_it_is_refused(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        own = party_of(team, "superintendent")
        sign(own)
        answer = client.post(address(team, f"offices/{own.pk}/"), {"name": "Another", "email": "a@example.org"})
        assert "This promise was given; its address stays on record." in answer.content.decode()
        own.signatory.refresh_from_db()
        assert own.signatory.email != "a@example.org"


def test_an_office_that_need_not_exist_is_reported_and_named(client: Client) -> None:
    team = make_team(kind="state", coordinator_side="union")
    as_coordinator(client, team)
    aft = party_of(team, "aft_president")
    shown = client.post(address(team, f"offices/{aft.pk}/none/"), follow=True).content.decode()
    assert "An organizer looks at it" in shown
    aft.refresh_from_db()
    assert aft.reported_missing_at == NOW


@pytest.mark.parametrize("state", ["draft", "committing", "confirmed", "waitlisted"])
def test_at_most_ten_statements_whatever_the_number_of_members(client: Client, state: str) -> None:
    convening = make_convening(capacity_teams=1, members_most=9)
    if state == "waitlisted":
        make_team(convening, "confirmed")
    costs = []
    for members in (1, 3):
        if state == "confirmed":
            convening = make_convening(members_most=9)
        team = make_team(convening, state, members=members)
        mine = as_coordinator(Client(), team)
        mine.get(address(team))
        with CaptureQueriesContext(connection) as spent:
            assert mine.get(address(team)).status_code == 200
        costs.append(len(spent))
    assert costs[0] == costs[1] <= 10


def test_without_the_link_to_this_very_team_there_is_no_way_in(client: Client) -> None:
    convening = make_convening()
    team, other = make_team(convening, members=1), make_team(convening, members=1)
    as_coordinator(client, other)
    member = team.members.get(office="")
    own = party_of(team, "superintendent")
    gets = ["", f"members/{member.pk}/remove/", f"offices/{own.pk}/"]
    posts = ["invite/", "members/", f"offices/{own.pk}/remind/", f"offices/{own.pk}/none/", *gets[1:]]
    assert {client.get(address(team, rest)).status_code for rest in gets} == {403}
    assert {client.post(address(team, rest)).status_code for rest in posts} == {403}
    # with the own link, ids of the other team in the rest of the address lead nowhere
    foreign = party_of(team, "superintendent")
    for rest in (f"members/{member.pk}/remove/", f"offices/{foreign.pk}/", f"offices/{foreign.pk}/remind/"):
        assert client.post(address(other, rest)).status_code == 404


def test_a_link_for_another_purpose_opens_nothing(client: Client) -> None:
    team = make_team(state="committing")
    party = parties_of(team)[0]
    hold(client, team.coordinator, "answer", f"party:{party.pk}")
    assert client.get(address(team)).status_code == 403


def test_before_inviting_the_lead_corrects_every_leader_and_afterwards_the_own_side_alone(client: Client) -> None:
    team = make_team()
    as_coordinator(client, team)
    union, own = party_of(team, "union_president").pk, party_of(team, "superintendent").pk
    where = address(team, f"offices/{union}/")
    assert where in page(client, team)
    assert client.post(where, {"name": "O'Brien-Nuñez", "email": "ana@example.org"}).status_code == 302
    assert party_of(team, "union_president").signatory.name == "O'Brien-Nuñez"
    client.post(address(team, "invite/"))
    shown = page(client, team)
    assert where not in shown
    assert address(team, f"offices/{own}/") in shown
    assert client.get(where).status_code == 404


def test_the_plan_that_is_due_leads_to_where_it_is_written(client: Client) -> None:
    team = make_team()
    as_coordinator(client, team)
    due = page(client, team).partition("The team’s plan is due.")[2].partition("</div>")[0]
    assert f'href="{address(team, "profile/")}"' in due


def test_what_is_not_stated_is_left_out_on_top(client: Client) -> None:
    team = make_team()
    Team.objects.filter(pk=team.pk).update(enrollment=None, locale="", diversity_percent=None, poverty_percent=20)
    as_coordinator(client, team)
    shown = page(client, team)
    assert '<p class="soft">20% in poverty' in " ".join(shown.split())
    assert "students not stated" not in shown
