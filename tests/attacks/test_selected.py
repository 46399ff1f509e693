"""Who is selected is a secret until the letters: whatever a team does, it reads the same whether chosen or not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from convenings.domain import convenings
from registration.domain import admission, promising, selecting, succession, teams
from registration.domain.drafts import HolderDraft
from registration.models import Team
from tests.registration.domain.test_promising import publish
from tests.registration.doors import as_coordinator, as_signatory, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of, sign
from tests.registration.views.test_answer import seen

pytestmark = pytest.mark.django_db
OFFICE = "superintendent"


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> tuple[Team, Team]:
    """Two complete teams; there is room for the people of one."""
    stand_still(monkeypatch)
    convening = make_convening(admission="selection", capacity_people=3)
    return make_team(convening, "committed"), make_team(convening, "committed")


def clean(answer: object) -> str:
    """Without what differs anyhow: the form's token, and the number of a new text, which a rollback leaves taken."""
    shown = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'name="(csrfmiddlewaretoken|version)" value="[^"]*"', "", shown)


def pages(team: Team) -> list[str]:
    """All that the team's coordinator and the holder of an office see of it."""
    party = party_of(team, OFFICE)
    signatory, coordinator = as_signatory(Client(), party), as_coordinator(Client(), team)
    own = [f"/answer/{party.pk}/{page}" for page in ("", "withdraw/", "hand-over/", "later/", "decline/")]
    theirs = [f"/team/{team.pk}/{page}" for page in ("", "withdraw/")]
    return [clean(signatory.get(where, follow=True)) for where in own] + [
        clean(coordinator.get(where, follow=True)) for where in theirs
    ]


def nothing(team: Team) -> list[str]:
    return []


def withdraws(team: Team) -> list[str]:
    party = party_of(team, OFFICE)
    sent = as_signatory(Client(), party).post(f"/answer/{party.pk}/withdraw/", {"reason": "A vote", **seen(party)})
    return [str(sent.status_code)]


def withdraws_and_promises_again(team: Team) -> list[str]:
    withdraws(team)
    promising.reopen(party=party_of(team, OFFICE), by=BY, at=NOW)
    sign(party_of(team, OFFICE))
    return []


def lapses(team: Team) -> list[str]:
    withdraws(team)
    assert admission.lapse_overdue(at=team.convening.promise_by_at) == 1
    return []


def leaves(team: Team) -> list[str]:
    teams.withdraw_team(team=team, reason="", by=f"person:{team.coordinator_id}", at=NOW)
    return []


def adds_members(team: Team) -> list[str]:
    client, told = as_coordinator(Client(), team), []
    for number in (1, 2):
        member = {"name": "Đặng", "email": f"dang.{number}@example.org", "job": "Teacher", "side": "district"}
        sent = client.post(f"/team/{team.pk}/members/", member)
        told += [str(sent.status_code), clean(sent)]
    assert "The organizers are choosing among the teams." in told[-1]
    return told


def answers_later(team: Team) -> list[str]:
    party = party_of(team, OFFICE)
    until = {"until_on": (NOW + timedelta(days=3)).date().isoformat(), **seen(party)}
    sent = as_signatory(Client(), party).post(f"/answer/{party.pk}/later/", until)
    assert sent.status_code == 302
    return [str(sent.status_code)]


def asked_again_when_closed(team: Team) -> list[str]:
    publish(team, material=True)
    convenings.close_(convening=team.convening, by=BY, at=NOW)
    return [*pages(team), *answers_later(team)]


def handed_over_when_closed(team: Team) -> list[str]:
    convenings.close_(convening=team.convening, by=BY, at=NOW)
    holder = HolderDraft("Ada O'Brien-Nuñez", "ada@example.org")
    succession.hand_over(party=party_of(team, OFFICE), holder=holder, by=BY, at=NOW)
    return [*pages(team), *answers_later(team)]


def withdraws_and_is_asked_again_when_closed(team: Team) -> list[str]:
    withdraws(team)
    convenings.close_(convening=team.convening, by=BY, at=NOW)
    promising.reopen(party=party_of(team, OFFICE), by=BY, at=NOW)
    return [*pages(team), *answers_later(team)]


STEPS = [
    nothing, withdraws, withdraws_and_promises_again, lapses, leaves, adds_members, asked_again_when_closed,
    handed_over_when_closed, withdraws_and_is_asked_again_when_closed,
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_team_cannot_find_out(pair: tuple[Team, Team], step: Callable[[Team], list[str]]) -> None:
    team, other = pair
    told = []
    for chosen in (team, other):
        with transaction.atomic():
            selecting.apply_selection(
                convening=team.convening, chosen=[chosen.pk], letters_at=NOW + timedelta(days=9), by=BY, at=NOW
            )
            assert Team.objects.get(pk=team.pk).place == ("selected" if chosen is team else "none")
            told.append([*step(Team.objects.get(pk=team.pk)), *pages(Team.objects.get(pk=team.pk))])
            transaction.set_rollback(True)
    assert told[0] == told[1]
