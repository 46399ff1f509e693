"""What a signatory sees of a team: no count before the answer, never who is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.models import Person
from agreements.domain.differences import Difference, difference
from agreements.domain.ring import Ring
from agreements.models import Party, StatementVersion
from agreements.states import CommitmentState
from convenings.states import ConveningState
from journal.kept_reads import KeptRead
from registration.domain import codes, consequences, coordinators, preparing, recording
from registration.domain.announcements import with_announcement
from registration.domain.answering_time import takes_promises
from registration.domain.consequences import Consequence
from registration.domain.sealing import AlsoHeld, Signed, view_for_signatory
from registration.models import Preparation, Team
from registration.states import TeamState


class Phase(StrEnum):
    """Which page a signatory gets."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"  # an organizer accepted that there is no such office
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    OVER = "over"
    TEAM_CLOSED = "team_closed"
    TEAM_WITHDRAWN = "team_withdrawn"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    CLOSED = "closed"  # the organizers take no promises now


class Code(StrEnum):
    """How far the holder is with the mailed code."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    SENT = "sent"
    PROVED = "proved"


@dataclass(frozen=True)
class Again:
    """Why the same holder is asked again, or under what other words their promise carries on: what they promised, what
    changed, and the organizers' words for it."""

    promised: StatementVersion
    promised_at: datetime
    difference: Difference
    notes: tuple[StatementVersion, ...]


@dataclass(frozen=True)
class AnswerPage:
    """The page's data. `ring` is None before a promise; it has sides only when all are in."""

    team: Team
    party: Party
    phase: Phase
    ring: Ring | None = None
    signers: tuple[Signed, ...] = ()
    again: Again | None = None
    to_confirm: bool = False  # an organizer wrote the promise down
    code: Code = Code.NOT_NEEDED
    preparation: Preparation | None = None  # by an assistant; only while there is something to answer
    consequence: Consequence | None = None  # of withdrawing now; only where there is a promise
    beside: Person | None = None  # who looks after the side of the office; None once it is promised
    also: tuple[AlsoHeld, ...] = ()  # other offices of the team that the same person holds

    @property
    def names_coordinator(self) -> bool:
        """Whether its holder says who coordinates for the side: not for the side of the team's lead."""
        invited = self.team.invited_at is not None and self.phase in (Phase.ASKED, Phase.SIGNED)
        return invited and self.party.side != self.team.coordinator_side

    @property
    def left(self) -> int:
        return self.ring.total - self.ring.count if self.ring else 0

    @property
    def also_asked(self) -> list[AlsoHeld]:
        """Those that can be promised for in the same act: not one that wants a code where this one does not."""
        with_code = self.code != Code.NOT_NEEDED
        return [held for held in self.also if held.is_asked and (with_code or not held.was_handed_over)]

    @property
    def also_apart(self) -> list[AlsoHeld]:
        """Those that are asked by a link of their own alone."""
        return [held for held in self.also if held.is_asked and held not in self.also_asked]

    @property
    def also_signed(self) -> list[AlsoHeld]:
        return [held for held in self.also if held.has_signed]


_BY_TEAM = {
    TeamState.DECLINED: Phase.TEAM_CLOSED,
    TeamState.LAPSED: Phase.LAPSED,
    TeamState.WITHDRAWN: Phase.TEAM_WITHDRAWN,
}
_BY_CONVENING = {  # where it takes no promises
    ConveningState.CANCELLED: Phase.CANCELLED,
    ConveningState.POSTPONED: Phase.POSTPONED,
    ConveningState.CONCLUDED: Phase.OVER,
    ConveningState.DRAFT: Phase.CLOSED,
    ConveningState.CLOSED: Phase.CLOSED,
    ConveningState.LIVE: Phase.CLOSED,
}
_BY_ANSWER = {
    CommitmentState.INVITED: Phase.ASKED,
    CommitmentState.DEFERRED: Phase.ASKED,
    CommitmentState.SIGNED: Phase.ASKED,  # to a text that no longer counts
    CommitmentState.DECLINED: Phase.DECLINED,
    CommitmentState.WITHDRAWN: Phase.WITHDRAWN,
    CommitmentState.SUPERSEDED: Phase.NOT_ASKED,
}


_PROMISING = (
    "signatory", "handed_over_at", "agreement__convening_id",
    *(f"agreement__statement__current__{name}" for name in ("number", "counts_from", "promises", "sha256")),
)


_PARTY_PROMISING = KeptRead[Party](
    lambda pk: Party.objects.filter(pk=pk, agreement__team__isnull=False)
    .select_related("agreement__statement__current")
    .only(*_PROMISING)
)


def party_asked(*, party_id: int) -> Party:
    """The office, with all that says how it stands. One statement. Party.DoesNotExist where it is no team's."""
    return Party.objects.with_answers().get(pk=party_id, agreement__team__isnull=False)


def party_promising(*, party_id: int) -> Party:
    """The office with as much as its form and its promise ask for. One statement. Party.DoesNotExist as above."""
    return _PARTY_PROMISING.get(party_id)


def also_held(party: Party, chosen: Collection[str]) -> list[Party]:
    """Those of the chosen offices, by id, that its holder holds, too. One statement, none where none is chosen."""
    if not chosen or party.signatory_id is None:
        return []
    held = Party.objects.filter(agreement=party.agreement_id, signatory=party.signatory_id).exclude(pk=party.pk)
    return [other for other in held.select_related("signatory") if str(other.pk) in chosen]


def answer_page(*, party: Party, at: datetime) -> AnswerPage:
    """The page of one office, from `party_asked`. Five statements, and two more for who is asked again, or
    whose promise carries on under other words."""
    related = ("convening__venue", "type", "coordinator")
    teams = with_announcement(Team.objects.select_related(*related), at=at, to="convening")
    team: Team = teams.get(agreement_id=party.agreement_id)
    view = view_for_signatory(party)
    signers = view.completion.names if view.completion and view.ring else ()
    phase = phase_of(team, party, at=at)
    asked_anew = phase == Phase.ASKED and party.answer is not None and party.answer.number > 1
    carries_on = phase == Phase.SIGNED and party.answer.version_id != party.agreement.statement.current_id  # type: ignore[union-attr]
    again = again_of(party) if asked_anew or carries_on else None
    return AnswerPage(
        team=team,
        party=party,
        phase=phase,
        ring=view.ring,
        signers=signers,
        again=again,
        to_confirm=recording.waits_for_confirmation(party),
        code=code_of(party, team, at=at) if phase == Phase.ASKED else Code.NOT_NEEDED,
        preparation=preparing.standing_for(party) if phase == Phase.ASKED else None,
        consequence=consequences.of_withdrawal(team, party) if phase == Phase.SIGNED else None,
        beside=None if phase == Phase.SIGNED else coordinators.for_side(team, party.side),
        also=view.also,
    )


def code_of(party: Party, team: Team, *, at: datetime) -> Code:
    """Two queries where a code is needed, else none."""
    if not codes.is_needed(party, team.convening):
        return Code.NOT_NEEDED
    if codes.is_proved(party, at=at):
        return Code.PROVED
    return Code.SENT if codes.was_sent(party, at=at) else Code.NEEDED


def again_of(party: Party) -> Again | None:
    """What the holder promised before, against the text in force. None: they never promised, or this very text."""
    current = party.agreement.statement.current
    own = party.commitments.filter(signatory_id=party.signatory_id, state=CommitmentState.SIGNED)
    last = own.select_related("version").order_by("-number").first()
    if current is None or last is None or last.version_id == current.pk:
        return None
    since = current.statement.versions.filter(number__gt=last.version.number, number__lte=current.number)
    return Again(
        promised=last.version,
        promised_at=last.at,
        difference=difference(before=last.version, after=current),
        notes=tuple(version for version in since.order_by("number") if version.note),
    )


def phase_of(team: Team, party: Party, *, at: datetime) -> Phase:
    """What stands in the way of an answer first, then the answer that stands."""
    if party.has_signed:
        return Phase.SIGNED
    if not takes_promises(team):
        return _BY_CONVENING[ConveningState(team.convening.state)]
    if team.state in _BY_TEAM:
        return _BY_TEAM[TeamState(team.state)]
    if party.accepted_missing_at is not None:
        return Phase.NOT_NEEDED
    phase = _BY_ANSWER[CommitmentState(party.answer.state)] if party.answer else Phase.NOT_ASKED
    return Phase.OVERDUE if phase == Phase.ASKED and team.deadline <= at else phase
