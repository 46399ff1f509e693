"""A place that is offered, on a page of its own; the team withdrawn; its coordination handed over."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import PrivateLink
from convenings.models import Convening
from mail.domain import delivery
from mail.models import Message
from registration.domain import holds, teams
from registration.domain.coordination import CoordinatorUnfit
from registration.models import Team
from tests.registration.doors import as_coordinator, everything, hold, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Team:
    stand_still(monkeypatch)
    convening = make_convening(capacity_teams=1, promotion="confirmed", offer_days=3)
    first, team = make_team(convening, "confirmed"), make_team(convening, "waitlisted", name="Mesa Verde")
    teams.withdraw_team(team=first, reason="", by=BY, at=NOW)
    return Team.objects.select_related("convening", "coordinator").get(pk=team.pk)


def place(team: Team) -> str:
    return str(Team.objects.get(pk=team.pk).place)


def as_leader(client: Client, team: Team) -> Client:
    leader = parties_of(team)[0].signatory
    assert leader is not None
    return hold(client, leader, "offer", f"team:{team.pk}")


class TestOffer:
    def test_reading_it_accepts_nothing(self, client: Client, offered: Team) -> None:
        as_leader(client, offered)
        before = everything()

        shown = client.get(f"/offer/{offered.pk}/").content.decode()

        assert "It is held for the whole team at" in shown
        assert "Thu, March 4, 2027, 10:00 a.m. Eastern Time" in shown
        assert everything() == before

    @pytest.mark.parametrize(("answer", "ends"), [("accept", "confirmed"), ("decline", "released"), ("", "offered")])
    def test_a_leader_answers_for_the_team(self, answer: str, ends: str, client: Client, offered: Team) -> None:
        as_leader(client, offered)

        client.post(f"/offer/{offered.pk}/", {"answer": answer})

        assert place(offered) == ends

    def test_the_coordinator_answers_from_the_team_page(self, client: Client, offered: Team) -> None:
        as_coordinator(client, offered)
        assert f"/team/{offered.pk}/offer/" in client.get(f"/team/{offered.pk}/").content.decode()

        answer = client.post(f"/team/{offered.pk}/offer/", {"answer": "accept"}, follow=True)

        assert "The place is yours." in answer.content.decode()
        assert place(offered) == "confirmed"

    def test_where_the_holders_are_checked_first_it_says_that_the_place_waits(
        self, client: Client, offered: Team
    ) -> None:
        Convening.objects.filter(pk=offered.convening_id).update(holders_checked_first=True)
        as_coordinator(client, offered)

        answer = client.post(f"/team/{offered.pk}/offer/", {"answer": "accept"}, follow=True).content.decode()

        assert "It is confirmed when the organizers have checked the office-holders." in answer
        assert "The place is yours." not in answer
        assert place(offered) == "in_check"

    def test_too_late_it_says_so(self, client: Client, offered: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        as_leader(client, offered)
        stand_still(monkeypatch, NOW + timedelta(days=3))

        assert "No place is offered now" in client.get(f"/offer/{offered.pk}/").content.decode()
        answer = client.post(f"/offer/{offered.pk}/", {"answer": "accept"}, follow=True).content.decode()
        assert "The offer has run out" in answer
        assert place(offered) == "offered"

    def test_another_teams_link_opens_nothing(self, client: Client, offered: Team) -> None:
        other = make_team(offered.convening, "waitlisted")
        as_leader(client, other)
        as_coordinator(client, other)

        for address in (f"/offer/{offered.pk}/", f"/team/{offered.pk}/offer/"):
            assert client.post(address, {"answer": "accept"}).status_code == 403
        assert place(offered) == "offered"

    def test_who_holds_the_office_no_more_is_not_let_in(self, client: Client, offered: Team) -> None:
        as_leader(client, offered)
        parties_of(offered)[0].__class__.objects.filter(pk=parties_of(offered)[0].pk).update(
            signatory=parties_of(offered)[1].signatory
        )

        assert client.post(f"/offer/{offered.pk}/", {"answer": "accept"}).status_code == 404
        assert place(offered) == "offered"

    def test_each_mail_has_a_link_of_its_own(self, offered: Team) -> None:
        for message in Message.objects.filter(occasion="team.offered"):
            delivery.deliver(message_id=message.pk, at=NOW)
        found = PrivateLink.objects.filter(purpose="offer", subject=f"team:{offered.pk}")

        assert found.values("person").distinct().count() == 4


class TestSelectedIsASecret:
    def test_the_page_of_a_selected_team_is_that_of_one_that_waits(self, client: Client) -> None:
        convening = make_convening(admission="selection")
        team = make_team(convening, "committed")
        as_coordinator(client, team)
        before = client.get(f"/team/{team.pk}/").content.decode().split("csrf")[0]

        Team.objects.filter(pk=team.pk).update(place="selected")

        assert client.get(f"/team/{team.pk}/").content.decode().split("csrf")[0] == before


class TestWithdraw:
    def test_it_says_what_it_does_and_then_does_it(self, client: Client) -> None:
        team = make_team(make_convening(capacity_teams=1), "confirmed")
        waiting = make_team(team.convening, "waitlisted")
        as_coordinator(client, team)
        assert "Your place becomes free at once" in client.get(f"/team/{team.pk}/withdraw/").content.decode()
        assert place(team) == "confirmed"

        client.post(f"/team/{team.pk}/withdraw/", {"reason": "A flood"})

        assert (place(team), place(waiting)) == ("released", "confirmed")
        assert Team.objects.get(pk=team.pk).leaving_reason == "A flood"

    def test_twice_is_refused_in_words(self, client: Client) -> None:
        team = make_team()
        as_coordinator(client, team)
        client.post(f"/team/{team.pk}/withdraw/")
        answer = client.post(f"/team/{team.pk}/withdraw/")

        assert answer.status_code == 422
        assert "cannot go from where it stands" in answer.content.decode()


class TestHandOver:
    def test_the_link_that_did_it_is_dead(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)

        answer = client.post(f"/team/{team.pk}/hand-over/", {"name": "Ann Else", "email": "ann@example.org"})

        assert "Ann Else is the coordinator now" in answer.content.decode()
        assert client.get(f"/team/{team.pk}/").status_code == 410

    def test_what_was_typed_is_kept_when_it_is_refused(self, client: Client) -> None:
        team = make_team(state="committing")
        as_coordinator(client, team)
        typed = {"name": "Me", "email": team.coordinator.email}

        answer = client.post(f"/team/{team.pk}/hand-over/", typed)

        assert answer.status_code == 422
        assert str(CoordinatorUnfit.words) in unescape(answer.content.decode())
        assert f'value="{team.coordinator.email}"' in answer.content.decode()


class TestNext:
    def test_dates_of_the_own_team_stand_in_order(self, client: Client, offered: Team) -> None:
        as_coordinator(client, offered)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(f"/team/{offered.pk}/").content.decode()

        words = ["The offered place runs out.", "The team’s plan is due.", "Doors open."]
        assert [shown.index(word) for word in words] == sorted(shown.index(word) for word in words)
        assert len(queries) <= 14  # session, link and all

    def test_a_team_on_hold_reads_until_when(self, client: Client) -> None:
        team = make_team(make_convening(), "confirmed")
        holds.hold_team(team=team, until_at=NOW + timedelta(days=9), reason="Strike", by=BY, at=NOW)
        as_coordinator(client, team)

        shown = client.get(f"/team/{team.pk}/").content.decode()

        assert "The team is on hold, and the place is kept until Wed, March 10, 2027" in shown
        assert "Strike" not in shown
