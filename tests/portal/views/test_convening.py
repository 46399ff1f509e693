"""The public page: what it says, what it costs, and when a stored copy still holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convenings.domain import convenings
from convenings.models import Convening, Sponsor
from journal.domain import chain
from portal.views import convening as page
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
Act = Callable[[Convening], object]


def address(convening: Convening) -> str:
    return f"/c/{convening.slug}/"


def text_of(client: Client, convening: Convening) -> str:
    return client.get(address(convening)).content.decode()


def content_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_it_says_what_is_promised_by_whom_and_who_comes(client: Client) -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed", name="Durango")
    make_team(convening, "waitlisted", name="Elgin")
    shown = text_of(client, convening)
    for words in (
        "We, the leaders of our union, our district and our board, promise together:",
        "<b>To attend together.</b> We come to the convening as one team",
        "This is a pledge and no contract.",
        "School board president",
        "2 teams have started; 2 are complete.",
        "All places are taken",
        "Fri, April 2, 2027,<br>11:59 p.m. Eastern Time",
        "<span>Durango</span>",
        f'href="/c/{convening.slug}/register/"',
    ):
        assert words in shown, words
    assert "<span>Elgin</span>" not in shown


def edited_in_the_admin() -> None:
    """What the admin writes when an organizer saves a row there, such as a sponsor's."""
    user = get_user_model().objects.create_user("owner@example.org")
    LogEntry.objects.create(user=user, object_repr="A sponsor", action_flag=CHANGE, action_time=NOW)


def test_a_draft_is_nobodys_to_see(client: Client) -> None:
    assert client.get(address(make_convening(opened=False))).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: convenings.postpone(convening=c, reason="The hall is flooded.", by=BY, at=NOW), "is postponed."),
        (lambda c: convenings.cancel(convening=c, reason="No hall was found.", by=BY, at=NOW), "is cancelled."),
    ],
)
def test_postponed_and_cancelled_stand_on_top(client: Client, change: Act, words: str) -> None:
    convening = make_convening()
    change(convening)
    shown = text_of(client, convening)
    assert shown.index(f"This convening {words}") < shown.index("<h1>")
    assert Convening.objects.get().state_reason in shown
    assert f"/c/{convening.slug}/register/" not in shown


def test_before_it_opens_it_says_when(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    convening = make_convening()
    stand_still(monkeypatch, convening.opens_at - timedelta(days=1))
    shown = text_of(client, convening)
    assert "Registration opens on Fri, January 15, 2027, 9:00 a.m. Eastern Time." in shown
    assert "Register a team" not in shown


def test_six_statements_whatever_the_number_of_teams(client: Client) -> None:
    convening = make_convening()
    Sponsor.objects.create(convening=convening, name="A sponsor", position=1)
    costs = []
    for teams in (1, 2):
        for _number in range(teams):
            make_team(convening, "confirmed")
        with CaptureQueriesContext(connection) as spent:
            client.get(address(convening))
        costs.append(len(spent))
    assert costs == [6, 6]


def test_the_next_reader_costs_one_statement_and_reads_the_same_until_something_happens(client: Client) -> None:
    convening, other = make_convening(), Client()
    make_team(convening, "confirmed", name="Durango")
    first = text_of(client, convening)
    with CaptureQueriesContext(connection) as spent:
        second = text_of(other, convening)
    assert len(spent) == 1
    assert content_of(first) == content_of(second)
    make_team(convening, "confirmed", name="Elgin")
    assert "<span>Elgin</span>" in text_of(other, convening)
    other.cookies["django_language"] = "es"
    assert "Quién viene" in text_of(other, convening)
    assert "<span>Durango</span>" not in text_of(client, make_convening())


class TestAStoredCopy:
    def test_holds_while_nothing_happened_and_costs_one_statement(self, client: Client) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        with CaptureQueriesContext(connection) as spent:
            answer = client.get(address(convening), headers={"if-none-match": tag})
        assert (answer.status_code, answer.content, len(spent)) == (304, b"", 1)
        assert answer["Cache-Control"] == "private, no-cache"

    def fresh(self, client: Client, convening: Convening, tag: str) -> bool:
        return client.get(address(convening), headers={"if-none-match": tag}).status_code == 304

    @pytest.mark.parametrize(
        "happens",
        [
            pytest.param(lambda c: make_team(c), id="a team registers"),
            pytest.param(
                lambda c: convenings.postpone(convening=c, reason="Flood", by=BY, at=NOW), id="it is postponed"
            ),
            pytest.param(lambda c: Convening.objects.update(tagline="Another line"), id="its row is edited"),
            pytest.param(lambda c: chain.seal(at=NOW), id="the journal is sealed"),
            pytest.param(lambda c: edited_in_the_admin(), id="something is edited in the admin"),
        ],
    )
    def test_ends_when_something_happens(self, client: Client, happens: Act) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        assert self.fresh(client, convening, tag)
        happens(convening)
        assert not self.fresh(client, convening, tag)

    def test_ends_for_a_row_that_became_visible_late(self, client: Client) -> None:
        """A transaction that took an earlier id and committed later: the newest id alone would miss it."""
        from journal.models import Entry

        convening = make_convening()
        newest = Entry.objects.filter(convening_id=convening.pk).order_by("-pk").first()
        assert newest is not None
        Entry.objects.bulk_create(
            [Entry(pk=newest.pk + 2, kind="a", at=NOW, by="system", convening_id=convening.pk, subject="team:1")]
        )
        tag = client.get(address(convening))["ETag"]
        Entry.objects.bulk_create(
            [Entry(pk=newest.pk + 1, kind="b", at=NOW, by="system", convening_id=convening.pk, subject="team:1")]
        )
        assert not self.fresh(client, convening, tag)

    def test_ends_with_the_day_and_when_the_deadline_passes(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        stand_still(monkeypatch, NOW + timedelta(hours=3))
        assert self.fresh(client, convening, tag)
        stand_still(monkeypatch, NOW + timedelta(days=1))
        assert not self.fresh(client, convening, tag)
        stand_still(monkeypatch, convening.promise_by_at - timedelta(minutes=1))
        tag = client.get(address(convening))["ETag"]
        stand_still(monkeypatch, convening.promise_by_at)
        assert not self.fresh(client, convening, tag)

    def test_is_for_one_language_and_one_visitor(self, client: Client) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        assert not self.fresh(Client(), convening, tag)  # its form would carry another's token
        client.cookies["django_language"] = "es"
        assert not self.fresh(client, convening, tag)

    def test_does_not_outlive_a_new_version_of_the_house(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        monkeypatch.setattr(page, "built", lambda: "newer")
        assert not self.fresh(client, convening, tag)

    def test_is_not_that_of_a_page_which_says_something_once(self, client: Client) -> None:
        convening = make_convening()
        tag = client.get(address(convening))["ETag"]
        client.cookies["messages"] = "something to say"
        assert not self.fresh(client, convening, tag)

    def test_of_another_convening_does_not_matter(self, client: Client) -> None:
        convening, other = make_convening(), make_convening()
        tag = client.get(address(convening))["ETag"]
        make_team(other)
        assert self.fresh(client, convening, tag)


def test_the_language_switch_keeps_the_page(client: Client) -> None:
    convening = make_convening()
    answer = client.post("/language/", {"language": "es", "next": address(convening)})
    assert answer.headers["Location"] == address(convening)
    assert '<html lang="es">' in text_of(client, convening)
