"""How people with an account sign in."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import password_tries
from accounts.domain import encryption
from accounts.models import User


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves: an organizer is invited by another."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many tries were wrong. Please wait ten minutes, or sign in with a passkey. If it was the password:"
            " the mail of “Forgot your password?” lets you in at once."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Below the address that people know, whatever the request says its host is."""
        return f"{settings.ACCORD_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Signed with our own name, not with the host that the request names."""
        house = {"name": "Accord", "domain": urlsplit(settings.ACCORD_URL).netloc}
        super().send_mail(template_prefix, email, {**context, "current_site": house})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses to look at a password where too many were wrong; the library's own count locks people out."""
        if not password_tries.may_try(request, str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        password_tries.note_wrong(request, str(credentials.get("email", "")))

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Whoever signed in, by whatever way, does so from a known browser next time."""
        response: HttpResponse = super().post_login(request, user, **facts)
        password_tries.know_browser(response, user.email)
        return response

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
