"""How often one network address may do what anybody may do."""

from django.core.cache import cache
from django.http import HttpRequest

PER_HOUR = {"register": 20}
HOUR = 60 * 60


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
