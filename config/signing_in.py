"""How people with an account sign in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves: an organizer is invited by another."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our own proxies vouch for; rate limits count by it."""
        return str(getattr(request, "client_address", request.META.get("REMOTE_ADDR", "")))
