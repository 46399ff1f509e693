"""Wrong tokens, counted by address.

A right token is never held up by what others at its address do wrong: a whole hall may stand behind one address, and
the door must open. So the count decides only how a wrong token is answered, 401 or, after too many, 429.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

A_MINUTE = 60
MOST = 30


def count(request: Request) -> None:
    """Count one wrong token from this address; Throttled when there were too many within the minute."""
    address = getattr(request, "client_address", "") or request.META.get("REMOTE_ADDR", "")
    key = f"api:guesses:{address}"
    cache.add(key, 0, A_MINUTE)
    try:
        counted = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if counted > getattr(settings, "API_WRONG_TOKENS_A_MINUTE", MOST):
        raise exceptions.Throttled(A_MINUTE, _("Too many wrong tokens from this address."))
