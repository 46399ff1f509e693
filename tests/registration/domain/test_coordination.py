"""Handing a team's coordination over: a new link for the one, none for the other."""

from datetime import timedelta

import pytest

from accounts.domain import links
from accounts.models import PrivateLink
from mail.domain import delivery
from mail.models import Message
from registration.domain import coordination
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.registration.factories import BY, NOW, make_team, parties_of

pytestmark = pytest.mark.django_db
ANN = PersonDraft("Ann Else", "ann@example.org")


@pytest.fixture
def team() -> Team:
    return make_team(state="committing")


def test_the_successor_gets_a_link_and_the_old_one_dies(team: Team) -> None:
    before = team.coordinator
    until = NOW + timedelta(days=5)
    token = links.mint(person=before, purpose="coordinate", subject=f"team:{team.pk}", expires_at=until, at=NOW)

    after = coordination.hand_over(team=team, person=ANN, by=f"person:{before.pk}", at=NOW)

    assert after.coordinator.email == "ann@example.org"
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=NOW)
    for message in Message.objects.filter(occasion__in=["team.handed_over", "team.handed_on"]):
        delivery.deliver(message_id=message.pk, at=NOW)
        message.refresh_from_db()
        assert message.state == "sent"
    live = PrivateLink.objects.get(purpose="coordinate", revoked_at=None)
    assert live.person_id == after.coordinator_id


def test_mail_that_still_waits_for_the_old_one_brings_no_link(team: Team) -> None:
    coordination.hand_over(team=team, person=ANN, by=BY, at=NOW)
    for message in Message.objects.filter(occasion="team.registered"):
        delivery.deliver(message_id=message.pk, at=NOW)

    assert Message.objects.get(occasion="team.registered").state == "cancelled"
    assert not PrivateLink.objects.filter(purpose="coordinate").exists()


def test_a_leader_may_coordinate_too(team: Team) -> None:
    leader = parties_of(team)[1].signatory
    assert leader is not None

    after = coordination.hand_over(team=team, person=PersonDraft(leader.name, leader.email.upper()), by=BY, at=NOW)

    assert after.coordinator == leader


def test_nobody_else_hands_over(team: Team) -> None:
    with pytest.raises(coordination.NotCoordinator):
        coordination.hand_over(team=team, person=ANN, by=f"person:{parties_of(team)[0].signatory_id}", at=NOW)


def test_not_to_oneself(team: Team) -> None:
    self = PersonDraft(team.coordinator.name, team.coordinator.email)
    with pytest.raises(coordination.CoordinatesAlready):
        coordination.hand_over(team=team, person=self, by=BY, at=NOW)
