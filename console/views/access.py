"""Who holds which role, given and taken."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from console.domain.roles import invite_to_role, roles_held
from console.forms.access import GrantForm
from console.views.outcome import settle, tell
from convenings.domain.access import revoke
from convenings.domain.leaving import close_organizer
from convenings.models import Convening, Grant
from convenings.permissions import Permission, Role
from convenings.views_access import OrganizerRequest, convening_required


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.GRANT_ROLES)
def access(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The organizers and their roles; the form gives one more."""
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and settle(
        form, lambda: invite_to_role(convening=convening, by=request.actor, at=timezone.now(), **form.cleaned_data)
    ):
        tell(request, lambda: None, _("The role is given."))
        return redirect("console:access", convening.slug)
    return render(
        request, "console/access.html", {"convening": convening, "form": form, "held": roles_held(convening)},
        status=400 if form.errors else 200,
    )


@require_POST
@convening_required(Permission.GRANT_ROLES)
def take(request: OrganizerRequest, convening: Convening, grant_id: int) -> HttpResponse:
    """Take one role from one organizer."""
    given = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id, convening=convening)
    tell(
        request,
        lambda: revoke(
            convening=convening, user=given.user, role=Role(given.role), by=request.actor, at=timezone.now()
        ),
        _("The role is taken."),
    )
    return redirect("console:access", convening.slug)


@require_POST
@convening_required(Permission.GRANT_ROLES)
def close(request: OrganizerRequest, convening: Convening, grant_id: int) -> HttpResponse:
    """Close the account of one who helps to run it."""
    given = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id, convening=convening)
    by = request.user
    assert isinstance(by, User)  # who holds a permission is signed in
    tell(
        request,
        lambda: close_organizer(user=given.user, by=by, at=timezone.now()),
        _("The account is closed, and its roles are taken."),
    )
    return redirect("console:access", convening.slug)
