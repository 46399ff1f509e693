"""The mail of a complete team: where it stands with its place, and its certificate in the same letter."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Party
from convenings.templatetags import times
from mail.models import Message
from mail.occasions import Button, Letter, Occasion
from registration import mailing_values
from registration.calendar_files import convening_file
from registration.domain import certificates, coordinators, sealing
from registration.mailing import letter, private_link, team_button, team_of
from registration.models import Certificate, Team
from registration.states import PlaceState, TeamState

UNDECIDED = (PlaceState.NONE, PlaceState.SELECTED)  # which is the same to a team, until the letters are out


def compose_confirmed(message: Message, at: datetime) -> Letter | None:
    """To coordinators and signatories of a complete team: it has a place."""
    team = team_of(message)
    if team is None or team.place != PlaceState.CONFIRMED:
        return None
    return replace(_complete(message, team, at), attachments=[convening_file(team.convening)])


def compose_in_check(message: Message, at: datetime) -> Letter | None:
    """To coordinators and signatories of a complete team: the place waits for the check of the office-holders."""
    team = team_of(message)
    if team is None or team.place != PlaceState.IN_CHECK:
        return None
    return _complete(message, team, at)


def compose_waitlisted(message: Message, at: datetime) -> Letter | None:
    """To coordinators and signatories of a complete team: it waits for a place."""
    team = team_of(message)
    if team is None or team.place != PlaceState.WAITLISTED or team.state != TeamState.COMMITTED:
        return None
    return _complete(message, team, at)


def compose_complete(message: Message, at: datetime) -> Letter | None:
    """To coordinators and signatories of a complete team: organizers select on a day that is named."""
    team = team_of(message)
    if team is None or team.state != TeamState.COMMITTED or team.place not in UNDECIDED:
        return None
    return _complete(message, team, at)


def compose_offer_ended(message: Message, at: datetime) -> Letter | None:
    """To coordinators and signatories: the place that was offered is gone."""
    team = team_of(message)
    if team is None or team.place != PlaceState.RELEASED or team.state != TeamState.COMMITTED:
        return None
    return _complete(message, team, at)


def compose_certificate(message: Message, at: datetime) -> Letter | None:
    """To a signatory of a team that is complete again and stands where it stood: its new certificate alone."""
    found = Certificate.objects.select_related("team__convening__venue", "team__coordinator", "team__agreement")
    certificate = found.filter(pk=message.refs["certificate"]).first()
    if certificate is None or certificates.validity_of(certificate) != certificates.Validity.VALID:
        return None
    team, party = certificate.team, _promised(certificate.team, message.person_id)
    if party is None or party.signatory is None:
        return None
    day = times.plain_day(team.convening.local(certificate.completed_at).date())
    values = mailing_values.of_whole_team(team) | {"name": party.signatory.name, "completed_on": day}
    return letter(team.convening, values, _certificate_button(team, party, at))


def _complete(message: Message, team: Team, at: datetime) -> Letter:
    completion = sealing.view_for_organizer(team).completion
    assert completion is not None  # the callers have looked
    values = mailing_values.of_whole_team(team) | mailing_values.of_completion(completion)
    party = _promised(team, message.person_id)
    own_page = _own_page(message, team, at)
    certificate = _certificate_button(team, party, at) if party is not None else None
    return letter(team.convening, values, *[button for button in (own_page, certificate) if button is not None])


def _own_page(message: Message, team: Team, at: datetime) -> Button | None:
    """To the page of who reads the mail: the team's for its coordinators, else an attendee's."""
    own = next((one.person for one in coordinators.of_team(team) if one.person.pk == message.person_id), None)
    if own is not None:  # nobody else ever gets a coordinator's link
        return team_button(team, own, at)
    seat = team.members.coming().select_related("person").filter(person=message.person_id).first()
    if seat is None:
        return None
    url = private_link(seat.person, "attend", f"attendee:{seat.pk}", team.convening, at)
    return Button(_("Open your page"), url)


def _promised(team: Team, person_id: int | None) -> Party | None:
    """The office, the first of two, whose holder's promise stands on the certificate of a complete team. One query."""
    return (
        Party.objects.filter(agreement=team.agreement_id, signatory=person_id, answer__signatory=person_id)
        .filter(answer__certificates__team=team, answer__certificates__number=team.times_completed)
        .select_related("signatory")
        .order_by("position")
        .first()
    )


def _certificate_button(team: Team, party: Party, at: datetime) -> Button:
    assert party.signatory is not None
    url = private_link(party.signatory, "answer", f"party:{party.pk}", team.convening, at)
    title = _("Your team’s certificate of commitment, to be read and printed")
    return Button(_("Open your promise and the certificate"), url, title)


_v = mailing_values
_COMPLETE = (*_v.WHOLE_TEAM, *_v.COMPLETION)

OCCASIONS = (
    Occasion("team.confirmed", compose_confirmed, gettext_lazy("a team has its place"), _COMPLETE, has_button=True),
    Occasion(
        "team.in_check",
        compose_in_check,
        gettext_lazy("a team’s office-holders are checked before its place is confirmed"),
        _COMPLETE,
        has_button=True,
    ),
    Occasion(
        "team.waitlisted", compose_waitlisted, gettext_lazy("a team is on the waitlist"), _COMPLETE, has_button=True
    ),
    Occasion(
        "team.complete",
        compose_complete,
        gettext_lazy("a team is complete, to be selected"),
        _COMPLETE,
        has_button=True,
    ),
    Occasion(
        "team.offer_ended", compose_offer_ended, gettext_lazy("an offered place is gone"), _COMPLETE, has_button=True
    ),
    Occasion(
        "certificate.ready",
        compose_certificate,
        gettext_lazy("the certificate of a complete team"),
        (*_v.WHOLE_TEAM, _v.NAME, _v.COMPLETED_ON),
        has_button=True,
    ),
)
