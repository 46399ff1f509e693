"""People who come: members of teams, who take room, and presenters, staff, partners and guests, who do not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from accounts.models import PrivateLink
from accounts.purposes import renew_for_a_month
from agreements.states import Side
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration import signals
from registration.domain import admission, coordinators, people
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from registration.states import AttendeeKind, PlaceState, TeamState


class TeamLeft(Refusal):
    code = "team_left"
    words = _("This team does not come: nobody can be added to it.")


class TeamFull(Refusal):
    code = "team_full"


class NoRoomForPeople(Refusal):
    code = "no_room_people"
    words = _("The convening is full: there is no room for one more person.")


class MembersWait(Refusal):
    code = "members_wait"
    words = _(
        "The organizers are choosing among the teams. Please add members after the letters, or ask the organizers for"
        " one who cannot wait."
    )


class AlreadyComes(Refusal):
    code = "already_comes"
    words = _("Somebody with this address is on the team already.")
    field = "email"


class SideUnknown(Refusal):
    code = "side_unknown"
    status = 400
    words = _("Please choose a side.")
    field = "side"


class MemberNeedsTeam(Refusal):
    code = "member_needs_team"
    words = _("A member is added to a team.")


class SignatoryStays(Refusal):
    code = "signatory_stays"
    words = _("A signatory is a member of the team while holding the office.")


@transaction.atomic
def add_member(
    *, team: Team, person: PersonDraft, job: str, side: str, by: str, at: datetime, organization: str = ""
) -> Attendee:
    """One more member. Of a team that has a place it takes one of the people's; refused when there is none.

    Locks the convening before it counts. Refusals: not_your_side, team_left, team_full, members_wait, no_room_people,
    already_comes, side_unknown.
    """
    fresh = Team.objects.locked(team)
    coordinators.require_side_or_lead(fresh, side, by)
    if fresh.state in (TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN):
        raise TeamLeft
    if side and side not in Side.values:
        raise SideUnknown
    _check_most(fresh, by)
    _check_secret(fresh, by)
    if fresh.counts_against_capacity and admission.places_left(fresh.convening).people < 1:
        raise NoRoomForPeople
    people.check_printable(job)
    people.check_names(organization)
    attendee = _seat(fresh, person, job=job, side=side, organization=organization)
    _record("attendee.added", attendee, by=by, at=at)
    return attendee


@transaction.atomic
def add_attendee(
    *, convening: Convening, draft: PersonDraft, kind: str, by: str, at: datetime, job: str = "", organization: str = ""
) -> Attendee:
    """A presenter, staff member, partner or guest, who is on no team and takes no team's room.

    A guest may have no mail address: whoever stands at a crowded door is not asked for one.
    """
    if kind == AttendeeKind.MEMBER:
        raise MemberNeedsTeam
    attendee = Attendee.objects.create(
        convening=convening,
        person=people.new_person(convening.pk, draft, may_lack_address=kind == AttendeeKind.GUEST),
        kind=AttendeeKind(kind),
        job=job.strip()[:120],
        organization=organization.strip()[:200],
    )
    _record("attendee.added", attendee, by=by, at=at)
    return attendee


@transaction.atomic
def cancel_attendee(*, attendee: Attendee, by: str, at: datetime) -> Attendee:
    """Somebody does not come. Their room is free, and waiting teams move up if it is enough. Idempotent."""
    team = Team.objects.locked(attendee.team) if attendee.team is not None else None
    fresh = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    if fresh.cancelled_at is not None:
        return fresh
    if fresh.office:
        raise SignatoryStays
    if team is not None:
        coordinators.require_side_or_lead(team, fresh.side, by)
    fresh.cancelled_at = at
    fresh.save(update_fields=["cancelled_at"])
    _record("attendee.cancelled", fresh, by=by, at=at)
    signals.attendee_cancelled.send(sender=Attendee, attendee=fresh, by=by, at=at)
    if team is not None and (team.counts_against_capacity or team.place == PlaceState.WAITLISTED):
        admission.fill_places(convening=team.convening, by=by, at=at)
    return fresh


def renewal_of_own_page(link: PrivateLink, at: datetime) -> datetime | None:
    """Until when a lost link to the own page is given anew; None: this person does not come any more."""
    comes = Attendee.objects.coming().filter(pk=link.subject_id).exists()
    return renew_for_a_month(link, at) if comes else None


def _check_secret(team: Team, by: str) -> None:
    """Between the choice and the letters the complete teams stand still: that there is room for one more person, or
    none, would tell who is selected. One query at most.
    """
    undecided = team.completion is not None and team.shown_place == PlaceState.NONE
    if undecided and not is_organizer(by) and admission.letters_wait(team.convening):
        raise MembersWait


def _check_most(team: Team, by: str) -> None:
    """Coordinators add those whose places are included, organizers up to the most. One query."""
    come, convening = team.members.coming().count(), team.convening
    if come >= convening.members_most:
        raise TeamFull(_("A team has at most %(most)d members.") % {"most": convening.members_most})
    if come >= convening.members_by_themselves and not is_organizer(by):
        words = _("A team names %(most)d members by itself. Ask the organizers for one more.")
        raise TeamFull(words % {"most": convening.members_by_themselves})


def _seat(team: Team, draft: PersonDraft, *, job: str, side: str, organization: str) -> Attendee:
    """The member's row; who was cancelled before comes again."""
    person = people.person_for(team, draft)
    before = Attendee.objects.filter(convening_id=team.convening_id, person=person).first()
    values = {"job": job.strip()[:120], "side": side, "organization": organization.strip()[:200]}
    if before is None:
        return Attendee.objects.create(
            convening_id=team.convening_id, person=person, team=team, kind=AttendeeKind.MEMBER, **values
        )
    if before.cancelled_at is None:
        raise AlreadyComes
    before.cancelled_at = None
    for name, value in values.items():
        setattr(before, name, value)
    before.save(update_fields=["cancelled_at", *values])
    return before


def _record(kind: str, attendee: Attendee, *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind,
        by=by,
        at=at,
        subject=f"attendee:{attendee.pk}",
        convening_id=attendee.convening_id,
        data={"team": attendee.team_id, "kind": attendee.kind},
    )
