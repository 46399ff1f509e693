"""The mail of this room, composed when it is sent: in its reader's language, with links minted for this mail alone.

A composer returns None where the mail is no longer needed. Nothing here says who has answered before all have.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain import links
from accounts.models import Person
from agreements.models import Party
from agreements.states import CommitmentState
from convenings.models import Convening
from convenings.states import ConveningState
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, PrivateUrl, Source, Value
from registration import mailing_values
from registration.calendar_files import convening_file
from registration.domain import coordinators, reminders
from registration.domain.answering_time import takes_promises
from registration.models import Attendee, Team
from registration.states import PlaceState, TeamState

LIVES_ON = timedelta(days=60)  # a link, after the convening is over


def compose_registered(message: Message, at: datetime) -> Letter | None:
    """To the coordinator: the team's own page."""
    team = team_of(message)
    if team is None or team.coordinator_id != message.person_id:
        return None  # handed over meanwhile: the link is another's
    return letter(team.convening, mailing_values.of_whole_team(team), team_button(team, team.coordinator, at))


def compose_asked(message: Message, at: datetime) -> Letter | None:
    """To a signatory who has not answered: the promise, and where to answer it; and again as a reminder."""
    party = _asked(message.refs["party"])
    if party is None or party.signatory is None or party.signatory_id != message.person_id:
        return None  # the office has another holder now
    team = party.agreement.team
    if not _still_asks(party, team, at):
        return None
    text_changed = _answered_before(party, CommitmentState.SIGNED)
    again = not text_changed and _answered_before(party, CommitmentState.DECLINED, CommitmentState.WITHDRAWN)
    beside = coordinators.for_side(team, party.side)
    asked = mailing_values.asked(party, text_changed=text_changed, asked_again=again)
    values = mailing_values.of_whole_team(team, beside) | asked
    url = private_link(party.signatory, "answer", f"party:{party.pk}", team.convening, at)
    written = letter(team.convening, values, Button(_("Read and answer"), url), reply_to=beside.email)
    return replace(written, attachments=[convening_file(_whole(team.convening))] if text_changed else [])


def compose_lapsed(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories: the time ran out."""
    team = team_of(message)
    if team is None or team.state != TeamState.LAPSED:
        return None
    return letter(team.convening, mailing_values.of_whole_team(team))


def compose_offer(message: Message, at: datetime) -> Letter | None:
    """To all who may accept a place: it is held for the team until a date; and again when the offer runs out."""
    team = team_of(message)
    until = team.place_held_until_at if team is not None else None
    person = Person.objects.filter(pk=message.person_id or 0).first()
    if team is None or person is None or until is None or team.place != PlaceState.OFFERED or at >= until:
        return None
    values = mailing_values.of_whole_team(team) | {"until": mailing_values.zoned(until, team.convening)}
    url = private_link(person, "offer", f"team:{team.pk}", team.convening, at)
    return letter(team.convening, values, Button(_("Accept or decline the place"), url))


def compose_lapsing(message: Message, at: datetime) -> Letter | None:
    """To coordinator and signatories: the time runs out. The same to all, whoever has promised."""
    team = team_of(message)
    if team is None or team.state != TeamState.COMMITTING or at >= team.deadline:
        return None
    return letter(team.convening, mailing_values.of_whole_team(team))


def compose_held(message: Message, at: datetime) -> Letter | None:
    """To the coordinator: organizers keep the place to a date."""
    team = team_of(message)
    if team is None or team.place != PlaceState.HELD or team.place_held_until_at is None:
        return None
    until = mailing_values.zoned(team.place_held_until_at, team.convening)
    return letter(team.convening, mailing_values.of_whole_team(team) | {"until": until})


def compose_handed_over(message: Message, at: datetime) -> Letter | None:
    """To the new coordinator: the team's own page, by a link of their own."""
    team = team_of(message)
    if team is None or team.coordinator_id != message.person_id:
        return None  # handed on meanwhile
    return letter(team.convening, mailing_values.of_whole_team(team), team_button(team, team.coordinator, at))


def compose_handed_on(message: Message, at: datetime) -> Letter | None:
    """To who coordinated the team before, or a side of it."""
    team = team_of(message)
    if team is None or coordinators.coordinates(team, message.person_id):
        return None
    return letter(team.convening, mailing_values.of_team(team))


def compose_badge(message: Message, at: datetime) -> Letter | None:
    """To somebody who comes: the own page with the badge."""
    found = Attendee.objects.coming().select_related("convening__venue", "person", "team")
    attendee = found.filter(pk=message.refs["attendee"]).first()
    if attendee is None:
        return None
    convening, name = attendee.convening, {"name": attendee.person.name}
    values = mailing_values.of_convening(convening) | mailing_values.dates(convening) | name
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    written = letter(convening, values, Button(_("Open your page"), url))
    return replace(written, attachments=[convening_file(convening)])


def compose_address_changed(message: Message, at: datetime) -> Letter | None:
    """To the address that somebody who comes had. It may have been a stranger's all along: nothing here but that."""
    convening = _whole(Convening(pk=message.refs["convening"]))
    return letter(convening, mailing_values.of_convening(convening))


def compose_postponed(message: Message, at: datetime) -> Letter | None:
    """To everybody concerned: later, at a time still to be named."""
    return _moved(message, ConveningState.POSTPONED)


def compose_cancelled(message: Message, at: datetime) -> Letter | None:
    """To everybody concerned: it does not take place."""
    return _moved(message, ConveningState.CANCELLED)


_v = mailing_values
_CONVENING = (*_v.CONVENING, *_v.DATES)

OCCASIONS = (
    Occasion(
        "team.registered", compose_registered, gettext_lazy("a team was registered"), _v.WHOLE_TEAM, has_button=True
    ),
    Occasion(
        "commitment.invited", compose_asked, gettext_lazy("a promise is asked for"), (*_v.WHOLE_TEAM, *_v.ASKED), True
    ),
    Occasion(
        "commitment.reminder", compose_asked, gettext_lazy("reminder of a promise"), (*_v.WHOLE_TEAM, *_v.ASKED), True
    ),
    Occasion(
        "team.offered", compose_offer, gettext_lazy("a place is offered"), (*_v.WHOLE_TEAM, _v.UNTIL), has_button=True
    ),
    Occasion(
        "team.offer_reminder",
        compose_offer,
        gettext_lazy("reminder of an offered place"),
        (*_v.WHOLE_TEAM, _v.UNTIL),
        has_button=True,
    ),
    Occasion("team.lapsing", compose_lapsing, gettext_lazy("a team's time runs out"), _v.WHOLE_TEAM),
    Occasion("team.held", compose_held, gettext_lazy("a team is on hold"), (*_v.WHOLE_TEAM, _v.UNTIL)),
    Occasion(
        "team.handed_over", compose_handed_over, gettext_lazy("a team has another coordinator"), _v.WHOLE_TEAM, True
    ),
    Occasion("team.handed_on", compose_handed_on, gettext_lazy("a team was handed on"), _v.TEAM),
    Occasion("team.lapsed", compose_lapsed, gettext_lazy("a team's time has run out"), _v.WHOLE_TEAM),
    Occasion(
        "attendee.badge", compose_badge, gettext_lazy("badge and own page"), (*_CONVENING, _v.NAME), has_button=True
    ),
    Occasion(
        "attendee.address_changed", compose_address_changed, gettext_lazy("an attendee's address changed"), _v.CONVENING
    ),
    Occasion(
        "convening.postponed", compose_postponed, gettext_lazy("the convening is postponed"), (*_CONVENING, _v.REASON)
    ),
    Occasion(
        "convening.cancelled", compose_cancelled, gettext_lazy("the convening is cancelled"), (*_CONVENING, _v.REASON)
    ),
)


# Of the answer's own version only a promise wants to know (Party.has_signed); most who are asked gave none.
_ASKED = (
    "label", "organization", "side", "requirement", "accepted_missing_at",
    *(f"signatory__{name}" for name in ("name", "email")),
    *(f"answer__{name}" for name in ("version", "state", "number", "deferred_until_on")),
    *(f"agreement__statement__current__{name}" for name in ("number", "counts_from", "promises")),
    *(f"agreement__team__{name}" for name in ("name", "state", "place", "place_held_until_at", "promise_by_at")),
    "agreement__team__times_completed",
    *(f"agreement__team__{name}" for name in ("agreement", "coordinator_side")),
    *(f"agreement__team__coordinator__{name}" for name in ("name", "email")),
    *(f"agreement__team__convening__{name}" for name in ("name", "contact_email", "is_demo", "state", "time_zone")),
    *(f"agreement__team__convening__{name}" for name in ("starts_at", "ends_at", "promise_by_at")),
    *(f"agreement__team__convening__venue__{name}" for name in ("name", "city")),
)


def _asked(party_id: int) -> Party | None:
    """An office with as much of it, its team and its convening as the mail that asks for a promise needs."""
    parties = Party.objects.select_related(
        "signatory", "answer", "agreement__statement__current", "agreement__team__coordinator",
        "agreement__team__convening__venue",
    )
    # Unordered: to write ORDER BY, Django compares every column.
    return next(iter(parties.filter(pk=party_id).only(*_ASKED).order_by()), None)


def _whole(convening: Convening) -> Convening:
    return Convening.objects.select_related("venue").get(pk=convening.pk)


def _still_asks(party: Party, team: Team, at: datetime) -> bool:
    """Whether an answer is still wanted: an optional office may be asked too, when it is not a reminder."""
    if party.is_gating:
        return reminders.may_be_reminded(party, team, at=at)
    asked = party.answer is not None and party.answer.state == CommitmentState.INVITED
    return asked and takes_promises(team) and at < team.deadline


def _answered_before(party: Party, *states: CommitmentState) -> bool:
    """Whether they answered so before: what they promised was an earlier text. No query for a first answer."""
    if party.answer is None or party.answer.number == 1:
        return False
    return party.commitments.filter(state__in=states, signatory_id=party.signatory_id).exists()


def _moved(message: Message, state: ConveningState) -> Letter | None:
    convening = Convening.objects.select_related("venue").filter(pk=message.refs["convening"]).first()
    if convening is None or convening.state != state:
        return None
    values = mailing_values.of_convening(convening) | mailing_values.dates(convening)
    written = letter(convening, values | {"reason": convening.state_reason})
    return replace(written, attachments=[convening_file(convening)])


def team_of(message: Message) -> Team | None:
    """The team that a mail is about, with as much as letters say of it."""
    teams = Team.objects.select_related("convening__venue", "coordinator", "agreement")
    return teams.filter(pk=message.refs["team"]).first()


def letter(
    convening: Convening,
    values: Mapping[str, Value],
    *buttons: Button,
    reply_to: str = "",
    source: Source | None = None,
) -> Letter:
    """A letter about a convening; answers go to its organizers where nobody else is named."""
    reply_to = reply_to or convening.contact_email
    return Letter(values, buttons, reply_to=reply_to, is_demo=convening.is_demo, source=source)


def private_link(
    person: Person, purpose: str, subject: str, convening: Convening, at: datetime
) -> Callable[[], PrivateUrl]:
    """Mints a link for one mail when it is called; it lives on for a while after the convening."""

    def mint() -> PrivateUrl:
        until = max(convening.ends_at, at) + LIVES_ON
        return PrivateUrl(
            links.url_for(links.mint(person=person, purpose=purpose, subject=subject, expires_at=until, at=at))
        )

    return mint


def team_button(team: Team, coordinator: Person, at: datetime) -> Button:
    """To the team's own page, for one of its coordinators."""
    url = private_link(coordinator, "coordinate", f"team:{team.pk}", team.convening, at)
    return Button(_("Open the team's page"), url)
