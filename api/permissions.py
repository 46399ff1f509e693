"""What a token may do."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.models import ApiToken


class HasScope(BasePermission):
    """The token holds the scope that the view names for this method: `scopes = {"GET": Scope.…, "POST": Scope.…}`."""

    message = _("This token may not do that. Make one with the scope that the address asks for.")
    code = "scope_missing"

    def has_permission(self, request: Request, view: APIView) -> bool:
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else str(request.method)
        needed = view.scopes.get(method)  # type: ignore[attr-defined]
        return needed is None or (isinstance(request.auth, ApiToken) and needed in request.auth.scopes)
