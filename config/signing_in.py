"""How people with an account sign in."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.domain import encryption


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves: an organizer is invited by another."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Below the address that people know, whatever the request says its host is."""
        return f"{settings.ACCORD_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Signed with our own name, not with the host that the request names."""
        house = {"name": "Accord", "domain": urlsplit(settings.ACCORD_URL).netloc}
        super().send_mail(template_prefix, email, {**context, "current_site": house})

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our own proxies vouch for; rate limits count by it."""
        return str(getattr(request, "client_address", request.META.get("REMOTE_ADDR", "")))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of phone apps and of recovery codes are encrypted in the database, and so in its backups."""

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)


@login_not_required
def no_such_page(request: HttpRequest) -> HttpResponse:
    """For pages of the library that this house does not have."""
    raise Http404
