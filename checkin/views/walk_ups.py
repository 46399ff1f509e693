"""Who stands at the desk without being expected: registered here, and the badge printed on the spot."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkin.domain.walk_ups import admit_substitute, find_awaited, register_guest
from checkin.forms.walk_ups import GuestForm, SubstituteForm
from checkin.models import Badge
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal
from registration.models import Attendee


@require_safe
@convening_required(Permission.CHECK_IN)
def walk_ups(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page."""
    return show(request, convening)


@require_POST
@convening_required(Permission.CHECK_IN)
def add_guest(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A guest."""
    form = GuestForm(request.POST)
    if form.is_valid():
        facts = {"job": form.cleaned_data["job"], "organization": form.cleaned_data["organization"]}
        try:
            badge = register_guest(
                convening=convening, draft=form.draft(), **facts, by=request.actor, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return registered(request, convening, badge)
    return show(request, convening, guest_form=form, status=422)


@require_POST
@convening_required(Permission.CHECK_IN)
def add_substitute(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Somebody instead of a member who stayed home."""
    form = SubstituteForm(request.POST)
    absent = None
    if form.is_valid():
        members = Attendee.objects.select_related("team", "convening", "person")
        absent = get_object_or_404(members, pk=form.cleaned_data["absent"], convening=convening)
        try:
            badge = admit_substitute(
                absent=absent, draft=form.draft(), job=form.cleaned_data["job"], by=request.actor, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return registered(request, convening, badge)
    return show(request, convening, substitute_form=form, absent=absent, status=422)


def registered(request: OrganizerRequest, convening: Convening, badge: Badge) -> HttpResponse:
    """Says so, and leads to where this one badge is printed, who may print."""
    said = _("%(name)s is registered and has a badge. Print it, then scan it at the door.")
    messages.success(request, said % {"name": badge})
    if Permission.PRINT_BADGES in request.permissions:
        return redirect(f"{reverse('checkin:badges', args=[convening.slug])}?{urlencode({'q': badge.code})}")
    return redirect("checkin:walk_ups", convening.slug)


def show(request: OrganizerRequest, convening: Convening, status: int = 200, **held: Any) -> HttpResponse:
    """The page, with the form that was refused holding what was typed."""
    words = request.GET.get("q", "").strip()[:100]
    rows = [(one, SubstituteForm(absent=one.attendee.pk)) for one in find_awaited(convening, words)]
    context = {"convening": convening, "guest_form": GuestForm(), "found": rows, "q": words, **held}
    return render(request, "checkin/walk_ups.html", context, status=status)
