"""How often one network address may do what anybody may do."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

PER_HOUR = {"register": 20, "code": 40}
HOUR = 60 * 60


class TriedTooOften(Refusal):
    code = "tried_too_often"
    status = 429
    words = _("Too many codes were tried from this network. Please try again in an hour.")
    field = "code"


def require_few(what: str, request: HttpRequest) -> None:
    """Refuses the try that is too many within the hour: tried_too_often."""
    if too_many(what, request):
        raise TriedTooOften


def too_many(what: str, request: HttpRequest) -> bool:
    """Counts one more try of this network address; True from the one on that is too many within the hour.

    While the cache does not answer nobody is held back: a registration matters more than a flood of drafts.
    """
    key = f"tries:{what}:{request.client_address}"  # type: ignore[attr-defined]
    cache.add(key, 0, HOUR)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ended between the two
        return False
    return tries > PER_HOUR[what]
