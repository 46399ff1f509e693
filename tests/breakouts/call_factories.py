"""A call for sessions and proposals for tests, made by the domain functions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from breakouts.domain.calls import invite, set_call
from breakouts.domain.submissions import Proposer, SubmissionDraft, keep, propose
from breakouts.models import Call, CallInvitation, Submission
from convenings.models import Convening
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.breakouts.factories import BY
from tests.registration.factories import NOW, make_team

OPENS, CLOSES = NOW - timedelta(days=10), NOW + timedelta(days=10)


def call(convening: Convening, **over: Any) -> Call:
    facts = {"text": "Say what you did, and what it cost.", "opens_at": OPENS, "closes_at": CLOSES} | over
    return set_call(convening=convening, **facts, by=BY, at=NOW - timedelta(days=20))


def invitation(convening: Convening, email: str = "nora@example.org", **over: Any) -> CallInvitation:
    call(convening)
    draft = PersonDraft("Nora O'Brien-Nuñez", email)
    return invite(convening=convening, draft=draft, **{"organization": "Rural Teachers’ Fund", **over}, by=BY, at=NOW)


def proposing_team(convening: Convening) -> Team:
    return make_team(convening, "confirmed", members=2)


def actor_of(proposer: Proposer) -> str:
    person = proposer.coordinator_id if isinstance(proposer, Team) else proposer.person_id
    return f"person:{person}"


def draft_for(proposer: Proposer, **over: Any) -> SubmissionDraft:
    """Complete: presented by the team's first member, or by who was invited."""
    if isinstance(proposer, Team):
        who: dict[str, Any] = {"members": frozenset({proposer.members.order_by("pk")[0].pk})}
    else:
        who = {"others": ((proposer.person.name, proposer.person.email),)}
    return SubmissionDraft(**{"title": "One table", "abstract": "What we did.", **who, **over})


def proposal(proposer: Proposer, *, draft: bool = False, **over: Any) -> Submission:
    """A proposal that is in, or is still being written."""
    where = Call.objects.get(convening=(proposer if isinstance(proposer, Team) else proposer.call).convening)
    act = keep if draft else propose
    return act(
        call=where, proposer=proposer, key=uuid4(), draft=draft_for(proposer, **over), by=actor_of(proposer), at=NOW
    )
