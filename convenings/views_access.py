"""Organizers' pages of one convening: who gets in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django_htmx.middleware import HtmxDetails

from convenings.domain import access
from convenings.models import Convening
from convenings.permissions import Permission

View = Callable[..., HttpResponseBase]


class OrganizerRequest(HttpRequest):
    """What organizers' views get: of the middleware, and behind `convening_required` what the user may do here."""

    actor: str  # "user:3"
    client_address: str
    htmx: HtmxDetails
    permissions: frozenset[Permission]


def _for_pages(request: HttpRequest, slug: str) -> tuple[Convening | None, frozenset[Permission]]:
    convening = Convening.objects.select_related("venue", "statement__current").filter(slug=slug).first()
    return convening, access.permissions_of(request.user, convening) if convening else frozenset()


def convening_required(permission: Permission, *, with_page: bool = True) -> Callable[[View], View]:
    """The view takes `slug` from its URL and gets `convening`; request.permissions holds all that the user may here.

    with_page: venue and statement are read along, which pages show; a view that answers scripts goes without, and
    gets in with a statement less.

    Who has no role in the convening gets 404, as if there were none; who lacks the permission gets 403. No cache keeps
    the page.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: OrganizerRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponseBase:
            convening, held = _for_pages(request, slug) if with_page else access.opened_by(request.user, slug)
            if convening is None or not held:
                raise Http404
            if permission not in held:
                raise PermissionDenied(str(access.NotAllowed.words))
            request.permissions = held
            response = view(request, *args, convening=convening, **kwargs)
            add_never_cache_headers(response)  # nor does the browser show it after signing out
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
