"""The mail about the call for sessions, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from breakouts.domain.calls import INVITED, is_open
from breakouts.domain.deciding import ACCEPTED, ASKED, DECLINED, proposers_of
from breakouts.models import CallInvitation, Remark, Submission
from breakouts.models.submission import open_question
from breakouts.states import SubmissionState
from convenings.models import Convening
from convenings.reminder_occasions import RUNNING
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Value, Variable
from registration import mailing_values
from registration.mailing import letter, private_link, team_button

CLOSING = "call.closing"
UNTIL = Variable(
    "until", gettext_lazy("until when proposals are taken, with the time zone"),
    gettext_lazy("Fri, April 2, 2027, 11:59 p.m. Eastern Time"), required=True,
)  # fmt: skip
SESSION = Variable("session", gettext_lazy("the title of the proposal"), gettext_lazy("One table for both sides"))
CALL = Variable("call", gettext_lazy("what is looked for"), gettext_lazy("Say what you did, and what it cost."))
QUESTION = Variable(
    "question", gettext_lazy("what the organizers ask"), gettext_lazy("Could it be shorter?"), required=True
)
WORDS = Variable("words", gettext_lazy("what you wrote"), gettext_lazy("There was no room for it."), required=True)
ON_TEAM = Variable("on_team_page", gettext_lazy("whether a team proposed it, on the team's page"), True)
_PROPOSAL = (*mailing_values.CONVENING, mailing_values.NAME, SESSION, ON_TEAM)


def compose_invited(message: Message, at: datetime) -> Letter | None:
    """To somebody on no team: propose a session, by a private link. None once the call is over."""
    found = CallInvitation.objects.select_related("call__convening", "person")
    invitation = found.filter(pk=message.refs["invitation"]).first()
    if invitation is None or invitation.call.closes_at <= at:
        return None
    call, convening = invitation.call, invitation.call.convening
    values = mailing_values.of_convening(convening) | {"name": invitation.person.name, "call": call.text}
    values["until"] = mailing_values.zoned(call.closes_at, convening)
    return letter(convening, values, _own_button(invitation, at))


def compose_asked(message: Message, at: datetime) -> Letter | None:
    """To whoever proposes: a question of the organizers. None once it is answered."""
    found = _found(message)
    question = open_question(Remark.objects.filter(submission=message.refs["submission"]))
    if found is None or question is None or question.pk != message.refs["remark"]:
        return None
    return _written(*found, {"question": question.text}, at)


def compose_accepted(message: Message, at: datetime) -> Letter | None:
    """To whoever proposes: it becomes a session."""
    found = _found(message, SubmissionState.ACCEPTED)
    return _written(*found, {}, at) if found else None


def compose_declined(message: Message, at: datetime) -> Letter | None:
    """To whoever proposes: no, with the organizers' words."""
    found = _found(message, SubmissionState.DECLINED)
    return _written(*found, {"words": found[0].decision}, at) if found else None


def compose_closing(message: Message, at: datetime) -> Letter | None:
    """To whoever has not finished a proposal: the call closes. None once it is proposed or withdrawn."""
    found = _found(message, SubmissionState.DRAFT)
    if found is None or not is_open(found[0].call, at):
        return None
    call = found[0].call
    return _written(*found, {"until": mailing_values.zoned(call.closes_at, call.convening)}, at)


def _found(message: Message, state: SubmissionState | None = None) -> tuple[Submission, Person] | None:
    """The proposal, where it is still so and the reader still speaks for it, in a convening that is not off."""
    related = ("call__convening", "team__coordinator", "team__convening__venue", "invitation__person")
    submission = Submission.objects.select_related(*related).filter(pk=message.refs["submission"]).first()
    if submission is None or submission.call.convening.state not in RUNNING:
        return None
    if state is not None and submission.state != state:
        return None
    person = next((one for one in proposers_of(submission) if one.pk == message.person_id), None)
    return (submission, person) if person is not None else None


def _written(submission: Submission, person: Person, more: dict[str, Value], at: datetime) -> Letter:
    convening = submission.call.convening
    title = submission.title or _("a proposal without a title")
    values = mailing_values.of_convening(convening) | {"name": person.name, "session": title, **more}
    values["on_team_page"] = submission.team is not None
    if submission.team is not None:
        return letter(convening, values, team_button(submission.team, person, at))
    assert submission.invitation is not None
    return letter(convening, values, _own_button(submission.invitation, at, convening))


def _own_button(invitation: CallInvitation, at: datetime, convening: Convening | None = None) -> Button:
    where = convening or invitation.call.convening
    url = private_link(invitation.person, "propose", f"invitation:{invitation.pk}", where, at)
    return Button(_("Open your page"), url)


OCCASIONS = (
    Occasion(
        INVITED, compose_invited, gettext_lazy("somebody is asked to propose a session"),
        (*mailing_values.CONVENING, mailing_values.NAME, CALL, UNTIL), has_button=True,
    ),
    Occasion(
        ASKED, compose_asked, gettext_lazy("a question about a proposed session"), (*_PROPOSAL, QUESTION),
        has_button=True,
    ),
    Occasion(ACCEPTED, compose_accepted, gettext_lazy("a proposed session is accepted"), _PROPOSAL, has_button=True),
    Occasion(
        DECLINED, compose_declined, gettext_lazy("a proposed session is declined"), (*_PROPOSAL, WORDS), has_button=True
    ),
    Occasion(
        CLOSING, compose_closing, gettext_lazy("the call for sessions closes"), (*_PROPOSAL, UNTIL), has_button=True
    ),
)  # fmt: skip
