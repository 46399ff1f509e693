"""One person in two offices of a team, such as the president of a merged affiliate: with an organizer's leave alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from agreements.models import Party
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import offices, succession
from registration.domain.drafts import HolderDraft
from registration.models import SharedOffice, Team


class OrganizersShare(Refusal):
    code = "organizers_share"
    status = 403
    words = _("Only organizers let one person hold two offices.")


class ShareRefused(Refusal):
    code = "share_refused"
    status = 400


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
    holder = HolderDraft(person.name, person.email, language=person.language)
    if Party.objects.get(pk=party.pk).signatory_id is None:
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
