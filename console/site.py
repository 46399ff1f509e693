"""Django's admin as Accord's: for people with a role, signed in at the one door, dressed in the look."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenings.domain.access import convenings_of
from convenings.domain.zones import spoken_zone
from convenings.models import Grant

ROOMS = {"breakouts": _("Programme"), "checkin": _("Check-in"), "registration": _("Teams")}


def zone_for(request: HttpRequest) -> str:
    """The one zone of all convenings that the user may see, else UTC; asked of the database once a request."""
    known: str | None = getattr(request, "admin_zone", None)
    if known is None:
        zones = list(convenings_of(request.user).order_by().values_list("time_zone", flat=True).distinct()[:2])
        known = zones[0] if len(zones) == 1 else "UTC"
        request.admin_zone = known  # type: ignore[attr-defined]
    return known


class AccordAdminSite(AdminSite):
    """One site for all rooms; which rows of which convening, the rooms' own admin classes say."""

    site_header = _("Accord")
    site_title = _("Accord")
    index_title = _("Everything, row by row")
    site_url = "/organize/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers, and whoever holds a role in some convening; asked of the database once a request."""
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        if user.is_superuser:
            return True
        held: bool | None = getattr(request, "holds_role", None)
        if held is None:
            held = Grant.objects.filter(user_id=user.pk).exists()
            request.holds_role = held  # type: ignore[attr-defined]
        return held

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but who is signed in without a role is told so instead of being sent to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("You hold no role in any convening. Ask an owner to give you one."))
            with timezone.override(zone_for(request)):
                response: HttpResponse = inner(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()  # within the zone
                return response

        return update_wrapper(guarded, view)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Says in which zone the times are."""
        return {**super().each_context(request), "admin_zone": spoken_zone(zone_for(request))}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The rooms by the names that their pages bear."""
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            room["name"] = ROOMS.get(room["app_label"], room["name"])
        return rooms

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one page for it."""
        return HttpResponseRedirect(reverse("account_change_password"))
