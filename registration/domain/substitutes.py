"""Somebody comes instead of a member who stayed home: only organizers approve it, and the team keeps its size."""

from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from journal.domain import entries
from journal.refusals import Refusal
from registration import signals
from registration.domain import people
from registration.domain.attendees import AlreadyComes, TeamLeft
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES, AttendeeKind


class OrganizersApprove(Refusal):
    code = "organizers_approve"
    status = 403
    words = _("Only organizers approve a substitute. Please ask at the help desk.")


class NobodyToReplace(Refusal):
    code = "nobody_to_replace"
    words = _("A substitute comes for a member of a team who was expected.")


class ReplacedAlready(Refusal):
    code = "replaced_already"


@transaction.atomic
def send_substitute(
    *, absent: Attendee, draft: PersonDraft, by: str, at: datetime, job: str = "", approved_by: str = ""
) -> Attendee:
    """The substitute takes the absent member's room, and stands in for the office that they hold.

    The absent member is cancelled; whoever holds an office goes on holding it. approved_by: the organizer who approved
    it, where not they themselves act. Locks the convening. Refusals: organizers_approve, nobody_to_replace,
    replaced_already, team_left, already_comes, and those of a name and address.
    """
    if not is_organizer(approved_by or by):
        raise OrganizersApprove
    if absent.team is None:
        raise NobodyToReplace
    team = Team.objects.locked(absent.team)
    fresh = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=absent.pk)
    if fresh.cancelled_at is not None:
        _refuse_second(fresh)
    if team.place not in KEPT_PLACES:
        raise TeamLeft
    people.check_printable(job, field="job")
    person = people.person_for(team, draft)
    if Attendee.objects.filter(convening_id=team.convening_id, person=person).exists():
        raise AlreadyComes
    fresh.cancelled_at = at
    fresh.save(update_fields=["cancelled_at"])
    substitute = Attendee.objects.create(
        convening_id=team.convening_id, person=person, team=team, kind=AttendeeKind.MEMBER, side=fresh.side,
        job=job.strip()[:120], organization=fresh.organization, substitute_for=fresh,
    )  # fmt: skip
    entries.record(
        kind="attendee.substituted",
        by=by,
        at=at,
        subject=f"attendee:{substitute.pk}",
        convening_id=team.convening_id,
        data={"team": team.pk, "for": fresh.pk, **({"approved_by": approved_by} if approved_by else {})},
    )
    signals.attendee_cancelled.send(sender=Attendee, attendee=fresh, by=by, at=at)
    return substitute


def _refuse_second(absent: Attendee) -> NoReturn:
    """Who comes instead is named; else nobody was expected."""
    substitute = absent.substitutes.coming().select_related("person").first()
    if substitute is None:
        raise NobodyToReplace
    raise ReplacedAlready(_("%(name)s comes instead of this member already.") % {"name": substitute.person.name})
