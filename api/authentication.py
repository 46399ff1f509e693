"""Who calls the API: `Authorization: Bearer accord_…`, one token, one convening."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from api import guesses
from api.domain import tokens
from api.models import ApiToken


class BearerToken(authentication.BaseAuthentication):
    """Puts the token where the REST framework keeps the user: a right token always passes, wrong ones are counted."""

    def authenticate(self, request: Request) -> tuple[ApiToken, ApiToken] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            return None
        at = timezone.now()
        token = tokens.find_token(secret=secret.strip(), at=at)
        if token is None:
            guesses.count(request)
            raise exceptions.AuthenticationFailed(
                _("This token is unknown, revoked or expired. An owner of the convening can make a new one.")
            )
        tokens.note_use(token=token, at=at)
        return token, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
