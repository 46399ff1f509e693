"""One office's answers. Each is a new row; none is ever edited.

These functions know the party and the statement, and lock the agreement. What an answer does to a team, and whether
it may be given now, is the business of the room that holds the agreement: doors call that room, not this one.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain.evidence import Evidence
from agreements.domain.standing import Standing, standing_of
from agreements.domain.typed_names import typed_name_of
from agreements.models import Agreement, Commitment, Party, StatementVersion
from agreements.states import FIRST, TRANSITIONS, Channel, CommitmentState
from journal.domain import entries
from journal.domain.entries import Happened
from journal.refusals import Refusal


class AnswerNotPossible(Refusal):
    code = "answer_not_possible"
    words = _("This answer cannot follow the one that stands.")


class NotInvited(AnswerNotPossible):
    code = "not_invited"
    words = _("Nobody was asked for this promise yet.")


class AlreadySigned(AnswerNotPossible):
    code = "already_signed"
    words = _("This promise was given. It can be withdrawn, but not changed.")


class AnswerDeclined(AnswerNotPossible):
    code = "answer_declined"
    words = _("This was declined. Ask the organizers to open it again; then you can answer anew.")


class AnswerWithdrawn(AnswerNotPossible):
    code = "answer_withdrawn"
    words = _("This promise was withdrawn. Ask the organizers to open it again; then you can answer anew.")


class SignatoryUnknown(Refusal):
    code = "signatory_unknown"
    words = _("Nobody is named for this office.")


class NotYourAnswer(Refusal):
    code = "not_signatory"
    status = 403
    words = _("Only the holder of the office can answer for it.")


class TextChanged(Refusal):
    code = "text_changed"
    words = _("The statement changed while you read it. Nothing is promised yet: please read what it says now.")


class PageOutdated(Refusal):
    code = "page_outdated"
    words = _("This page is from before: your answer moved on since you opened it. Please look at it again.")


class PromiseNotTicked(Refusal):
    code = "promise_not_ticked"
    status = 400

    def __init__(self, number: int, title: str) -> None:
        words = _("Please tick “%(title)s” as well: the promises are given together, or not at all.")
        super().__init__(words % {"title": title}, field=f"promise_{number}")


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 400
    words = _("Please say why, in a line. Only the organizers read it.")
    field = "reason"


class DateNotAhead(Refusal):
    code = "date_not_ahead"
    status = 400
    words = _("Please give a day that is still to come.")
    field = "until_on"


_REFUSED_AFTER: dict[str, type[Refusal]] = {
    CommitmentState.SIGNED: AlreadySigned,
    CommitmentState.DECLINED: AnswerDeclined,
    CommitmentState.WITHDRAWN: AnswerWithdrawn,
}
REASON_LONGEST = 2000


@transaction.atomic
def invite(*, party: Party, by: str, at: datetime) -> Commitment:
    """Asks for the promise: for the first time, or anew. Refuses to ask away a promise that counts."""
    fresh = _locked(party)
    if fresh.has_signed:
        raise AlreadySigned
    return _add(fresh, CommitmentState.INVITED, by=by, at=at)


@transaction.atomic
def ask_again(*, party: Party, by: str, at: datetime) -> Commitment:
    """Asks anew who promised an earlier text: the statement changed for them. The promise stays on record."""
    return _add(_locked(party), CommitmentState.INVITED, by=by, at=at)


@transaction.atomic(savepoint=False)  # whoever is refused undoes the whole: no promise stands beside a refused one
def sign(
    *,
    party: Party,
    typed_name: str,
    evidence: Evidence,
    by: str,
    at: datetime,
    seen: str | None = None,
    organization: str = "",
) -> tuple[Standing, list[Happened]]:
    """The promise, with its evidence; how the agreement stands with it, and what the journal has to say of it: that is
    the caller's to write. Where the same person promises twice, nothing is written, and nothing has happened.

    seen: the mark of the answer that stood on their page; None: no page showed one. So for all answers below.
    organization: as they write it; "": as the party has it. It stays with the promise.
    Refuses whoever is not the party's signatory, a text that is not the one in force, a promise that was not ticked,
    a name that cannot be one, and an answer that is no longer the one that was seen.
    """
    agreement = Agreement.objects.locked(party.agreement_id, known=party.agreement.statement.current)
    standing = standing_of(party.agreement_id, agreement=agreement)
    fresh = standing.of(party)
    _require_signatory(fresh, by)
    before = fresh.answer
    row = _promise(
        fresh, typed_name=typed_name, evidence=evidence, by=by, at=at, seen=seen, organization=organization
    )
    return standing, [_happened(row, fresh)] if row is not before else []


@transaction.atomic
def record(
    *, party: Party, typed_name: str, evidence: Evidence, by: str, at: datetime, seen: str | None = None
) -> Commitment:
    """A promise that came on paper or by phone, written down by an organizer and marked so."""
    assert evidence.channel != Channel.LINK  # by their own link people promise themselves
    fresh = _locked(party)
    before = fresh.answer
    row = _promise(fresh, typed_name=typed_name, evidence=evidence, by=by, at=at, seen=seen)
    if row is not before:
        entries.record_all([_happened(row, fresh)])
    return row


def _promise(
    fresh: Party,
    *,
    typed_name: str,
    evidence: Evidence,
    by: str,
    at: datetime,
    seen: str | None,
    organization: str = "",
) -> Commitment:
    if fresh.has_signed and fresh.answer is not None and fresh.answer.signatory_id == fresh.signatory_id:
        return fresh.answer
    version = fresh.agreement.statement.current
    if version is None or fresh.answer is None:
        raise NotInvited
    _check_read(version, evidence)
    return _write(
        fresh,
        CommitmentState.SIGNED,
        by=by,
        at=at,
        seen=seen,
        typed_name=typed_name_of(typed_name),
        office_label=fresh.label,
        organization=organization.strip()[:200] or fresh.organization,
        text_sha256=version.sha256,
        address=evidence.address[:45],
        user_agent=evidence.user_agent[:400],
        link_sent_to=evidence.link_sent_to[:254],
        promises=sorted(evidence.promises),
        channel=evidence.channel,
    )


@transaction.atomic
def decline(*, party: Party, reason: str, by: str, at: datetime, seen: str | None = None) -> Commitment:
    """A no, with its reason for the organizers. Not final: `invite` opens it again."""
    return _answer(party, CommitmentState.DECLINED, by=by, at=at, seen=seen, reason=_reason_of(reason))


@transaction.atomic
def defer(
    *, party: Party, until_on: date, by: str, at: datetime, today: date | None = None, seen: str | None = None
) -> Commitment:
    """Not yet: a body votes on `until_on`. today: the day where the convening is; None: the day of `at` in UTC."""
    if until_on <= (today or at.date()):
        raise DateNotAhead
    return _answer(party, CommitmentState.DEFERRED, by=by, at=at, seen=seen, deferred_until_on=until_on)


@transaction.atomic
def withdraw(*, party: Party, reason: str, by: str, at: datetime, seen: str | None = None) -> Commitment:
    """Takes a promise back, with its reason for the organizers; the promise stays on record."""
    return _answer(party, CommitmentState.WITHDRAWN, by=by, at=at, seen=seen, reason=_reason_of(reason))


@transaction.atomic
def supersede(*, party: Party, by: str, at: datetime) -> Commitment:
    """The answer no longer stands for the office, because its holder changes; the next row invites the new one."""
    return _add(_locked(party), CommitmentState.SUPERSEDED, by=by, at=at)


def missing_parties(*, agreement: Agreement) -> list[Party]:
    """Whose promise the agreement still needs, in the order of offices. One query."""
    return list(Party.objects.filter(agreement=agreement).missing().order_by("position"))


def is_complete(*, agreement: Agreement) -> bool:
    """Whether every needed party has promised the text in force."""
    return not missing_parties(agreement=agreement)


def check_seen(answer: Commitment | None, seen: str | None) -> None:
    """Refuses an act that belongs to another answer than the one that stands."""
    if seen is not None and seen != (answer.mark if answer else ""):
        raise PageOutdated


def _answer(party: Party, to: CommitmentState, *, by: str, at: datetime, **values: Any) -> Commitment:
    """The next row of a party, given by the holder of the office."""
    fresh = _locked(party)
    _require_signatory(fresh, by)
    return _add(fresh, to, by=by, at=at, **values)


def _locked(party: Party) -> Party:
    """The party as it stands now, under the lock of its agreement."""
    Agreement.objects.locked(party.agreement_id)
    return Party.objects.with_answers().get(pk=party.pk)


def _add(
    party: Party, to: CommitmentState, *, by: str, at: datetime, seen: str | None = None, **values: Any
) -> Commitment:
    """Writes the next row of a locked party, as `_write` does, and the journal of it."""
    row = _write(party, to, by=by, at=at, seen=seen, **values)
    entries.record_all([_happened(row, party)])
    return row


def _write(
    party: Party, to: CommitmentState, *, by: str, at: datetime, seen: str | None = None, **values: Any
) -> Commitment:
    """Writes the next row of a locked party, if it may follow, and makes it the party's answer.

    seen: the mark of the answer that it is meant to follow: a page of before, or its form replayed, writes nothing.
    """
    before, version = party.answer, party.agreement.statement.current
    if party.signatory_id is None:
        raise SignatoryUnknown
    if version is None or (before is None and to not in FIRST):
        raise NotInvited
    if before is not None and to not in TRANSITIONS[CommitmentState(before.state)]:
        raise _REFUSED_AFTER.get(before.state, AnswerNotPossible)
    check_seen(before, seen)
    row = Commitment.objects.create(
        party=party,
        number=before.number + 1 if before else 1,
        version=version,
        signatory_id=party.signatory_id,
        state=to,
        at=at,
        by=by,
        **values,
    )
    party.answer = row
    party.save(update_fields=["answer"])
    return row


def _happened(row: Commitment, party: Party) -> Happened:
    """What the journal says of a party's newest row."""
    agreement = party.agreement
    return Happened(
        kind=f"commitment.{row.state}", by=row.by, at=row.at, subject=f"party:{party.pk}",
        convening_id=agreement.convening_id,
        data={
            "commitment": row.pk, "number": row.number, "version": row.version_id, "for": agreement.subject,
        },
    )  # fmt: skip


def _require_signatory(party: Party, by: str) -> None:
    """The link's person must hold the office now."""
    if party.signatory_id is None or by != f"person:{party.signatory_id}":
        raise NotYourAnswer


def _check_read(version: StatementVersion, evidence: Evidence) -> None:
    """The text on the page was the one in force, and each of its promises was ticked."""
    if evidence.version_id is not None and evidence.version_id != version.pk:
        raise TextChanged
    for number, promise in enumerate(version.promises, start=1):
        if number not in evidence.promises:
            raise PromiseNotTicked(number, promise["title"])


def _reason_of(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise ReasonMissing
    return reason[:REASON_LONGEST]
