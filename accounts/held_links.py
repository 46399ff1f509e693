"""The private links that a session holds: their ids, and nothing else of them."""

from django.http import HttpRequest

from accounts.models import PrivateLink

KEY = "links"
MOST = 50  # the newest stay


def ids_of(request: HttpRequest) -> list[int]:
    """The ids of the links that were opened in this browser, newest first."""
    return list(request.session.get(KEY, []))


def hold(request: HttpRequest, link: PrivateLink) -> None:
    """Add the link to the session, under a fresh session key."""
    request.session.cycle_key()
    request.session[KEY] = [link.pk, *(held for held in ids_of(request) if held != link.pk)][:MOST]
