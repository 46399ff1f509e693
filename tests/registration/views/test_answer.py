"""A signatory's page: reading writes nothing, promising twice is harmless, nothing tells who is missing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Commitment, Party
from convenings.domain import convenings, statements
from registration.domain import announcements, coordination, promising, teams
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.registration.doors import as_signatory, everything, hold, stand_still
from tests.registration.factories import (
    BY,
    CLOSING,
    NOW,
    OPENING,
    PROMISES,
    make_convening,
    make_team,
    parties_of,
    party_of,
    sign,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(state="committing")


@pytest.fixture
def own(team: Team, client: Client) -> Party:
    """The superintendent, who has opened the link."""
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    return party


def address(party: Party, rest: str = "") -> str:
    return f"/answer/{party.pk}/{rest}"


def shown(client: Client, party: Party, rest: str = "") -> str:
    return client.get(address(party, rest)).content.decode()


def filled(party: Party, **typed: str) -> dict[str, str]:
    """The form as a signatory sends it: all promises ticked, under the text that is in force."""
    version = Party.objects.with_answers().get(pk=party.pk).agreement.statement.current_id
    ticks = {f"promise_{number}": "on" for number in (1, 2, 3)}
    said = {"typed_name": "Karen Whitlock", "answer": "promise", "version": str(version)}
    return {**said, **seen(party), **ticks, **typed}


def seen(party: Party) -> dict[str, str]:
    """What a page opened now says in its form: which answer stands."""
    answer = Party.objects.with_answers().get(pk=party.pk).answer
    return {"seen": answer.mark if answer else ""}


def promise(client: Client, party: Party, **typed: str) -> str:
    data = filled(party, **typed)
    return client.post(address(party), data, follow=True).content.decode()


def test_the_last_promise_by_its_page_costs_few_statements(
    client: Client, own: Party, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for party in parties_of(team):
        if party.pk != own.pk:
            sign(party)
    data = filled(own)

    with django_assert_num_queries(19):  # two of them the savepoint in the test's own transaction
        assert client.post(address(own), data).status_code == 302
    assert Team.objects.get(pk=team.pk).state == "committed"


def test_its_own_sides_coordinator_is_named_and_written_to(client: Client, own: Party, team: Team) -> None:
    assert f"mailto:{team.coordinator.email}" in shown(client, own)
    union = party_of(team, "union_president")
    ana = PersonDraft("Ana O'Brien-Nuñez", "ana@example.org")
    coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    page = shown(as_signatory(client, union), union)
    assert "mailto:ana@example.org" in page
    assert team.coordinator.email not in page
    promising.decline(party=union, reason="No", by=f"person:{union.signatory_id}", at=NOW)
    assert "mailto:ana@example.org" in shown(client, union)
    assert "mailto:ana@example.org" not in shown(as_signatory(client, own), own)


def test_it_says_who_answers_for_what_in_the_exact_words(client: Client, own: Party, team: Team) -> None:
    page = shown(client, own)
    for words in (
        f"Will {team.name} come to Cincinnati?",
        "<b>Superintendent</b>",
        "<b>To attend together.</b> We come to the convening as one team",
        "This is a pledge and no contract.",
        f'value="{own.signatory.name}"',
        "works until Fri, April 30, 2027, 11:00 a.m. Eastern Time.",
    ):
        assert words in page, words
    assert " of 3" not in page  # no count before the answer


def test_promise_and_decline_have_the_same_size(client: Client, own: Party) -> None:
    page = shown(client, own)
    assert '<button class="btn wide" name="answer" value="promise">' in page
    assert '<button class="btn second wide" name="answer" value="decline">' in page


class TestPromising:
    def test_it_writes_the_evidence_and_shows_a_count_alone(self, client: Client, own: Party, team: Team) -> None:
        sign(party_of(team, "union_president"))
        page = promise(client, own)
        assert "Two of three are in." in page
        assert "is one promise away from Cincinnati." in page
        assert "Karen Whitlock" in page
        assert party_of(team, "board_president").signatory.name not in page
        row = Commitment.objects.get(party=own, state="signed")
        assert (row.typed_name, row.address, row.link_sent_to) == ("Karen Whitlock", "127.0.0.1", own.signatory.email)
        assert row.by == f"person:{own.signatory_id}"

    def test_the_last_one_closes_the_ring_with_all_names_and_one_date(
        self, client: Client, own: Party, team: Team
    ) -> None:
        for office in ("union_president", "board_president"):
            sign(party_of(team, office), at=NOW - timedelta(days=3))
        page = promise(client, own)
        assert "All three are in." in page
        assert "complete on Mon, March 1, 2027" in page
        assert page.count('<b class="promise">') == 3
        assert "Feb 26" not in page  # when the others signed
        assert "February 26" not in page
        team.refresh_from_db()
        assert (team.state, team.place) == ("committed", "confirmed")

    def test_a_replayed_form_finds_the_first(self, client: Client, own: Party) -> None:
        promise(client, own)
        assert "One of three is in." in promise(client, own, typed_name="Somebody else")
        assert Commitment.objects.filter(party=own, state="signed").get().typed_name == "Karen Whitlock"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "Please type your full name; it is your signature."),
            ("1234", "Please type your name as you write it under a letter."),
            ("x" * 201, "That is longer than a name: 200 characters at most."),
        ],
    )
    def test_a_name_that_is_none_stays_with_words_beside_it(
        self, client: Client, own: Party, typed: str, words: str
    ) -> None:
        before = everything()
        answer = client.post(address(own), filled(own, typed_name=typed))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert f'<span class="err" id="id_typed_name_error">{words}</span>' in page
        assert f'value="{typed}"' in page or not typed
        assert everything() == before

    def test_without_the_forms_token_nothing_happens(self, own: Party) -> None:
        strict = Client(enforce_csrf_checks=True)
        as_signatory(strict, own)
        before = everything()
        assert strict.post(address(own), {"typed_name": "Karen Whitlock"}).status_code == 403
        assert everything() == before


class TestDeclining:
    def test_the_button_asks_for_the_reason_first(self, client: Client, own: Party) -> None:
        before = everything()
        answer = client.post(address(own), {"answer": "decline", "typed_name": ""})
        assert answer.headers["Location"] == address(own, "decline/")
        assert everything() == before

    def test_with_a_reason_it_is_declined_and_no_count_shows(self, client: Client, own: Party) -> None:
        data = {"reason": "No money for buses", **seen(own)}
        page = client.post(address(own, "decline/"), data, follow=True).content.decode()
        assert "You declined." in page
        assert " of 3" not in page
        assert "No money for buses" not in page
        assert Commitment.objects.get(party=own, state="declined").reason == "No money for buses"

    def test_without_a_reason_it_is_not(self, client: Client, own: Party) -> None:
        answer = client.post(address(own, "decline/"), {"reason": "  ", **seen(own)})
        assert answer.status_code == 422
        assert "Please say why, in a line." in answer.content.decode()
        assert not Commitment.objects.filter(party=own, state="declined").exists()

    def test_twice_is_once(self, client: Client, own: Party) -> None:
        for _click in range(2):
            answer = client.post(address(own, "decline/"), {"reason": "No", **seen(own)})
            assert answer.headers["Location"] == address(own)
        assert Commitment.objects.filter(party=own, state="declined").count() == 1

    def test_promising_after_it_is_refused_with_a_way_on(self, client: Client, own: Party) -> None:
        client.post(address(own, "decline/"), {"reason": "No", **seen(own)})
        page = promise(client, own)
        assert "This was declined. Ask the organizers to open it again" in page
        assert 'href="mailto:convening@example.org"' in page


class TestAnsweringLater:
    def test_the_day_of_the_vote_is_kept_and_the_form_stays_open(self, client: Client, own: Party) -> None:
        data = {"until_on": "2027-03-12", **seen(own)}
        page = client.post(address(own, "later/"), data, follow=True).content.decode()
        assert "Noted: your body votes on Fri, March 12, 2027." in page
        assert "One of three is in." in promise(client, own)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("2027-03-01", "Please give a day that is still to come."),
            (
                "9999-12-31",
                "The convening is over by then. Please give an earlier day, or decline: that can be opened again.",
            ),
            ("soon", "Please give the day like 2027-03-31."),
            ("", "Please give the day."),
        ],
    )
    def test_another_day_is_refused_beside_the_field(self, client: Client, own: Party, typed: str, words: str) -> None:
        answer = client.post(address(own, "later/"), {"until_on": typed, **seen(own)})
        assert answer.status_code == 422
        assert f'<span class="err" id="id_until_on_error">{words}</span>' in answer.content.decode()


class TestWithdrawing:
    def test_a_complete_team_is_told_what_it_does_first(self, client: Client) -> None:
        team = make_team(state="confirmed")
        party = party_of(team, "superintendent")
        as_signatory(client, party)
        assert "It loses the place at once, and the next team in line moves up." in shown(client, party, "withdraw/")
        data = {"reason": "A vote", **seen(party)}
        page = client.post(address(party, "withdraw/"), data, follow=True).content.decode()
        assert "You withdrew your promise." in page
        team.refresh_from_db()
        assert (team.state, team.place) == ("committing", "released")

    def test_the_others_then_see_a_count_and_no_names(self, client: Client) -> None:
        team = make_team(state="confirmed")
        union, own = party_of(team, "union_president"), party_of(team, "superintendent")
        as_signatory(client, own)
        promising.withdraw(party=union, reason="A vote", by=f"person:{union.signatory_id}", at=NOW)
        page = shown(client, own)
        assert "Two of three are in." in page
        assert '<b class="promise">' not in page

    def test_without_a_promise_there_is_nothing_to_withdraw(self, client: Client, own: Party) -> None:
        assert client.get(address(own, "withdraw/")).headers["Location"] == address(own)


class TestAPageOfBefore:
    """Each act belongs to the answer that its page showed: the form says which, and another one refuses it."""

    WORDS = "This page is from before"

    def test_every_form_says_which_answer_stood_on_it(self, client: Client, own: Party) -> None:
        promising.defer(party=own, until_on=NOW.date() + timedelta(days=9), by=f"person:{own.signatory_id}", at=NOW)
        for rest in ("", "decline/", "later/"):
            assert f'<input type="hidden" name="seen" value="{seen(own)["seen"]}">' in shown(client, own, rest), rest
        promise(client, own)
        assert f'<input type="hidden" name="seen" value="{seen(own)["seen"]}">' in shown(client, own, "withdraw/")

    def test_the_old_form_promises_nothing_after_the_office_was_asked_again(self, client: Client, own: Party) -> None:
        sent = filled(own)
        promise(client, own)
        client.post(address(own, "withdraw/"), {"reason": "A vote", **seen(own)})
        promising.reopen(party=own, by=BY, at=NOW)
        before = everything()
        answer = client.post(address(own), sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert self.WORDS in page
        assert " checked" not in page
        assert f'<input type="hidden" name="seen" value="{seen(own)["seen"]}">' in page  # a second look suffices
        assert everything() == before
        assert "One of three is in." in promise(client, own)

    @pytest.mark.parametrize("number", ["", "x", "9" * 5000, "2"])
    def test_a_form_that_says_none_is_one(self, client: Client, own: Party, number: str) -> None:
        assert self.WORDS in promise(client, own, seen=number)
        answer = client.post(address(own, "decline/"), {"reason": "No", "seen": number})
        assert self.WORDS in answer.content.decode()
        assert not Commitment.objects.filter(party=own).exclude(state="invited").exists()

    def test_an_old_withdrawal_does_not_take_the_new_promise(self, client: Client, own: Party) -> None:
        promise(client, own)
        sent = {"reason": "A vote", **seen(own)}
        client.post(address(own, "withdraw/"), sent)
        promising.reopen(party=own, by=BY, at=NOW)
        promise(client, own)
        answer = client.post(address(own, "withdraw/"), sent)
        assert answer.status_code == 422
        assert self.WORDS in answer.content.decode()
        assert "One of three is in." in shown(client, own)


CLOSED = [
    ("cancelled", "This convening is cancelled.", lambda t: convenings.cancel(
        convening=t.convening, reason="No hall", by=BY, at=NOW)),
    ("postponed", "This convening is postponed.", lambda t: convenings.postpone(
        convening=t.convening, reason="Flood", by=BY, at=NOW)),
    ("closed", "Promises are closed.", lambda t: convenings.close_(convening=t.convening, by=BY, at=NOW)),
    ("team closed", "does not come.", lambda t: teams.decline_team(team=t, reason="Asked", by=BY, at=NOW)),
    ("team withdrawn", "does not come.", lambda t: teams.withdraw_team(team=t, reason="Asked", by=BY, at=NOW)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "act"), [row[1:] for row in CLOSED], ids=[row[0] for row in CLOSED])
def test_what_is_closed_says_so_with_a_way_on_and_takes_no_promise(
    client: Client, own: Party, team: Team, words: str, act: Callable[[Team], object]
) -> None:
    act(team)
    page = shown(client, own)
    assert words in page
    assert 'href="mailto:convening@example.org"' in page
    assert 'value="promise"' not in page
    assert 'value="promise"' not in promise(client, own)
    assert not Commitment.objects.filter(party=own, state="signed").exists()


def test_after_the_deadline_it_says_when_it_was(
    client: Client, own: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = make_convening().promise_by_at
    stand_still(monkeypatch, late)
    hold(client, own.signatory, "answer", f"party:{own.pk}", at=late)  # the session of a month ago is over
    page = shown(client, own)
    assert "It was due on Fri, April 2, 2027, 11:59 p.m. Eastern Time." in page
    assert "The time for promises has passed." in promise(client, own)


def test_before_the_invitation_nobody_is_asked(client: Client) -> None:
    team = make_team()
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    assert "Nobody asks you for an answer yet." in shown(client, party)


def test_a_link_to_another_office_opens_nothing(client: Client, own: Party, team: Team) -> None:
    other = party_of(team, "union_president")
    for rest in ("", "decline/", "later/", "withdraw/"):
        assert client.get(address(other, rest)).status_code == 403
        assert client.post(address(other, rest), {"typed_name": "X", "reason": "X"}).status_code == 403


def test_a_link_to_a_party_that_is_no_teams_is_not_found(client: Client, own: Party) -> None:
    hold(client, own.signatory, "answer", "party:987654")
    assert client.get("/answer/987654/").status_code == 404


def test_the_page_is_the_same_whoever_of_the_others_is_in(client: Client, own: Party, team: Team) -> None:
    """Byte for byte: before the own promise whatever they answered, after it for an equal count."""
    others = ("union_president", "board_president")

    def after(*offices: str) -> str:
        with transaction.atomic():
            for office in offices:
                sign(party_of(team, office))
            page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", shown(client, own))
            transaction.set_rollback(True)
        return page

    assert len({after(), after("union_president"), after("board_president"), after(*others)}) == 1
    sealed = {after(office, "superintendent") for office in others}
    assert len(sealed) == 1
    assert 'class="ring sealed"' in sealed.pop()


class TestTicking:
    def test_each_promise_has_a_box_of_its_own_and_none_is_ticked(self, client: Client, own: Party) -> None:
        page = shown(client, own)
        assert page.count('type="checkbox"') == 3
        assert " checked" not in page

    def test_the_one_that_lacks_is_named_and_the_name_stays(self, client: Client, own: Party) -> None:
        before = everything()
        data = filled(own)
        del data["promise_2"]
        answer = client.post(address(own), data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Please tick “To prepare together” as well" in page
        assert 'value="Karen Whitlock"' in page
        assert page.count(" checked") == 2
        assert everything() == before

    def test_what_was_ticked_is_evidence(self, client: Client, own: Party) -> None:
        promise(client, own)
        assert Commitment.objects.get(party=own, state="signed").promises == [1, 2, 3]


class TestAnotherText:
    def publish(self, team: Team, *, material: bool = True, note: str = "The hall moved us by a day.") -> None:
        statements.publish_statement(
            convening=team.convening,
            opening=OPENING.replace("leaders", "leaders and friends"),
            promises=PROMISES,
            closing=CLOSING,
            material=material,
            note=note,
            by=BY,
            at=NOW,
        )

    def test_a_text_that_changed_meanwhile_is_not_promised_and_no_box_stays_ticked(
        self, client: Client, own: Party, team: Team
    ) -> None:
        read = filled(own)
        self.publish(team)
        answer = client.post(address(own), read)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "The statement changed while you read it." in page
        assert " checked" not in page
        assert 'value="Karen Whitlock"' in page
        assert not Commitment.objects.filter(party=own, state="signed").exists()
        assert "We, the leaders and friends of" in page

    def test_who_promised_is_asked_again_with_the_difference(self, client: Client, own: Party, team: Team) -> None:
        promise(client, own)
        self.publish(team)
        page = shown(client, own)
        assert "The statement changed. Do you still promise?" in page
        assert "The hall moved us by a day." in page
        assert '<ins><span class="vh">added: </span>and friends </ins>' in page
        assert page.count('<li class="same">') == 3
        assert "and friends" not in shown(client, own, "?show=old")
        assert "<ins>" not in shown(client, own, "?show=new")
        assert " of 3" not in page  # sealed as ever
        assert "One of three is in." in promise(client, own)

    def test_who_had_not_promised_reads_the_new_text_alone(self, client: Client, own: Party, team: Team) -> None:
        self.publish(team)
        page = shown(client, own)
        assert f"Will {team.name} come to Cincinnati?" in page
        assert "<ins>" not in page

    def test_after_an_editorial_change_the_promise_carries_on(self, client: Client, own: Party, team: Team) -> None:
        promise(client, own)
        self.publish(team, material=False, note="")
        assert "One of three is in." in shown(client, own)


def test_when_and_where_and_until_when_stand_near_the_top(own: Party, client: Client) -> None:
    top = shown(client, own).partition('class="statement')[0]
    assert str(own.agreement.team.convening.venue) in top
    assert "Please answer by" in top


def test_what_is_announced_stands_on_the_page(own: Party, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    convening = own.agreement.team.convening
    announcements.announce(convening=convening, text="Lunch moved to hall B.", by=BY, at=NOW)
    assert "Lunch moved to hall B." in shown(client, own)
