"""Django's admin as Accord's: for people with a role, signed in at the one door, dressed in the look."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convenings.models import Grant


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

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """As Django's, but who is signed in without a role is told so instead of being sent to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("You hold no role in any convening. Ask an owner to give you one."))
            response: HttpResponse = inner(request, *args, **kwargs)
            return response

        return update_wrapper(guarded, view)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page for it."""
        return HttpResponseRedirect(reverse("account_change_password"))
