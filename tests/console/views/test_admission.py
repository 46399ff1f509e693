"""How teams are admitted, the selection page, and the questions of the public page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convenings.models import Convening
from mail.models import Message
from registration.domain.checking import check_holder
from registration.models import Selection, Team
from tests.registration.doors import everything
from tests.registration.factories import NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db
LETTERS = "2027-03-11T09:00"


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening(capacity_teams=2, admission="selection", selection_rule={"balance": ["us_state"]})


@pytest.fixture
def complete(convening: Convening) -> list[Team]:
    return [make_team(convening, "committed", us_state=state, name=f"{state} {n}") for n, state in enumerate(
        ("OH", "OH", "TX")
    )]


def address(convening: Convening, rest: str = "selection/") -> str:
    return f"/organize/{convening.slug}/{rest}"


def places(convening: Convening) -> list[str]:
    return list(Team.objects.filter(convening=convening).order_by("pk").values_list("place", flat=True))


def shown(client: Client, where: str) -> str:
    """The page without the form's token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", client.get(where).content.decode())


class TestSelection:
    def test_the_suggestion_says_why_and_changes_nothing(
        self, convening: Convening, complete: list[Team], owner: Client
    ) -> None:
        for party in parties_of(complete[2]):
            check_holder(party=party, source="State list", by="user:1", at=NOW)
        before = everything()
        page = owner.get(address(convening)).content.decode()

        assert page.count("checked") == 2
        assert page.count("3 office-holders to check") == 2
        assert "office-holders to check<span class=\"vh\">: TX 2" not in page
        assert "the first of its kind: Texas" in page
        assert "all places are given" in page
        assert everything() == before

    def test_looking_at_other_ticks_applies_nothing(
        self, convening: Convening, complete: list[Team], owner: Client
    ) -> None:
        ticks = {"team": [team.pk for team in complete], "intent": "look"}
        page = owner.post(address(convening), ticks).content.decode()

        assert "That is more than there is room for." in page
        assert "The rule says:" in page
        assert places(convening) == ["none"] * 3

    def test_applied_it_is_shown_with_its_day_and_can_be_taken_back(
        self, convening: Convening, complete: list[Team], owner: Client
    ) -> None:
        ticks = {"team": [complete[0].pk, complete[1].pk], "intent": "apply", "letters_at": LETTERS}
        page = owner.post(address(convening), ticks, follow=True).content.decode()

        assert places(convening) == ["selected", "selected", "none"]
        assert "The letters go out on Thu, March 11, 2027, 9:00 a.m. Eastern Time." in page
        assert Selection.objects.get().letters_at == NOW.replace(day=11, hour=14)

        owner.post(address(convening, "selection/undo/"))
        assert places(convening) == ["none"] * 3

    def test_refusals_stand_on_the_page(self, convening: Convening, complete: list[Team], owner: Client) -> None:
        everybody = {"team": [team.pk for team in complete], "intent": "apply"}

        for letters_at, words in (
            (LETTERS, "There is no room for all the teams that you chose."),
            ("2026-01-01T09:00", "A time to come, before the convening begins."),
        ):
            answer = owner.post(address(convening), everybody | {"letters_at": letters_at})
            assert answer.status_code == 400
            assert words in answer.content.decode()
        assert owner.post(address(convening), everybody).status_code == 400

    def test_ids_of_another_convening_and_nonsense_are_refused(
        self, convening: Convening, complete: list[Team], owner: Client
    ) -> None:
        elsewhere = make_team(make_convening(admission="selection"), "committed")
        for wrong in ([elsewhere.pk], [10**14]):
            answer = owner.post(address(convening), {"team": wrong, "intent": "apply", "letters_at": LETTERS})
            assert answer.status_code == 400
        owner.post(address(convening), {"team": ["x", "9" * 40], "intent": "look"})
        assert places(convening) == ["none"] * 3

    def test_it_costs_the_same_whatever_the_number(self, convening: Convening, owner: Client) -> None:
        counted = []
        for _ in range(3):
            make_team(convening, "committed")
            with CaptureQueriesContext(connection) as found:
                owner.get(address(convening))
            counted.append(len(found))

        assert len(set(counted)) == 1

    def test_where_nobody_selects_it_says_so(self, owner: Client, convening: Convening) -> None:
        Convening.objects.filter(pk=convening.pk).update(admission="first_complete")

        assert "Teams are not selected here." in owner.get(address(convening)).content.decode()


class TestAdmission:
    def test_the_rule_is_typed_published_and_typed_again(
        self, convening: Convening, owner: Client, client: Client
    ) -> None:
        element = convening.elements.create(name="Peer review", position=1)
        typed = {
            "admission": "selection", "promotion": "confirmed", "offer_days": "5", "balance": ["enrollment"],
            "what_0": "us_state:*", "most_0": "2", "what_1": f"focus:{element.pk}", "least_1": "1",
        }
        owner.post(address(convening, "admission/"), typed)
        convening.refresh_from_db()

        assert (convening.promotion, convening.offer_days) == ("confirmed", 5)
        public = client.get(f"/c/{convening.slug}/").content.decode()
        for words in (
            "At most 2 from: each state.", "At least 1 from: Peer review.", "Balanced over enrollment",
            "has 5 days to accept",
        ):
            assert words in public
        again = owner.get(address(convening, "admission/")).content.decode()
        assert f'<option value="focus:{element.pk}" selected>' in again

    def test_what_cannot_be_is_refused_beside_its_field(self, convening: Convening, owner: Client) -> None:
        typed = {
            "admission": "selection", "promotion": "automatic", "offer_days": "0", "what_0": "us_state:*",
            "least_0": "3", "most_0": "2",
        }
        answer = owner.post(address(convening, "admission/"), typed)

        assert answer.status_code == 400
        assert "A least is for one kind of team, not for each." in answer.content.decode()
        assert "The most is less than the least." in answer.content.decode()

    def test_a_selection_that_waits_for_its_letters_keeps_the_mode(
        self, convening: Convening, complete: list[Team], owner: Client
    ) -> None:
        owner.post(address(convening), {"team": [complete[0].pk], "intent": "apply", "letters_at": LETTERS})
        typed = {"admission": "first_complete", "promotion": "automatic", "offer_days": "3"}
        answer = owner.post(address(convening, "admission/"), typed)

        assert answer.status_code == 400
        assert "Take the selection back first." in answer.content.decode()


class TestSecret:
    def test_the_public_page_does_not_count_what_is_selected(
        self, convening: Convening, complete: list[Team], owner: Client, client: Client
    ) -> None:
        public = f"/c/{convening.slug}/"
        owner.post(address(convening), {"team": [], "intent": "apply", "letters_at": LETTERS})
        owner.post(address(convening, "selection/undo/"))
        before = shown(client, public)
        owner.post(address(convening), {"team": [complete[0].pk], "intent": "apply", "letters_at": LETTERS})

        assert shown(client, public) == before
        assert "2 places for teams are left" in before
        assert not Message.objects.filter(occasion="team.confirmed").exists()


class TestQuestions:
    def test_asked_answered_shown_and_deleted(self, convening: Convening, owner: Client, client: Client) -> None:
        typed = {"question_0": "May we bring four?", "answer_0": "Up to eight.", "question_2": "<b>", "answer_2": "&"}
        owner.post(address(convening, "faq/"), typed)
        page = client.get(f"/c/{convening.slug}/").content.decode()
        assert "May we bring four?" in page
        assert "<b>&" not in page

        owner.post(address(convening, "faq/"), {"question_0": "", "answer_0": "", "question_1": "A", "answer_1": "B"})
        convening.refresh_from_db()
        assert convening.questions == [{"question": "A", "answer": "B"}]

    def test_a_question_wants_an_answer(self, convening: Convening, owner: Client) -> None:
        answer = owner.post(address(convening, "faq/"), {"question_0": "Why?"})

        assert answer.status_code == 400
        assert "A question wants an answer" in answer.content.decode()


def test_letters_are_due_in_the_convenings_zone(convening: Convening, owner: Client) -> None:
    make_team(convening, "committed")
    Convening.objects.filter(pk=convening.pk).update(selection_letters_at=NOW + timedelta(days=2))

    assert 'value="2027-03-03T10:00"' in owner.get(address(convening)).content.decode()
