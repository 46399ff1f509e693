"""A team from registration to its promise, and its ways out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from accounts.models import Person
from agreements.domain import agreements
from agreements.models import Party
from agreements.states import CommitmentState, Requirement, Side
from convenings.models import Convening, Element
from convenings.states import ConveningState
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission, completion, coordinators, gate, letters, offices, people, team_moves
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft, Profile
from registration.domain.promising import DeadlinePassed
from registration.models import Attendee, DirectoryEntry, Office, Team, TeamType
from registration.states import AttendeeKind, Locale, TeamState


class RegistrationClosed(Refusal):
    code = "registration_closed"
    words = _("Registration is not open.")


class RegistrationRefused(Refusal):
    """Something that was typed; `field` says where."""

    code = "registration_refused"
    status = 400


class HolderMissing(RegistrationRefused):
    code = "holder_missing"
    words = _("Please name who holds this office.")


class SameAddress(RegistrationRefused):
    code = "same_address"
    words = _("Two people have this address. Each needs their own: the promise is personal.")


class SameHolder(RegistrationRefused):
    code = "same_holder"
    words = _(
        "This address stands at two offices. If one person holds both, say so below: an organizer looks at it, and the"
        " team is registered meanwhile. If not, each needs an own address: the promise is personal."
    )


class SharesNone(RegistrationRefused):
    code = "shares_none"
    words = _(
        "No office before this one has this name and address. Please type both as they stand there, or take away that"
        " the same person holds both."
    )


class MembersTooMany(RegistrationRefused):
    code = "members_too_many"
    field = "members"


class MembersTooFew(RegistrationRefused):
    code = "members_too_few"
    field = "members"


class SideUnmanned(RegistrationRefused):
    code = "side_without_member"
    field = "members"


@transaction.atomic
def register_team(
    *,
    convening: Convening,
    type: TeamType,  # noqa: A002
    name: str,
    place_name: str,
    us_state: str,
    coordinator: PersonDraft,
    coordinator_side: str,
    holders: Mapping[str, HolderDraft],
    by: str,
    at: datetime,
    profile: Profile | None = None,
    members: Sequence[MemberDraft] = (),
    focus: Iterable[Element] = (),
    focus_text: str = "",
    intention: str = "",
    directory_entry: DirectoryEntry | None = None,
) -> Team:
    """A team in draft, its people, its agreement; nobody is invited yet. Owes the coordinator the mail with their link.

    holders: by the code of the office. A required office needs one; one that need not exist and has none counts as
    reported missing. One person may be named for two offices where the second says so (`shares`): it then waits for an
    organizer, and the team is registered meanwhile. Refusals name the field: "name", "holders.superintendent",
    "members.0".
    """
    locked = Convening.objects.select_related("statement").locked(convening.pk)
    _check_open(locked, at)
    asked = list(type.offices.all())
    _check_drafts(locked, asked, holders, members)
    _check_names(coordinator, holders, members)
    shared = _shared(asked, holders)
    named = {code: holder for code, holder in holders.items() if code not in shared}
    check_place(name=name, place_name=place_name, us_state=us_state)
    if coordinator_side not in Side.values:
        raise RegistrationRefused(_("Please choose a side."), field="coordinator_side")
    team = Team.objects.create(
        convening=locked,
        type=type,
        directory_entry=directory_entry,
        name=name.strip(),
        folded_name=fold(name)[:200],
        place_name=place_name.strip(),
        us_state=us_state.strip().upper(),
        focus_text=focus_text.strip()[:300],
        intention=intention.strip(),
        coordinator=people.new_person(locked.pk, coordinator),
        coordinator_side=coordinator_side,
        registered_at=at,
        **profile_values(profile or Profile()),
    )
    team.focus.set(focus)
    signatories = {code: people.person_for(team, holder.person) for code, holder in named.items()}
    _seat(team, asked, signatories, holders, members)
    _make_agreement(team, asked, signatories, holders, shared, by=by, at=at)
    _record("team.registered", team, by=by, at=at, data={"type": type.code, "coordinator": team.coordinator_id})
    letters.owe_coordinator("team.registered", team, at=at)
    return team


@transaction.atomic
def invite_signatories(*, team: Team, by: str, at: datetime) -> Team:
    """Asks all offices at once, since an order would rank them; owes each the mail with their private link.

    Refusals: lead_only, registration_closed, deadline_passed, members_too_few, side_without_member, team_state.
    """
    fresh = Team.objects.locked(team)
    coordinators.require_lead(fresh, by)
    _check_open(fresh.convening, at, deadline=fresh.deadline)
    if fresh.members.coming().count() < fresh.convening.members_least:
        words = _("A team has at least %(least)d members.") % {"least": fresh.convening.members_least}
        raise MembersTooFew(words)
    if fresh.convening.member_per_side:
        _check_sides(fresh)
    if fresh.state != TeamState.DRAFT:
        raise team_moves.StateNotPossible
    team_moves.move_state(fresh, TeamState.COMMITTING, by=by, at=at, invited_at=at)
    for party in Party.objects.filter(agreement=fresh.agreement_id, signatory__isnull=False).with_answers():
        offices.invite_party(party, fresh, by=by, at=at)
    return fresh


@transaction.atomic
def withdraw_team(*, team: Team, reason: str, by: str, at: datetime) -> Team:
    """The team comes no more: its place is free, and waiting teams move up. reason: kept for organizers."""
    return _leave(team, TeamState.WITHDRAWN, reason=reason, by=by, at=at)


@transaction.atomic
def decline_team(*, team: Team, reason: str, by: str, at: datetime) -> Team:
    """An organizer closes the registration of a team that is still committing. reason: kept for organizers."""
    return _leave(team, TeamState.DECLINED, reason=reason, by=by, at=at)


@transaction.atomic
def reopen_team(*, team: Team, by: str, at: datetime, promise_by_at: datetime | None = None) -> Team:
    """A team that declined, lapsed or withdrew asks its offices again. Promises that still stand count.

    Whoever has not promised is invited anew; where nobody is missing the team is complete at once, as the last in line.
    promise_by_at: its own deadline from now on; None: the one that it had.
    """
    fresh = Team.objects.locked(team)
    if fresh.state in (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED):
        raise team_moves.StateNotPossible
    if promise_by_at is not None:
        fresh = extend_deadline(team=team, promise_by_at=promise_by_at, by=by, at=at)
    _check_open(fresh.convening, at, deadline=fresh.deadline)
    invited_at = fresh.invited_at or at
    team_moves.move_state(fresh, TeamState.COMMITTING, by=by, at=at, leaving_reason="", invited_at=invited_at)
    for party in Party.objects.filter(agreement=fresh.agreement_id, signatory__isnull=False).with_answers():
        if not party.has_signed and (party.answer is None or party.answer.state != CommitmentState.DEFERRED):
            offices.invite_party(party, fresh, by=by, at=at)
    return completion.settle(fresh, by=by, at=at)


@transaction.atomic
def extend_deadline(*, team: Team, promise_by_at: datetime | None, by: str, at: datetime) -> Team:
    """Gives a team its own deadline; None: the convening's again."""
    fresh = Team.objects.locked(team)
    if promise_by_at is not None and not at < promise_by_at <= fresh.convening.starts_at:
        raise RegistrationRefused(_("A time to come, before the convening begins."), field="promise_by_at")
    fresh.promise_by_at = promise_by_at
    fresh.save(update_fields=["promise_by_at"])
    _record("team.deadline_extended", fresh, by=by, at=at, data={"until": promise_by_at and promise_by_at.isoformat()})
    return fresh


def _leave(team: Team, to: TeamState, *, reason: str, by: str, at: datetime) -> Team:
    fresh = Team.objects.locked(team)
    coordinators.require_lead(fresh, by)
    team_moves.move_state(fresh, to, by=by, at=at, leaving_reason=reason.strip())
    admission.release(team=fresh, by=by, at=at)
    return fresh


def _check_open(convening: Convening, at: datetime, deadline: datetime | None = None) -> None:
    if convening.state != ConveningState.OPEN or at < convening.opens_at:
        raise RegistrationClosed
    if at >= (deadline or convening.promise_by_at):
        raise DeadlinePassed


def _check_sides(team: Team) -> None:
    """Each side that promises brings somebody who holds no office, too."""
    brought = set(team.members.coming().filter(office="").values_list("side", flat=True))
    asked = Party.objects.filter(agreement=team.agreement_id, accepted_missing_at__isnull=True)
    for party in asked.order_by("position"):
        if party.requirement != Requirement.OPTIONAL and party.side not in brought:
            words = _("The %(side)s side brings at least one member beside its leader. Please add one first.")
            raise SideUnmanned(words % {"side": Side(party.side).label})


def _check_drafts(
    convening: Convening, asked: Sequence[Office], holders: Mapping[str, HolderDraft], members: Sequence[MemberDraft]
) -> None:
    by_code = {office.code: office for office in asked}
    if unknown := holders.keys() - by_code.keys():
        raise RegistrationRefused(_("This type of team has no such office."), field=f"holders.{min(unknown)}")
    for office in asked:
        if office.requirement == Requirement.REQUIRED and office.code not in holders:
            raise HolderMissing(field=f"holders.{office.code}")
    seen = {holder.email.strip().casefold() for holder in holders.values()}
    people_named = len(holders) - len(_shared(asked, holders))
    for number, member in enumerate(members):
        email = member.email.strip().casefold()
        if email in seen:
            raise SameAddress(field=f"members.{number}")
        seen.add(email)
    most = convening.members_by_themselves
    if people_named + len(members) > most:
        room = max(0, most - people_named)
        words = _("At most %(most)d people come, with the leaders: this is one too many. Please take somebody out.")
        raise MembersTooMany(words % {"most": most}, field=f"members.{room}" if members else None)


def _shared(asked: Sequence[Office], holders: Mapping[str, HolderDraft]) -> dict[str, str]:
    """Of the offices that somebody is said to hold beside another one: that other office, the first of theirs.

    Refusals: same_holder, shares_none.
    """
    first: dict[str, str] = {}
    shared: dict[str, str] = {}
    for office in asked:
        if (holder := holders.get(office.code)) is None:
            continue
        other = first.setdefault(holder.email.strip().casefold(), office.code)
        is_same = other != office.code and fold(holders[other].name) == fold(holder.name)
        if holder.shares and not is_same:
            raise SharesNone(field=f"holders.{office.code}")
        if other != office.code and not holder.shares:
            raise SameHolder(field=f"holders.{office.code}")
        if is_same:
            shared[office.code] = other
    return shared


def _check_names(
    coordinator: PersonDraft, holders: Mapping[str, HolderDraft], members: Sequence[MemberDraft]
) -> None:
    """Of everybody, beside the field that it stands in."""
    people.check_names(coordinator.name, field="coordinator_name")
    for code, holder in holders.items():
        people.check_names(holder.name, holder.organization, field=f"holders.{code}")
    for number, member in enumerate(members):
        people.check_names(member.name, member.organization, field=f"members.{number}")
        people.check_printable(member.job, field=f"members.{number}")


def check_place(*, name: str, place_name: str, us_state: str) -> None:
    """Refuses what a team and its place cannot be called: registration_refused with its field, those of names."""
    people.check_names(name, place_name)
    for field, text, longest in (("name", name, 200), ("place_name", place_name, 120)):
        if not 0 < len(text.strip()) <= longest:
            words = _("Please fill this in, in %(longest)d characters at most.") % {"longest": longest}
            raise RegistrationRefused(words, field=field)
    if len(us_state.strip()) != 2 or not us_state.strip().isalpha():
        raise RegistrationRefused(_("Two letters, such as OH."), field="us_state")


def profile_values(profile: Profile) -> dict[str, Any]:
    """The team's fields for these figures. Refusal: registration_refused, with its field."""
    percents = {
        "poverty_percent": _percent(profile.poverty_percent, "poverty_percent"),
        "diversity_percent": _percent(profile.diversity_percent, "diversity_percent"),
    }
    for group, value in profile.diversity_groups.items():
        _percent(value, f"diversity_groups.{group}")
    if profile.enrollment is not None and not 0 <= profile.enrollment < 100_000_000:
        raise RegistrationRefused(_("A number of students."), field="enrollment")
    if profile.locale not in ("", *Locale.values):
        raise RegistrationRefused(_("Please choose what kind of place it is."), field="locale")
    return {
        **percents,
        "enrollment": profile.enrollment,
        "locale": profile.locale,
        "diversity_groups": dict(profile.diversity_groups),
        "figures_source": profile.source.strip()[:200],
        "figures_year": profile.year,
    }


def _percent(value: Decimal | float | None, field: str) -> Decimal | None:
    if value is None:
        return None
    try:
        percent = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        percent = Decimal(-1)
    if percent.is_nan() or not 0 <= percent <= 100:
        raise RegistrationRefused(_("A number from 0 to 100."), field=field)
    return percent


def _seat(
    team: Team,
    asked: Sequence[Office],
    signatories: Mapping[str, Person],
    holders: Mapping[str, HolderDraft],
    members: Sequence[MemberDraft],
) -> None:
    """Makes everybody who comes an attendee: the signatories in the order of their offices, then the members."""
    for office in asked:
        if office.code in signatories:
            person, organization = signatories[office.code], holders[office.code].organization
            people.seat_signatory(team, person, office=office.code, side=office.side, organization=organization)
    for number, draft in enumerate(members):
        if draft.side and draft.side not in Side.values:
            raise RegistrationRefused(_("Please choose a side."), field=f"members.{number}")
        Attendee.objects.create(
            convening_id=team.convening_id,
            person=people.person_for(team, draft.person),
            team=team,
            kind=AttendeeKind.MEMBER,
            side=draft.side,
            job=draft.job.strip()[:120],
            organization=draft.organization.strip()[:200],
        )


def _make_agreement(
    team: Team,
    asked: Sequence[Office],
    signatories: Mapping[str, Person],
    holders: Mapping[str, HolderDraft],
    shared: Mapping[str, str],
    *,
    by: str,
    at: datetime,
) -> None:
    statement = team.convening.statement
    assert statement is not None  # no convening opens without one
    drafts = [
        agreements.PartyDraft(
            office=office.code,
            label=office.label,
            side=office.side,
            requirement=office.requirement,
            position=position,
            signatory=signatories.get(office.code),
            organization=holders[office.code].organization.strip()[:200] if office.code in holders else "",
        )
        for position, office in enumerate(asked)
    ]
    team.agreement = agreements.make_agreement(
        convening_id=team.convening_id,
        statement=statement,
        subject=f"team:{team.pk}",
        parties=drafts,
        by=by,
        at=at,
    )
    team.save(update_fields=["agreement"])
    by_office = {party.office: party for party in Party.objects.filter(agreement=team.agreement)} if shared else {}
    for code, other in shared.items():
        offices.report_shared(party=by_office[code], with_party=by_office[other], by=by, at=at)
    for party in gate.missing_offices(team):
        if party.signatory_id is None and party.office not in shared:
            offices.report_missing(party=party, by=by, at=at)


def _record(kind: str, team: Team, *, by: str, at: datetime, data: dict[str, Any]) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data)
