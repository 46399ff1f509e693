"""One person in two offices of a team, such as the president of a merged affiliate: with an organizer's leave alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from agreements.models import Party
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, letters, offices, succession
from registration.domain.drafts import HolderDraft
from registration.models import SharedOffice, Team


class OrganizersShare(Refusal):
    code = "organizers_share"
    status = 403
    words = _("Only organizers let one person hold two offices.")


class ShareRefused(Refusal):
    code = "share_refused"
    status = 400


class NotAskedToShare(Refusal):
    code = "share_not_asked"
    words = _("Nobody asks this any more: it was answered, or somebody else is named.")


class ShareOutdated(Refusal):
    code = "share_outdated"
    words = _("The other office has another holder by now. Decline this, and the coordinator names somebody.")


@transaction.atomic
def accept_shared(*, party: Party, reason: str, by: str, at: datetime) -> Team:
    """An organizer accepts that the holder of another office holds this one, too: named for it, and asked if the team
    asks. reason: kept for organizers. Refusals: share_not_asked, share_outdated, and those of share_office.
    """
    Team.objects.locked_of_party(party)
    fresh = _asked(party, by)
    other, asked_at = fresh.same_as, fresh.same_as_asked_at
    assert other is not None  # _asked
    assert asked_at is not None  # a constraint of the database
    if other.signatory_id is None or (other.handed_over_at is not None and other.handed_over_at > asked_at):
        raise ShareOutdated
    return share_office(party=fresh, with_party=other, reason=reason, by=by, at=at)


@transaction.atomic
def decline_shared(*, party: Party, by: str, at: datetime) -> Party:
    """An organizer wants somebody else for this office; who looks after its side is asked by mail to name them.

    Refusals: organizers_share, share_not_asked.
    """
    team = Team.objects.locked_of_party(party)
    fresh = _asked(party, by)
    fresh.same_as, fresh.same_as_asked_at, fresh.same_as_declined_at = None, None, at
    fresh.save(update_fields=["same_as", "same_as_asked_at", "same_as_declined_at"])
    entries.record(
        kind="office.share_declined", by=by, at=at, subject=f"party:{fresh.pk}", convening_id=team.convening_id,
        data={"team": team.pk, "office": fresh.office},
    )  # fmt: skip
    asked, mark = coordinators.for_side(team, fresh.side), f"{at:%Y%m%dT%H%M%S}"
    letters.owe_person("office.share_declined", asked, fresh, convening_id=team.convening_id, mark=mark, at=at)
    return fresh


def _asked(party: Party, by: str) -> Party:
    """The party as it waits for an organizer. Wants the team locked."""
    if not is_organizer(by):
        raise OrganizersShare
    fresh: Party = Party.objects.select_related("same_as__signatory").get(pk=party.pk)
    if fresh.same_as is None:
        raise NotAskedToShare
    return fresh


@transaction.atomic
def share_office(*, party: Party, with_party: Party, reason: str, by: str, at: datetime) -> Team:
    """Who holds `with_party` holds `party`, too, and promises for each. reason: kept for organizers.

    Each office is asked by a mail and a link of its own. Refusals: organizers_share, share_refused, and those of
    naming a holder and of handing over.
    """
    if not is_organizer(by):
        raise OrganizersShare
    if not reason.strip() or len(reason) > 2000:
        raise ShareRefused(_("Please say why, in a few lines at most."), field="reason")
    team = Team.objects.locked_of_party(party)
    held = Party.objects.select_related("signatory").get(pk=with_party.pk)
    if held.pk == party.pk or held.agreement_id != party.agreement_id or held.signatory is None:
        raise ShareRefused(_("Choose another office of this team that somebody holds."), field="with_party")
    person = held.signatory
    fresh = Party.objects.get(pk=party.pk)
    holder = HolderDraft(person.name, person.email, fresh.organization, language=person.language)
    if fresh.signatory_id is None:
        team = offices.name_holder(party=party, holder=holder, by=by, at=at)
    else:
        team = succession.hand_over(party=party, holder=holder, by=by, at=at)
    SharedOffice.objects.create(
        team=team, party=party, with_party=held, reason=reason.strip(), shared_by=by, shared_at=at
    )
    entries.record(
        kind="office.shared", by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id,
        data={"team": team.pk, "office": party.office, "with": held.office},
    )  # fmt: skip
    return team
