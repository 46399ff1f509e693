"""Sealed until complete: what a signatory, a coordinator and an organizer may know of a team's promise.

The views hold plain values and no rows, so that a template cannot reach past them. Before its team is complete, a view
for the team is the same whatever the offices that it must not show have answered (a test holds that).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.ring import Ring
from agreements.domain.rings import parties_of, ring_of, segment_state
from agreements.models import Party
from agreements.states import CommitmentState
from registration.models import Team
from registration.states import TeamState

ANSWERABLE = (CommitmentState.INVITED, CommitmentState.DEFERRED, CommitmentState.SIGNED)  # signed: an earlier text


@dataclass(frozen=True)
class Signed:
    """One office of a complete team, and who promised for it."""

    label: str
    organization: str
    side: str
    name: str


@dataclass(frozen=True)
class Completion:
    """A complete team: names in the order of offices, and the one date on which the last was in. Never an order."""

    names: tuple[Signed, ...]
    completed_on: date


@dataclass(frozen=True)
class OwnAnswer:
    """How one's own answer stands. `state` "" : not asked yet. `asked_again`: promised once, to a text that changed."""

    state: str
    at: datetime | None
    typed_name: str
    deferred_until_on: date | None
    asked_again: bool


@dataclass(frozen=True)
class AlsoHeld:
    """Another office of the team that the same person holds, and how their own answer for it stands."""

    party_id: int
    label: str
    organization: str
    side: str
    has_signed: bool
    is_asked: bool
    was_handed_over: bool
    seen: str  # the mark of their answer; "": none


@dataclass(frozen=True)
class SignatoryView:
    """What the holder of an office sees. `ring` is None before their own promise, then a count alone."""

    party_id: int
    label: str
    organization: str
    side: str
    name: str
    answer: OwnAnswer
    ring: Ring | None
    completion: Completion | None
    not_existing: tuple[str, ...]  # offices that the team does not have, as accepted by an organizer
    also: tuple[AlsoHeld, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.completion is not None


@dataclass(frozen=True)
class OwnSideOffice:
    """An office of the coordinator's side: in, or still open. Who declined or deferred is for organizers alone."""

    party_id: int
    label: str
    organization: str
    name: str
    required: bool
    has_signed: bool
    reminded_at: datetime | None  # by the coordinator's own hand
    reported_missing: bool
    same_as: bool  # said to be held with another office, and waiting for an organizer


@dataclass(frozen=True)
class CoordinatorView:
    """What a coordinator sees. `ring` is None until the needed offices of the own side have promised, then a count."""

    offices: tuple[OwnSideOffice, ...]
    ring: Ring | None
    completion: Completion | None
    not_existing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return self.completion is not None


@dataclass(frozen=True)
class OrganizerOffice:
    """An office with all that organizers know."""

    party_id: int
    label: str
    organization: str
    side: str
    name: str
    email: str
    requirement: str
    needed: bool
    state: str  # that of the ring's segment: invited, signed, asked_again, declined, deferred
    answer: str  # that of the newest commitment; "": not asked yet
    answered_at: datetime | None
    reason: str
    deferred_until_on: date | None
    reminded_at: datetime | None
    reported_missing: bool
    accepted_missing: bool


@dataclass(frozen=True)
class OrganizerView:
    """What organizers see: everything."""

    offices: tuple[OrganizerOffice, ...]
    ring: Ring
    completion: Completion | None

    @property
    def missing(self) -> tuple[OrganizerOffice, ...]:
        return tuple(office for office in self.offices if office.needed and office.state != "signed")


def view_for_signatory(party: Party) -> SignatoryView:
    """The holder's view of their team. Two queries."""
    team = Team.objects.select_related("convening", "agreement").of_party(party)
    parties = _parties(team)
    own = next(listed for listed in parties if listed.pk == party.pk)
    return SignatoryView(
        party_id=own.pk,
        label=own.label,
        organization=own.organization,
        side=own.side,
        name=own.signatory.name if own.signatory else "",
        answer=_own_answer(own),
        ring=_team_ring(team, parties) if own.has_signed else None,
        completion=_completion(team, parties),
        not_existing=_not_existing(parties),
        also=tuple(_also_held(other) for other in parties if other.pk != own.pk and _share_holder(own, other)),
    )


def view_for_coordinator(team: Team, side: str, parties: Sequence[Party] | None = None) -> CoordinatorView:
    """The view of who coordinates a side of the team.

    parties: all of the team, with their answers; None: one query reads them. One for the convening where it is not
    loaded.
    """
    parties = _parties(team) if parties is None else parties
    own = [party for party in parties if party.side == side]
    needed = [party for party in own if party.is_gating]
    knows_own = bool(needed) and all(party.has_signed for party in needed)
    complete = team.state == TeamState.COMMITTED
    return CoordinatorView(
        offices=tuple(_own_side(party) for party in own),
        ring=_team_ring(team, parties) if knows_own or complete else None,
        completion=_completion(team, parties),
        not_existing=_not_existing(parties),
    )


def view_for_organizer(team: Team) -> OrganizerView:
    """Everything there is to know. One query, and one for the convening where it is not loaded."""
    parties = _parties(team)
    return OrganizerView(
        offices=tuple(_for_organizer(party) for party in parties),
        ring=ring_of(parties, sealed=False),
        completion=_completion(team, parties),
    )


def _parties(team: Team) -> list[Party]:
    return parties_of(team.agreement) if team.agreement is not None else []


def _team_ring(team: Team, parties: Sequence[Party]) -> Ring:
    """The ring as the team sees it: the count, and its sides only once the team is complete."""
    return ring_of(parties, sealed=team.state != TeamState.COMMITTED)


def _completion(team: Team, parties: Sequence[Party]) -> Completion | None:
    if team.state != TeamState.COMMITTED or team.completed_at is None:
        return None
    names = tuple(
        Signed(label=p.label, organization=p.answer.organization, side=p.side, name=p.answer.typed_name)
        for p in parties
        if p.is_gating and p.answer is not None
    )
    return Completion(names=names, completed_on=team.convening.local(team.completed_at).date())


def _own_answer(party: Party) -> OwnAnswer:
    answer = party.answer
    return OwnAnswer(
        state=answer.state if answer else "",
        at=answer.at if answer else None,
        typed_name=answer.typed_name if answer else "",
        deferred_until_on=answer.deferred_until_on if answer else None,
        asked_again=segment_state(party) == "asked_again",
    )


def _share_holder(party: Party, other: Party) -> bool:
    return party.signatory_id is not None and party.signatory_id == other.signatory_id


def _also_held(party: Party) -> AlsoHeld:
    answer = party.answer
    return AlsoHeld(
        party_id=party.pk,
        label=party.label,
        organization=party.organization,
        side=party.side,
        has_signed=party.has_signed,
        is_asked=answer is not None and answer.state in ANSWERABLE and not party.has_signed,
        was_handed_over=party.handed_over_at is not None,
        seen=answer.mark if answer else "",
    )


def _own_side(party: Party) -> OwnSideOffice:
    return OwnSideOffice(
        party_id=party.pk,
        label=party.label,
        organization=party.organization,
        name=party.signatory.name if party.signatory else "",
        required=party.is_gating,
        has_signed=party.has_signed,
        reminded_at=party.nudged_at,
        reported_missing=party.reported_missing_at is not None,
        same_as=party.same_as_id is not None,
    )


def _for_organizer(party: Party) -> OrganizerOffice:
    answer = party.answer
    return OrganizerOffice(
        party_id=party.pk,
        label=party.label,
        organization=party.organization,
        side=party.side,
        name=party.signatory.name if party.signatory else "",
        email=party.signatory.email if party.signatory else "",
        requirement=party.requirement,
        needed=party.is_gating,
        state=segment_state(party),
        answer=answer.state if answer else "",
        answered_at=answer.at if answer and answer.state != CommitmentState.INVITED else None,
        reason=answer.reason if answer else "",
        deferred_until_on=answer.deferred_until_on if answer else None,
        reminded_at=party.reminded_at,
        reported_missing=party.reported_missing_at is not None,
        accepted_missing=party.accepted_missing_at is not None,
    )


def _not_existing(parties: Sequence[Party]) -> tuple[str, ...]:
    return tuple(party.label for party in parties if party.accepted_missing_at is not None)
