"""Organizers tick who holds an office, against a source that they name."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.domain.commitments import ReasonMissing
from agreements.models import Party
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission
from registration.domain.people import check_printable
from registration.domain.succession import NobodyHolds
from registration.models import Team
from registration.states import TeamState


class SourceMissing(Refusal):
    code = "source_missing"
    status = 400
    words = _("Please name the source, such as the district’s web page and the day.")
    field = "source"


class NotChecked(Refusal):
    code = "not_checked"
    words = _("Nobody has checked who holds this office, so there is nothing to take back.")


def held_offices(convening: Convening) -> "QuerySet[Party]":
    """The offices with a holder, of the teams that ask or have promised."""
    return Party.objects.filter(
        agreement__team__convening=convening, agreement__team__state__in=(TeamState.COMMITTING, TeamState.COMMITTED),
        signatory__isnull=False,
    )


def unchecked(convening: Convening) -> "QuerySet[Party]":
    """Those whose holder no organizer has found in a source yet: to be done before the team's place is confirmed."""
    return held_offices(convening).filter(checked_at=None)


@transaction.atomic
def check_holder(*, party: Party, source: str, by: str, at: datetime) -> Party:
    """Notes where the holder was found; the last one that a place waits for confirms it (gate.waits_for_check).

    Whoever takes the office over is checked anew. Locks convening and team.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.signatory_id is None:
        raise NobodyHolds
    if not source.strip():
        raise SourceMissing
    check_printable(source.strip())
    _note(fresh, at=at, by=by, source=source.strip()[:200])
    _record("office.checked", fresh, team, by=by, at=at)
    admission.confirm_checked(team, by=by, at=at)
    return fresh


@transaction.atomic
def uncheck_holder(*, party: Party, reason: str, by: str, at: datetime) -> Party:
    """Takes a check back, with the reason, which organizers read until somebody checks anew.

    A place that waits for checks waits for this one again; one that was confirmed stays confirmed. Locks convening and
    team. Refusals: not_checked, reason_missing.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.checked_at is None:
        raise NotChecked
    said = " ".join(reason.split())[:300]
    if not said:
        raise ReasonMissing
    check_printable(said)
    _note(fresh, at=None, by="", source="", because=said)
    _record("office.unchecked", fresh, team, by=by, at=at)
    return fresh


def _note(party: Party, *, at: datetime | None, by: str, source: str, because: str = "") -> None:
    party.checked_at, party.checked_by, party.checked_source, party.unchecked_because = at, by, source, because
    party.save(update_fields=["checked_at", "checked_by", "checked_source", "unchecked_because"])


def _record(kind: str, party: Party, team: Team, *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id,
        data={"team": team.pk, "office": party.office},
    )  # fmt: skip
