"""One team as organizers see it: every office with every answer, what may be done, what happened."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.domain.ring import Ring
from agreements.domain.rings import ring_of
from agreements.models import Commitment, Party
from agreements.states import CommitmentState, Side
from console.domain.journal_rows import JournalRow, journal_rows, team_entries
from console.domain.team_steps import TeamStep, steps_of_team
from mail.domain import addresses
from mail.models import BadAddress
from mail.models.bad_address import fold_address
from registration.domain import coordinators, offices, promising, reminders
from registration.domain.coordinators import Coordinator
from registration.models import Attendee, Preparation, Team
from registration.states import TeamState

JOURNAL_ROWS = 30


@dataclass(frozen=True)
class OfficeStep:
    """A button beside an office, and what it does."""

    code: str
    words: str | Promise
    done: str | Promise
    take: Callable[..., Any]
    fits: Callable[[Team, Party], bool]
    only_writes: bool = False  # of no use where mail does not arrive


def _waits(team: Team, party: Party) -> bool:
    answer = party.answer
    asked = answer is not None and answer.state in {CommitmentState.INVITED, CommitmentState.DEFERRED}
    return team.state == TeamState.COMMITTING and party.is_gating and asked


def _said_no(team: Team, party: Party) -> bool:
    answer = party.answer
    said = answer is not None and answer.state in {CommitmentState.DECLINED, CommitmentState.WITHDRAWN}
    return team.state in promising.ANSWERING and said


def _reported(team: Team, party: Party) -> bool:
    return party.reported_missing_at is not None and party.accepted_missing_at is None


OFFICE_STEPS = (
    OfficeStep(
        "remind", _("Remind"), _("The reminder is on its way."), reminders.remind, _waits, only_writes=True,
    ),
    OfficeStep("ask-again", _("Ask again"), _("They are asked again by mail."), promising.reopen, _said_no),
    OfficeStep(
        "accept-missing", _("Accept “we have none”"), _("The office is needed no more."), offices.accept_missing,
        _reported,
    ),
)


@dataclass(frozen=True)
class OfficeView:
    """One office: who holds it, how it stands, all its answers (the newest first), what may be done."""

    party: Party
    answers: tuple[Commitment, ...]
    steps: tuple[OfficeStep, ...]
    prepared: tuple[Preparation, ...] = ()  # by assistants, the newest first


@dataclass(frozen=True)
class SideRow:
    """A side beside the lead's, and who coordinates it; None: the lead looks after it."""

    side: str
    label: str
    coordinator: Coordinator | None


@dataclass(frozen=True)
class TeamPage:
    team: Team
    ring: Ring | None
    offices: tuple[OfficeView, ...]
    members: tuple[Attendee, ...]
    steps: tuple[TeamStep, ...]
    journal: tuple[JournalRow, ...]
    sides: tuple[SideRow, ...]
    troubles: dict[str, BadAddress]  # of all who are shown


def team_page(team: Team) -> TeamPage:
    """Everything about a team read by `team_rows.team_whole`. Four statements, and those for the journal's names."""
    parties = list(team.agreement.parties.all()) if team.agreement else []
    answers = answers_of(parties)
    members, sides = tuple(team.members.all()), tuple(_sides(team, parties))
    troubles = addresses.troubles(_shown_addresses(team, parties, members, sides))
    prepared = Preparation.objects.filter(party__in=parties).select_related("assistant").order_by("-pk")
    return TeamPage(
        team=team, ring=ring_of(parties, sealed=False) if parties else None,
        offices=tuple(
            OfficeView(
                party,
                tuple(answers[party.pk]),
                tuple(_steps(team, party, troubles)),
                tuple(row for row in prepared if row.party_id == party.pk),
            )
            for party in parties
        ),
        members=members, steps=tuple(steps_of_team(team)),
        journal=tuple(journal_rows(list(team_entries(team)[:JOURNAL_ROWS]))),
        sides=sides, troubles=troubles,
    )


def _steps(team: Team, party: Party, troubles: dict[str, BadAddress]) -> Iterator[OfficeStep]:
    is_reached = party.signatory is None or fold_address(party.signatory.email) not in troubles
    return (step for step in OFFICE_STEPS if step.fits(team, party) and (is_reached or not step.only_writes))


def _shown_addresses(
    team: Team, parties: list[Party], members: tuple[Attendee, ...], sides: tuple[SideRow, ...]
) -> list[str]:
    holders = [party.signatory for party in parties if party.signatory is not None]
    others = [row.coordinator.person for row in sides if row.coordinator]
    people = [team.coordinator, *others, *holders, *(member.person for member in members)]
    return [person.email for person in people]


def _sides(team: Team, parties: list[Party]) -> Iterator[SideRow]:
    standing = {coordinator.side: coordinator for coordinator in coordinators.of_team(team)}
    for side in dict.fromkeys(party.side for party in parties):
        if side != team.coordinator_side:
            yield SideRow(side, str(Side(side).label), standing.get(side))


def answers_of(parties: list[Party]) -> dict[int, list[Commitment]]:
    """All answers by party, the newest first. One statement."""
    texts = ("version__text", "version__opening", "version__closing", "version__promises")
    read = ("version", "signatory", "scan", "confirmation")
    found = Commitment.objects.filter(party__in=parties).select_related(*read).defer(*texts)
    answers: dict[int, list[Commitment]] = defaultdict(list)
    for answer in found.order_by("-number"):
        answers[answer.party_id].append(answer)
    return answers


def take_office_step(*, code: str, party: Party, by: str, at: datetime) -> str:
    """Take a step of an office; gives the words for having done it. KeyError where there is no such step."""
    step = {step.code: step for step in OFFICE_STEPS}[code]
    step.take(party=party, by=by, at=at)
    return str(step.done)
