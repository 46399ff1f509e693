"""The mail about the call, through the delivery that sends it."""

from datetime import timedelta

import pytest

from accounts.models import PrivateLink
from breakouts.domain import deciding
from breakouts.domain.submissions import answer, withdraw
from breakouts.reminding import CALL_CLOSES
from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_sweep import owe_due
from convenings.models import Convening
from tests.breakouts.call_factories import CLOSES, actor_of, call, invitation, proposal, proposing_team
from tests.breakouts.factories import BY
from tests.registration.factories import NOW
from tests.registration.test_mailing import LINK, both, send


def test_an_invitation_brings_a_private_link_and_none_once_the_call_is_over(convening: Convening) -> None:
    guest = invitation(convening)
    (mail,) = send("call.invited")
    assert "Say what you did, and what it cost." in both(mail)
    assert "Eastern Time" in mail.subject
    assert len(set(LINK.findall(both(mail)))) == 1
    link = PrivateLink.objects.get(purpose="propose")
    assert (link.subject, link.person_id) == (f"invitation:{guest.pk}", guest.person_id)
    invitation(convening, "late@example.org")
    assert send("call.invited", at=CLOSES) == []


def test_a_question_is_sent_and_none_once_it_is_answered(convening: Convening) -> None:
    call(convening)
    team, guest = proposing_team(convening), invitation(convening)
    for proposer in (team, guest):
        deciding.ask(submission=proposal(proposer), text="Could it be <b>shorter</b>?", by=BY, at=NOW)
    mails = send(deciding.ASKED)
    assert len(mails) == 2
    assert "team's page" in mails[0].body
    assert "team's page" not in mails[1].body
    assert all("<b>shorter" not in mail.alternatives[0][0] for mail in mails)
    other = deciding.ask(submission=proposal(team), text="Who?", by=BY, at=NOW)
    answer(submission=other, text="We.", by=actor_of(team), at=NOW)
    assert send(deciding.ASKED) == []


def test_letters_say_the_decision_and_the_words(convening: Convening) -> None:
    call(convening)
    team = proposing_team(convening)
    yes, no = proposal(team, title="王小明 & O'Brien-Nuñez"), proposal(team, title="Đặng")
    deciding.accept(submission=yes, by=BY, at=NOW)
    deciding.decline(submission=no, words="Three others are about this.", by=BY, at=NOW)
    deciding.tell(convening=convening, by=BY, at=NOW)
    (accepted,), (declined,) = send(deciding.ACCEPTED), send(deciding.DECLINED)
    assert accepted.subject == "Your session “王小明 & O'Brien-Nuñez” is accepted"
    assert "Three others are about this." in both(declined)
    assert "Three others" not in both(accepted)
    assert send(deciding.ACCEPTED) == []


@pytest.mark.parametrize("ends", [False, True])
def test_who_has_not_finished_is_reminded_once(convening: Convening, ends: bool) -> None:
    call(convening)
    team = proposing_team(convening)
    writing = proposal(team, draft=True, title="Half a thought")
    proposal(team)
    set_rule(convening=convening, occasion="call_closes", draft=CALL_CLOSES.suggested, by=BY, at=NOW)
    due = CLOSES - timedelta(days=1)
    assert owe_due(at=due) == 1
    if ends:
        withdraw(submission=writing, by=actor_of(team), at=due)
    assert ["Half a thought" in mail.subject for mail in send("call.closing", at=due)] == ([] if ends else [True])
    assert owe_due(at=due) == 0
