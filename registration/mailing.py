"""The mail of this room, composed when it is sent: in its reader's language, with links minted for this mail alone.

A composer returns None where the mail is no longer needed. Nothing here says who has answered before all have.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain import links
from accounts.models import Person
from agreements.models import Party
from agreements.states import CommitmentState
from convenings.models import Convening
from convenings.states import ConveningState
from convenings.templatetags import times
from mail import occasions
from mail.models import Message
from mail.occasions import Letter, PrivateUrl
from registration.calendar_files import convening_file
from registration.domain import reminders, sealing
from registration.models import Attendee, Team
from registration.states import PlaceState, TeamState

LIVES_ON = timedelta(days=60)  # a link, after the convening is over
UNDECIDED = (PlaceState.NONE, PlaceState.SELECTED)  # which is the same to a team, until the letters are out


def compose_registered(message: Message, at: datetime) -> Letter | None:
    """To the coordinator: the team's own page."""
    team = _team(message)
    if team is None or team.coordinator_id != message.person_id:
        return None  # handed over meanwhile: the link is another's
    return Letter(
        subject=_("%(team)s is registered") % {"team": team.name},
        template="mail/registration/registered",
        context=_about(team) | {"link": _team_link(team, at), "button": _("Open the team's page")},
        reply_to=team.convening.contact_email,
    )


def compose_invited(message: Message, at: datetime) -> Letter | None:
    """To a signatory: the promise, and where to read and answer it."""
    return _ask(message, at, template="mail/registration/invited", subject=_("%(team)s asks for your promise"))


def compose_reminder(message: Message, at: datetime) -> Letter | None:
    """To a signatory who has not answered; nobody is reminded who has, or for whom it is too late."""
    return _ask(message, at, template="mail/registration/reminder", subject=_("%(team)s still waits for your answer"))


def compose_confirmed(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories of a complete team: it has a place."""
    team = _team(message)
    if team is None or team.place != PlaceState.CONFIRMED:
        return None
    letter = _complete(message, team, at, "mail/registration/confirmed", _("%(team)s comes to %(convening)s"))
    return replace(letter, attachments=[convening_file(team.convening)])


def compose_waitlisted(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories of a complete team: it waits for a place."""
    team = _team(message)
    if team is None or team.place != PlaceState.WAITLISTED or team.state != TeamState.COMMITTED:
        return None
    return _complete(message, team, at, "mail/registration/waitlisted", _("%(team)s is complete, and on the waitlist"))


def compose_lapsed(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories: the time ran out."""
    team = _team(message)
    if team is None or team.state != TeamState.LAPSED:
        return None
    return Letter(
        subject=_("The time for %(team)s has run out") % {"team": team.name},
        template="mail/registration/lapsed",
        context=_about(team),
        reply_to=team.convening.contact_email,
    )


def compose_complete(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories of a complete team: organizers select on a day that is named."""
    team = _team(message)
    if team is None or team.state != TeamState.COMMITTED or team.place not in UNDECIDED:
        return None
    return _complete(message, team, at, "mail/registration/complete", _("%(team)s is complete"))


def compose_offered(message: Message, at: datetime) -> Letter | None:
    """To all who may accept a place: it is held for the team until a date."""
    return _offer(message, at, "mail/registration/offered", _("A place for %(team)s, until %(until)s"))


def compose_offer_reminder(message: Message, at: datetime) -> Letter | None:
    """To all who may accept a place: the offer runs out."""
    return _offer(message, at, "mail/registration/offer_reminder", _("The place for %(team)s waits until %(until)s"))


def compose_offer_ended(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories: the place that was offered is gone."""
    team = _team(message)
    if team is None or team.place != PlaceState.RELEASED or team.state != TeamState.COMMITTED:
        return None
    subject = _("%(team)s has no place any more")
    return _complete(message, team, at, "mail/registration/offer_ended", subject)


def compose_lapsing(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories: the time runs out. The same to all, whoever has promised."""
    team = _team(message)
    if team is None or team.state != TeamState.COMMITTING or at >= team.deadline:
        return None
    return _plain(team, "mail/registration/lapsing", _("The time for %(team)s runs out tomorrow"))


def compose_held(message: Message, at: datetime) -> Letter | None:
    """To the coordinator: organizers keep the place to a date."""
    team = _team(message)
    if team is None or team.place != PlaceState.HELD:
        return None
    return _plain(team, "mail/registration/held", _("The place of %(team)s is held"))


def compose_handed_over(message: Message, at: datetime) -> Letter | None:
    """To the new coordinator: the team's own page, by a link of their own."""
    team = _team(message)
    if team is None or team.coordinator_id != message.person_id:
        return None  # handed on meanwhile
    letter = _plain(team, "mail/registration/handed_over", _("You coordinate %(team)s now"))
    letter.context.update({"link": _team_link(team, at), "button": _("Open the team's page")})
    return letter


def compose_handed_on(message: Message, at: datetime) -> Letter | None:
    """To who coordinated the team before."""
    team = _team(message)
    if team is None or team.coordinator_id == message.person_id:
        return None
    return _plain(team, "mail/registration/handed_on", _("You no longer coordinate %(team)s"))


def compose_badge(message: Message, at: datetime) -> Letter | None:
    """To somebody who comes: the own page with the badge."""
    found = Attendee.objects.coming().select_related("convening__venue", "person", "team")
    attendee = found.filter(pk=message.refs["attendee"]).first()
    if attendee is None:
        return None
    convening = attendee.convening
    link = _link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    return Letter(
        subject=_("Your badge for %(convening)s") % {"convening": convening.name},
        template="mail/registration/badge",
        context=_of_convening(convening)
        | {"name": attendee.person.name, "team": attendee.team, "link": link, "button": _("Open your page")},
        reply_to=convening.contact_email,
        attachments=[convening_file(convening)],
    )


def compose_postponed(message: Message, at: datetime) -> Letter | None:
    """To everybody concerned: later, at a time still to be named."""
    return _moved(message, ConveningState.POSTPONED, "mail/registration/postponed", _("%(convening)s is postponed"))


def compose_cancelled(message: Message, at: datetime) -> Letter | None:
    """To everybody concerned: it does not take place."""
    return _moved(message, ConveningState.CANCELLED, "mail/registration/cancelled", _("%(convening)s is cancelled"))


COMPOSERS: dict[str, tuple[Callable[[Message, datetime], Letter | None], Any]] = {
    "team.registered": (compose_registered, gettext_lazy("a team was registered")),
    "commitment.invited": (compose_invited, gettext_lazy("a promise is asked for")),
    "commitment.reminder": (compose_reminder, gettext_lazy("reminder of a promise")),
    "team.confirmed": (compose_confirmed, gettext_lazy("a team has its place")),
    "team.waitlisted": (compose_waitlisted, gettext_lazy("a team is on the waitlist")),
    "team.complete": (compose_complete, gettext_lazy("a team is complete, to be selected")),
    "team.offered": (compose_offered, gettext_lazy("a place is offered")),
    "team.offer_reminder": (compose_offer_reminder, gettext_lazy("reminder of an offered place")),
    "team.offer_ended": (compose_offer_ended, gettext_lazy("an offered place is gone")),
    "team.lapsing": (compose_lapsing, gettext_lazy("a team's time runs out")),
    "team.held": (compose_held, gettext_lazy("a team is on hold")),
    "team.handed_over": (compose_handed_over, gettext_lazy("a team has another coordinator")),
    "team.handed_on": (compose_handed_on, gettext_lazy("a team was handed on")),
    "team.lapsed": (compose_lapsed, gettext_lazy("a team's time has run out")),
    "attendee.badge": (compose_badge, gettext_lazy("badge and own page")),
    "convening.postponed": (compose_postponed, gettext_lazy("the convening is postponed")),
    "convening.cancelled": (compose_cancelled, gettext_lazy("the convening is cancelled")),
}


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    for occasion, (compose, title) in COMPOSERS.items():
        occasions.register(occasion, compose, title=title)


def _ask(message: Message, at: datetime, *, template: str, subject: str) -> Letter | None:
    party = Party.objects.with_answers().filter(pk=message.refs["party"]).first()
    if party is None or party.signatory is None or party.signatory_id != message.person_id:
        return None  # the office has another holder now
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    if not _still_asks(party, team, at):
        return None
    version = party.agreement.statement.current
    context = _about(team) | {
        "name": party.signatory.name,
        "party": party,
        "labels": [listed.label for listed in party.agreement.parties.all() if listed.is_gating],
        "vows": [promise["title"] for promise in version.promises] if version else [],
        "deadline": team.deadline,
        "text_changed": _promised_before(party),
        "link": _link(party.signatory, "answer", f"party:{party.pk}", team.convening, at),
        "button": _("Read and answer"),
    }
    return Letter(
        subject=subject % {"team": team.name}, template=template, context=context, reply_to=team.coordinator.email,
        attachments=[convening_file(team.convening)] if context["text_changed"] else [],
    )


def _still_asks(party: Party, team: Team, at: datetime) -> bool:
    """Whether an answer is still wanted: an optional office may be asked too, when it is not a reminder."""
    if party.is_gating:
        return reminders.may_be_reminded(party, team, at=at)
    asked = party.answer is not None and party.answer.state == CommitmentState.INVITED
    return asked and team.convening.state == ConveningState.OPEN and at < team.deadline


def _promised_before(party: Party) -> bool:
    """Whether they promised an earlier text, which no longer counts."""
    return party.commitments.filter(state=CommitmentState.SIGNED, signatory_id=party.signatory_id).exists()


def _complete(message: Message, team: Team, at: datetime, template: str, subject: str) -> Letter:
    completion = sealing.view_for_organizer(team).completion
    seat = team.members.coming().select_related("person").filter(person=message.person_id).first()
    link, button = PrivateUrl(""), ""
    if message.person_id == team.coordinator_id:  # nobody else ever gets the coordinator's link
        link, button = _team_link(team, at), _("Open the team's page")
    elif seat is not None:
        link = _link(seat.person, "attend", f"attendee:{seat.pk}", team.convening, at)
        button = _("Open your page")
    return Letter(
        subject=subject % {"team": team.name, "convening": team.convening.name},
        template=template,
        context=_about(team) | {"completion": completion, "link": link, "button": button},
        reply_to=team.convening.contact_email,
    )


def _offer(message: Message, at: datetime, template: str, subject: str) -> Letter | None:
    team = _team(message)
    until = team.place_held_until_at if team is not None else None
    person = Person.objects.filter(pk=message.person_id or 0).first()
    if team is None or person is None or until is None or team.place != PlaceState.OFFERED or at >= until:
        return None
    letter = _plain(team, template, subject, until=times.moment(until, team.convening))
    link = _link(person, "offer", f"team:{team.pk}", team.convening, at)
    letter.context.update({"link": link, "button": _("Accept or decline the place")})
    return letter


def _plain(team: Team, template: str, subject: str, **named: str) -> Letter:
    return Letter(
        subject=subject % {"team": team.name, **named},
        template=template,
        context=_about(team),
        reply_to=team.convening.contact_email,
    )


def _moved(message: Message, state: ConveningState, template: str, subject: str) -> Letter | None:
    convening = Convening.objects.select_related("venue").filter(pk=message.refs["convening"]).first()
    if convening is None or convening.state != state:
        return None
    return Letter(
        subject=subject % {"convening": convening.name},
        template=template,
        context=_of_convening(convening),
        reply_to=convening.contact_email,
        attachments=[convening_file(convening)],
    )


def _team(message: Message) -> Team | None:
    teams = Team.objects.select_related("convening__venue", "coordinator", "agreement")
    return teams.filter(pk=message.refs["team"]).first()


def _about(team: Team) -> dict[str, Any]:
    return _of_convening(team.convening) | {"team": team, "coordinator": team.coordinator}


def _of_convening(convening: Convening) -> dict[str, Any]:
    context: dict[str, Any] = {"convening": convening}
    if convening.is_demo:
        context["is_demo"] = True
    return context


def _team_link(team: Team, at: datetime) -> PrivateUrl:
    return _link(team.coordinator, "coordinate", f"team:{team.pk}", team.convening, at)


def _link(person: Person, purpose: str, subject: str, convening: Convening, at: datetime) -> PrivateUrl:
    until = max(convening.ends_at, at) + LIVES_ON
    return PrivateUrl(
        links.url_for(links.mint(person=person, purpose=purpose, subject=subject, expires_at=until, at=at))
    )
