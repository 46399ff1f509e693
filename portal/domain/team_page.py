"""What a coordinator sees of the team: the own side's offices, and of the others how many are in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from agreements.domain.ring import Ring
from agreements.domain.rings import parties_of
from agreements.models import Party
from agreements.states import Side
from breakouts.models import Presentation
from expo.models import Placement
from mail.models import BadAddress
from mail.models.bad_address import fold_address
from portal.domain.days import public_schedule
from portal.domain.history import Line, Named, history_of
from portal.domain.presented import Presented, presented_of
from registration.domain import coordinators
from registration.domain.announcements import with_announcement
from registration.domain.coordinators import Coordinator
from registration.domain.next_steps import Step, next_for
from registration.domain.sealing import CoordinatorView, OwnSideOffice, view_for_coordinator
from registration.models import Attendee, Preparation, Team
from registration.states import KEPT_PLACES, TEAM_TRANSITIONS, PlaceState, TeamState

LEFT = (TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN)


@dataclass(frozen=True)
class OfficeRow:
    """One office in plain values, so that a template cannot reach its answer.

    `is_open` is None where it is sealed; of an open one nothing more is told, declined or not.
    """

    party_id: int
    office: str
    label: str
    side: str
    requirement: str
    name: str
    organization: str
    is_own: bool
    is_open: bool | None
    reminded_at: datetime | None
    reported_missing: bool
    accepted_missing: bool
    assistant: str = ""  # who prepares; of the own side only, whatever was answered
    right_email: str = ""  # as the assistant says
    same_as: str = ""  # the office whose holder is said to hold this one, too; it waits for an organizer
    to_name: bool = False  # organizers ask this coordinator for somebody else
    to_correct: bool = False  # of another side, while nobody is invited yet


@dataclass(frozen=True)
class TeamPage:
    """The page's data. `ring` holds no sides until the team is complete; None while it would tell too much."""

    team: Team
    ring: Ring | None
    offices: list[OfficeRow]
    members: list[Attendee]
    history: list[Line]
    placement: Placement | None
    presentations: list[Presented]
    days_left: int
    ahead: int
    next: list[Step]
    coordinators: list[Coordinator]
    own: Coordinator  # who looks at it
    sides_without: list[Side]  # that the lead looks after, and somebody of their own could

    @property
    def own_open(self) -> list[OfficeRow]:
        return [row for row in self.offices if row.is_own and row.is_open and row.name and not row.accepted_missing]

    @property
    def may_ask_booth(self) -> bool:
        return self.team.place in KEPT_PLACES

    @property
    def may_withdraw(self) -> bool:
        return TeamState.WITHDRAWN in TEAM_TRANSITIONS[TeamState(self.team.state)]

    @property
    def troubles(self) -> set[str]:
        """The addresses of which the coordinator may know that no mail arrives: that tells that an office is open. Of
        the own side's office-holders, and of those who hold no office.
        """
        own = {row.office for row in self.offices if row.is_own} | {""}
        shown = [member for member in self.members if member.office in own]
        return {fold_address(member.person.email) for member in shown if member.is_unreachable}  # type: ignore[attr-defined]

    @property
    def unreached(self) -> set[str]:
        """The own side's offices whose holders our mail does not reach."""
        return {row.office for row in self.offices if row.is_own} & {
            member.office for member in self.members if fold_address(member.person.email) in self.troubles
        }

    @property
    def addressed(self) -> set[int]:
        """The members whose address is shown: all to the lead, who typed them; to who coordinates a side, its own."""
        own = {"", self.own.side}
        return {member.pk for member in self.members if self.own.is_lead or member.side in own}

    @property
    def has_left(self) -> bool:
        return self.team.state in LEFT


def team_page(*, team_id: int, by: str, at: datetime) -> TeamPage:
    """The page of one team for one of its coordinators, in eight statements at most.

    Team.DoesNotExist where there is none, or where `by` coordinates no side of it.
    """
    related = ("convening__venue", "convening__call", "type", "coordinator", "agreement")
    team = with_announcement(Team.objects.select_related(*related), at=at, to="convening").get(pk=team_id)
    parties = parties_of(team.agreement) if team.agreement else []
    all_coordinators = coordinators.of_team(team)
    own = next((found for found in all_coordinators if by == f"person:{found.person.pk}"), None)
    if own is None:
        raise Team.DoesNotExist
    view = view_for_coordinator(team, own.side, parties)
    known = BadAddress.objects.known().filter(address=Lower(OuterRef("person__email")))
    people = list(team.members.select_related("person").annotate(is_unreachable=Exists(known)).order_by("pk"))
    named = Named(team, {party.pk: party for party in parties}, {member.pk: member for member in people}, by)
    return TeamPage(
        team=team,
        ring=view.ring,
        offices=office_rows(team, parties, view, prepared_of(team, own.side), looked_after(own, all_coordinators)),
        members=in_order([member for member in people if member.cancelled_at is None], parties),
        history=history_of(named),
        placement=Placement.objects.filter(team=team).select_related("booth__hall").first(),
        presentations=presentations_of(team),
        days_left=max(0, (team.convening.local(team.deadline).date() - team.convening.local(at).date()).days),
        ahead=teams_ahead(team),
        next=next_for(team, at=at),
        coordinators=all_coordinators,
        own=own,
        sides_without=sides_without(parties, all_coordinators),
    )


def prepared_of(team: Team, side: str) -> dict[int, Preparation]:
    """Who prepares for the offices of a side, by party. One statement for a team that is committing, else none."""
    if team.state != TeamState.COMMITTING:
        return {}
    rows = Preparation.objects.standing().filter(party__agreement=team.agreement_id, party__side=side)
    return {row.party_id: row for row in rows.select_related("assistant")}


def office_rows(
    team: Team, parties: list[Party], view: CoordinatorView, prepared: Mapping[int, Preparation], after: set[str]
) -> list[OfficeRow]:
    """Of the own side whether each is open; of the others nothing before the team is complete."""
    own = {office.party_id: office for office in view.offices}
    complete, is_before = view.is_complete, team.state == TeamState.DRAFT and team.invited_at is None
    labels = {party.pk: party.label for party in parties}
    return [
        replace(
            office_row(p, own.get(p.pk), prepared.get(p.pk), is_complete=complete),
            same_as=labels.get(p.same_as_id or 0, ""),
            to_name=p.same_as_declined_at is not None and p.side in after,
            to_correct=is_before and p.signatory_id is not None and p.side in after,
        )
        for p in parties
    ]


def looked_after(own: Coordinator, standing: list[Coordinator]) -> set[str]:
    """The sides that this coordinator looks after: the lead also those that have none of their own."""
    others = {coordinator.side for coordinator in standing if coordinator != own}
    return set(Side.values) - others if own.is_lead else {own.side}


def office_row(
    party: Party, own: OwnSideOffice | None, prepared: Preparation | None, *, is_complete: bool
) -> OfficeRow:
    return OfficeRow(
        party_id=party.pk,
        office=party.office,
        label=party.label,
        side=party.side,
        requirement=party.requirement,
        name=party.signatory.name if party.signatory else "",
        organization=party.organization,
        is_own=own is not None,
        is_open=not own.has_signed if own else (False if is_complete and party.is_gating else None),
        reminded_at=own.reminded_at if own else None,
        reported_missing=party.reported_missing_at is not None,
        accepted_missing=party.accepted_missing_at is not None,
        assistant=prepared.assistant.name if prepared else "",
        right_email=prepared.email if prepared else "",
    )


def sides_without(parties: list[Party], standing: list[Coordinator]) -> list[Side]:
    """The sides of offices that have no coordinator of their own, in the order of offices."""
    taken = {coordinator.side for coordinator in standing}
    return [Side(side) for side in dict.fromkeys(party.side for party in parties) if side not in taken]


def in_order(members: list[Attendee], parties: list[Party]) -> list[Attendee]:
    """Signatories first, in the order of their offices."""
    position = {party.office: party.position for party in parties}
    return sorted(members, key=lambda member: (position.get(member.office, len(parties)), member.pk))


def presentations_of(team: Team) -> list[Presented]:
    """What members of the team present, by time; what has none yet comes last. Two statements, one for nothing."""
    shown = Presentation.objects.filter(presenter__team=team, presenter__cancelled_at=None)
    rows = list(shown.select_related("session", "presenter__person").order_by("pk"))
    return presented_of(rows, public_schedule(team.convening)) if rows else []


def teams_ahead(team: Team) -> int:
    """How many teams are before this one on the waiting list; one statement for a team that waits, else none."""
    if team.place != PlaceState.WAITLISTED:
        return 0
    return Team.objects.in_line(team.convening).filter(completion__lt=team.completion).count()
