"""How often one network, or one holder of a private link, may try what tells something, or fills the database."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.access import LinkRequest
from journal.refusals import Refusal

PER_HOUR = {"register": 20, "code": 40, "naming": 60}  # from one network
NAMED_PER_HOUR = 20  # by one person
HOUR = 60 * 60


class TriedTooOften(Refusal):
    code = "tried_too_often"
    status = 429
    words = _("Too many codes were tried from this network. Please try again in an hour.")
    field = "code"


class NamedTooOften(Refusal):
    code = "named_too_often"
    status = 429
    words = _("Many people were named just now. Please try again in an hour, or write to the organizers.")


def require_few(what: str, request: HttpRequest) -> None:
    """Refuses the try that is too many within the hour: tried_too_often."""
    if too_many(what, request):
        raise TriedTooOften


def require_few_named(request: LinkRequest) -> None:
    """Counts one more person who is named; refuses too many within the hour: named_too_often.

    Whether an address may be named tells a little of who is on the team already, so nobody goes through a list of them.
    """
    within = limits.spend(what="naming", who=request.actor, most=NAMED_PER_HOUR, seconds=HOUR)
    if too_many("naming", request) or not within:
        raise NamedTooOften


def too_many(what: str, request: HttpRequest) -> bool:
    """Counts one more try of this network; True from the one on that is too many within the hour.

    While the cache does not answer nobody is held back: a registration matters more than a flood of drafts.
    """
    network = limits.network_of(request.client_address)  # type: ignore[attr-defined]
    return not limits.spend(what=what, who=network, most=PER_HOUR[what], seconds=HOUR)
