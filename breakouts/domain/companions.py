"""Who wants to sit with a team mate in every round: it holds where two want each other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from breakouts.domain.choices import check_choosing, locked_chooser
from breakouts.models import Companion
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee


class NoTeamMate(Refusal):
    code = "no_team_mate"
    words = gettext_lazy("Only somebody who comes on your own team can sit with you. Choose one of the list.")
    field = "mate"


def mates_of(attendee: Attendee) -> list[Attendee]:
    """Who else comes on the own team, by name. One statement."""
    if attendee.team_id is None:
        return []
    mates = Attendee.objects.coming().filter(team=attendee.team_id).exclude(pk=attendee.pk)
    return list(mates.select_related("person").order_by("person__folded_name", "pk"))


def companion_of(attendee: Attendee) -> tuple[Attendee, bool] | None:
    """Whom the attendee wants to sit with, and whether they want it, too. One or two statements."""
    found = Companion.objects.filter(attendee=attendee).select_related("mate__person").first()
    if found is None:
        return None
    return found.mate, Companion.objects.filter(attendee=found.mate, mate=attendee).exists()


def pairs_in(convening: Convening) -> list[tuple[int, int]]:
    """Attendees who want to sit with each other, each pair once. One statement."""
    wanted = dict(Companion.objects.filter(attendee__convening=convening).values_list("attendee", "mate"))
    return sorted((one, mate) for one, mate in wanted.items() if one < mate and wanted.get(mate) == one)


@transaction.atomic
def choose_companion(*, attendee: Attendee, mate: Attendee | None, by: str, at: datetime) -> None:
    """Want to sit with this mate, or with nobody, in the time of choosing. Again the same is harmless.

    Locks the attendee. Refusals: attendee_cancelled, choices_not_open, choices_closed, no_team_mate.
    """
    attendee = locked_chooser(attendee.pk)
    check_choosing(attendee, at)
    if mate is not None and mate.pk not in {other.pk for other in mates_of(attendee)}:
        raise NoTeamMate
    before = Companion.objects.filter(attendee=attendee).first()
    if (before.mate_id if before else None) == (mate.pk if mate else None):
        return
    Companion.objects.filter(attendee=attendee).delete()
    if mate is not None:
        Companion.objects.create(attendee=attendee, mate=mate)
    subject = f"attendee:{attendee.pk}"
    record(kind="choices.changed", by=by, at=at, subject=subject, convening_id=attendee.convening_id)
