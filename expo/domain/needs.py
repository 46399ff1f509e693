"""What a team needs of its booth."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from expo.models import Feature, Request
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Team


class NeedUnknown(Refusal):
    code = "need_unknown"
    field = "needs"


def spoken(features: Iterable[str]) -> str:
    """Features in words: power and screen."""
    given = set(features)
    words = [str(feature.label) for feature in Feature if feature.value in given]
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def known_needs(needs: Iterable[str]) -> list[str]:
    """The needs in their order. Refusals: need_unknown."""
    given = set(needs)
    unknown = sorted(given - set(Feature.values))
    if unknown:
        raise NeedUnknown(_("A booth offers no “%(need)s”.") % {"need": unknown[0]})
    return [feature.value for feature in Feature if feature.value in given]


@transaction.atomic
def set_needs(*, team: Team, needs: Iterable[str], by: str, at: datetime) -> Request:
    """Write down what a team needs; what it was stays out of the journal. Refusals: need_unknown."""
    values = known_needs(needs)
    request, made = Request.objects.get_or_create(team=team, defaults={"needs": values})
    if not made:
        if request.needs == values:
            return request
        request.needs = values
        request.save(update_fields=["needs"])
    record(kind="booth_request.changed", by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id)
    return request
