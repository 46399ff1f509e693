"""A promise that came on paper or by phone: written down by an organizer, marked so, and confirmed by the signatory."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain import commitments
from agreements.domain.evidence import Evidence
from agreements.models import Confirmation, Party, Scan
from agreements.states import Channel
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import completion, letters, promising
from registration.domain.answer_files import keep_file
from registration.models import Team


class ScanMissing(Refusal):
    code = "scan_missing"
    status = 400
    words = _("Please add the scan of the signed sheet.")
    field = "file"


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"
    words = _("No organizer wrote down a promise of yours that stands.")


@transaction.atomic
def record(
    *,
    party: Party,
    channel: str,
    typed_name: str,
    promises: tuple[int, ...],
    version_id: int,
    by: str,
    at: datetime,
    scan: bytes = b"",
    scan_name: str = "",
    seen: str | None = None,
) -> Team:
    """An organizer's record of a promise. It counts at once, and the signatory is asked to confirm it.

    seen: as for promising. Locks convening, team and agreement. Refusals: those of promising, scan_missing (on paper
    there is a sheet), file_unfit.
    """
    team = promising.lock_for_answer(party, at=at)
    if channel == Channel.PAPER and not scan:
        raise ScanMissing
    kept = keep_file(data=scan, name=scan_name, folder=f"promises/{team.convening_id}") if scan else None
    evidence = Evidence(promises=promises, version_id=version_id, channel=Channel(channel))
    commitment = commitments.record(party=party, typed_name=typed_name, evidence=evidence, by=by, at=at, seen=seen)
    if kept is not None:
        digest = hashlib.sha256(scan).hexdigest()
        Scan.objects.create(commitment=commitment, name=kept.file, kind=kept.type, size=len(scan), sha256=digest)
    fresh = Party.objects.select_related("signatory").get(pk=party.pk)
    data = {"commitment": commitment.pk, "channel": str(channel)}
    _record("commitment.recorded", fresh, team, data=data, by=by, at=at)
    letters.owe_party(
        "commitment.recorded", fresh, convening_id=team.convening_id, mark=commitment.number, at=at
    )
    return completion.settle(team, by=by, at=at)


@transaction.atomic
def confirm(
    *, party: Party, evidence: Evidence, by: str, at: datetime, seen: str | None = None
) -> Confirmation:
    """The signatory's own word for what an organizer wrote down, from their own link. Idempotent."""
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.with_answers().get(pk=party.pk)
    answer = fresh.answer
    if by != f"person:{fresh.signatory_id}":
        raise commitments.NotYourAnswer
    if answer is None or not fresh.has_signed or answer.channel == Channel.LINK:
        raise NothingToConfirm
    commitments.check_seen(answer, seen)
    confirmed, is_new = Confirmation.objects.get_or_create(
        commitment=answer,
        defaults={
            "at": at,
            "address": evidence.address[:45],
            "user_agent": evidence.user_agent[:400],
            "link_sent_to": evidence.link_sent_to[:254],
        },
    )
    if is_new:
        _record("commitment.confirmed", fresh, team, data={"commitment": answer.pk}, by=by, at=at)
    return confirmed


def waits_for_confirmation(party: Party) -> bool:
    """Whether the promise that stands was written down by an organizer, and not confirmed. One query, mostly none."""
    answer = party.answer
    if answer is None or not party.has_signed or answer.channel == Channel.LINK:
        return False
    return not Confirmation.objects.filter(commitment=answer).exists()


def _record(kind: str, party: Party, team: Team, *, data: dict[str, object], by: str, at: datetime) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id, data=data
    )
