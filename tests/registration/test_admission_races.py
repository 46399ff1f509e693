"""Offers against their end, withdrawals, two selections: at the same moment. And that the lock does it."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import offers, selecting, team_moves, teams
from registration.models import Selection, Team
from registration.models.team import TeamQuerySet
from tests.harness.threads import Meeting, together
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
END = NOW + timedelta(days=3)


def kinds(ended: list[Any]) -> list[str]:
    return sorted(type(end).__name__ for end in ended)


def places(convening: Convening) -> Counter[str]:
    return Counter(Team.objects.filter(convening=convening).values_list("place", flat=True))


@pytest.fixture
def offered() -> Team:
    """The only place is offered to this team; one more waits."""
    convening = make_convening(capacity_teams=1, promotion="confirmed", offer_days=3)
    first, team, __ = (make_team(convening, state) for state in ("confirmed", "waitlisted", "waitlisted"))
    teams.withdraw_team(team=first, reason="", by=BY, at=NOW)
    return Team.objects.get(pk=team.pk)


@pytest.fixture
def meet_before_moving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either moves a place, unless a lock keeps one of them out."""
    meeting, move = Meeting(), team_moves.move_place

    def wait_and_move(*args: Any, **named: Any) -> None:
        meeting.wait()
        move(*args, **named)

    monkeypatch.setattr(team_moves, "move_place", wait_and_move)


def race_to_the_end(team: Team) -> list[str]:
    """Accepted in the last second, and swept in the next, at once; the kinds of entries that came of it."""
    together(
        lambda: offers.accept_offer(team=team, by=BY, at=END - timedelta(seconds=1)),
        lambda: offers.expire_offers(at=END),
    )
    of_team = Entry.objects.filter(subject=f"team:{team.pk}", kind__in=["offer.accepted", "offer.expired"])
    return sorted(of_team.values_list("kind", flat=True))


def test_an_offer_is_accepted_or_it_ends(offered: Team, meet_before_moving: None) -> None:
    ended = race_to_the_end(offered)

    found = places(offered.convening)
    assert ended in (["offer.accepted"], ["offer.expired"])
    assert found["confirmed"] + found["offered"] == 1


def test_without_the_lock_both_happen(
    offered: Team, meet_before_moving: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    if connection.vendor == "sqlite":
        monkeypatch.setattr(offers, "accept_offer", offers.accept_offer.__wrapped__)  # type: ignore[attr-defined]
        monkeypatch.setattr(offers, "_expire", offers._expire.__wrapped__)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(
            TeamQuerySet, "locked", lambda self, team: self.select_related("coordinator", "convening").get(pk=team.pk)
        )
    ended = race_to_the_end(offered)

    assert ended == ["offer.accepted", "offer.expired"]


def test_accepted_while_the_team_is_withdrawn(offered: Team, meet_before_moving: None) -> None:
    together(
        lambda: offers.accept_offer(team=offered, by=BY, at=NOW),
        lambda: teams.withdraw_team(team=offered, reason="", by=BY, at=NOW),
    )

    assert Team.objects.get(pk=offered.pk).place == "released"
    assert places(offered.convening) == Counter(released=2, offered=1)


def test_two_clicks_accept_once(offered: Team, meet_before_moving: None) -> None:
    accept = lambda: offers.accept_offer(team=offered, by=BY, at=NOW)  # noqa: E731
    assert kinds(together(accept, accept)) == ["Team", "Team"]

    assert Message.objects.filter(occasion="team.confirmed", refs__team=offered.pk).count() == 4
    assert Entry.objects.filter(kind="offer.accepted").count() == 1


def test_two_organizers_select_at_once(meet_before_moving: None) -> None:
    convening = make_convening(capacity_teams=1, admission="selection")
    rivals = [make_team(convening, "committed") for __ in range(2)]

    def choose(team: Team) -> Selection:
        return selecting.apply_selection(convening=convening, chosen=[team.pk], letters_at=END, by=BY, at=NOW)

    ended = together(*(lambda team=team: choose(team) for team in rivals))  # type: ignore[misc]

    assert kinds(ended) == ["Selection", "SelectionStands"]
    assert places(convening) == Counter(selected=1, none=1)


def test_letters_sent_by_two_sweeps_at_once_go_out_once() -> None:
    convening = make_convening(capacity_teams=1, admission="selection")
    chosen, __ = (make_team(convening, "committed") for __ in range(2))
    selecting.apply_selection(convening=convening, chosen=[chosen.pk], letters_at=END, by=BY, at=NOW)

    together(*[lambda: selecting.send_letters(at=END)] * 3)

    assert places(convening) == Counter(confirmed=1, waitlisted=1)
    assert Entry.objects.filter(kind="selection.sent").count() == 1
    assert Message.objects.filter(occasion="team.confirmed").count() == 4
