"""Answering for an office of a team: the doors' only way to promise, decline, defer and withdraw.

Each locks the convening, then the team, then the agreement.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain import commitments
from agreements.domain.evidence import Evidence
from agreements.models import Party
from journal.refusals import Refusal
from registration.domain import codes, completion, letters, people
from registration.domain.answering_time import check_vote, takes_promises
from registration.models import Team
from registration.states import TeamState

ANSWERING = (TeamState.COMMITTING, TeamState.COMMITTED)  # an optional office may answer after the others


class ConveningNotOpen(Refusal):
    code = "convening_not_open"
    words = _("The convening takes no promises now.")


class DeadlinePassed(Refusal):
    code = "deadline_passed"
    words = _("The time for promises has passed. Ask the organizers whether they extend it for your team.")


class TeamNotAsking(Refusal):
    code = "team_not_committing"
    words = _("This team does not ask for promises now.")


@transaction.atomic
def sign(
    *,
    party: Party,
    typed_name: str,
    evidence: Evidence,
    by: str,
    at: datetime,
    organization: str = "",
    also: Sequence[Party] = (),
    seen: Mapping[int, str] | None = None,
) -> Team:
    """The promise. The last one that is needed commits the team and gives it a place, all in one transaction.

    also: other offices of the team that the same person holds and promises for in the same act, all or none; each gets
    its own row and evidence. A code that was typed for the first holds for them: it shows who reads the same address.
    organization: as the signatory writes it from now on; "": as it was.
    seen: by office, the mark of the answer that the page showed; None: no page showed one.
    The same person promising twice changes nothing and is refused nothing. Refusals: convening_not_open,
    deadline_passed, team_not_committing, not_signatory, name_implausible, not_invited, answer_declined,
    answer_withdrawn, code_needed, text_changed, promise_not_ticked, page_outdated.
    """
    team = _lock(party)
    for office in (party, *also):
        try:
            _check_time(team, at)
            _check_code(office, team, at, proof=party)
        except Refusal:
            if _has_promised(office, by):
                continue
            raise
        shown = None if seen is None else seen.get(office.pk, "")
        standing, happened = commitments.sign(
            party=office, typed_name=typed_name, evidence=evidence, by=by, at=at, seen=shown,
            organization=organization if office is party else "",
        )  # fmt: skip
        given = standing.of(office)
        if office is party and organization.strip() and given.answer is not None and given.answer.at == at:
            _write_organization(given, organization)
        team = completion.settle(team, by=by, at=at, standing=standing, before=happened)
    return team


def sign_with_code(
    *,
    party: Party,
    typed_name: str,
    code: str,
    evidence: Evidence,
    by: str,
    at: datetime,
    organization: str = "",
    also: Sequence[Party] = (),
    seen: Mapping[int, str] | None = None,
) -> Team:
    """The promise of who types the code that was mailed, in the same step.

    Two transactions: a wrong code is counted whatever becomes of the promise. Refusals: those of both.
    """
    codes.prove(party=party, typed=code, by=by, at=at)
    return sign(
        party=party, typed_name=typed_name, evidence=evidence, by=by, at=at, organization=organization, also=also,
        seen=seen,
    )


@transaction.atomic
def decline(*, party: Party, reason: str, by: str, at: datetime, seen: str | None = None) -> Team:
    """A no with its reason, which organizers alone read. The team stays as it is: not final, and nobody is told.

    seen: the mark of the answer that the page showed; None: no page showed one. So for all answers below.
    """
    team = _lock(party)
    _check_time(team, at)
    commitments.decline(party=party, reason=reason, by=by, at=at, seen=seen)
    return team


@transaction.atomic
def defer(*, party: Party, until_on: date, by: str, at: datetime, seen: str | None = None) -> Team:
    """Not yet: a body votes on that day. Reminders pause until then. Refusals: date_not_ahead, date_after_convening."""
    team = _lock(party)
    _check_time(team, at)
    check_vote(team, until_on)
    today = team.convening.local(at).date()
    commitments.defer(party=party, until_on=until_on, today=today, by=by, at=at, seen=seen)
    return team


@transaction.atomic
def withdraw(*, party: Party, reason: str, by: str, at: datetime, seen: str | None = None) -> Team:
    """Takes a promise back, at any time.

    Where the office is needed the team is committing again, gives up its place, and waiting teams move up.
    """
    team = _lock(party)
    commitments.withdraw(party=party, reason=reason, by=by, at=at, seen=seen)
    completion.unsettle(team, by=by, at=at, hold=False)
    return team


@transaction.atomic
def reopen(*, party: Party, by: str, at: datetime) -> Team:
    """Asks anew whoever declined, deferred or withdrew; owes the invitation again. For organizers."""
    team = _lock(party)
    _check_time(team, at)
    commitment = commitments.invite(party=party, by=by, at=at)
    fresh = Party.objects.select_related("signatory").get(pk=party.pk)
    letters.owe_party(
        "commitment.invited", fresh, convening_id=team.convening_id, mark=commitment.number, at=at
    )
    return team


def lock_for_answer(party: Party, *, at: datetime) -> Team:
    """The team under its lock, where an answer may be given now; else refused as for its signatory."""
    team = _lock(party)
    _check_time(team, at)
    return team


def _lock(party: Party) -> Team:
    return Team.objects.locked_to_answer(party)


def _write_organization(party: Party, organization: str) -> None:
    people.check_names(organization)
    party.organization = organization.strip()[:200]
    party.save(update_fields=["organization"])


def _has_promised(party: Party, by: str) -> bool:
    """Whether this person's promise for the office stands already: a double click, a replayed form."""
    fresh = Party.objects.with_answers().get(pk=party.pk)
    return fresh.has_signed and by == f"person:{fresh.signatory_id}" == f"person:{fresh.answer.signatory_id}"  # type: ignore[union-attr]


def _check_time(team: Team, at: datetime) -> None:
    if not takes_promises(team):
        raise ConveningNotOpen
    if team.state not in ANSWERING:
        raise TeamNotAsking
    if at >= team.deadline:
        raise DeadlinePassed


def _check_code(party: Party, team: Team, at: datetime, *, proof: Party) -> None:
    """The party as its holder's own page read it: an office that was handed over since has another holder.

    proof: the office, of the same holder, for which the code was mailed.
    """
    if codes.is_needed(party, team.convening) and not codes.is_proved(proof, at=at):
        raise codes.CodeNeeded
