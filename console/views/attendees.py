"""Everybody who comes: found, added, cancelled, and taken along as tables."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from console.domain.attendee_rows import attendee_rows
from console.forms.attendees import AttendeeForm, MemberForm
from console.forms.filters import AttendeeFilter, TeamFilter
from console.views.exporting import table_answer
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from mail.domain import addresses
from registration.domain import attendees as domain
from registration.models import Attendee, Team

ROWS = 100


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def attendees(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Attendees by name."""
    form = AttendeeFilter(request.GET)
    page = Paginator(attendee_rows(convening, **form.chosen()), ROWS).get_page(request.GET.get("page"))
    query = request.GET.urlencode()
    troubles = addresses.troubles(row.person.email for row in page)
    context = {"convening": convening, "form": form, "page": page, "query": query, "troubles": troubles}
    return render(request, "console/attendees.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.VIEW_TEAMS)
def attendees_file(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The attendees as chosen, as a CSV file."""
    return table_answer(request, convening, "attendees", AttendeeFilter(request.GET).chosen())


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.VIEW_TEAMS)
def teams_file(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The teams as chosen, as a CSV file."""
    return table_answer(request, convening, "teams", TeamFilter(request.GET, convening=convening).chosen())


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def new_attendee(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A presenter, staff member, partner or guest more."""
    form = AttendeeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: domain.add_attendee(
            convening=convening, draft=form.person(), kind=form.cleaned_data["kind"], job=form.cleaned_data["job"],
            organization=form.cleaned_data["organization"], by=request.actor, at=timezone.now(),
        ),
    ):
        tell(request, lambda: None, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
        return redirect("console:attendees", convening.slug)
    context = {"convening": convening, "form": form, "team": None}
    return render(request, "console/new_attendee.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def new_member(request: OrganizerRequest, convening: Convening, team_id: int) -> HttpResponse:
    """One more member of a team."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: domain.add_member(
            team=team, person=form.person(), job=form.cleaned_data["job"], side=form.cleaned_data["side"],
            organization=form.cleaned_data["organization"], by=request.actor, at=timezone.now(),
        ),
    ):
        tell(request, lambda: None, _("%(name)s is on the team.") % {"name": form.cleaned_data["name"]})
        return redirect("console:team", convening.slug, team_id)
    context = {"convening": convening, "form": form, "team": team}
    return render(request, "console/new_attendee.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def cancel_attendee(request: OrganizerRequest, convening: Convening, attendee_id: int) -> HttpResponse:
    """Asks whether somebody does not come, saying what it does; by POST cancels them."""
    related = Attendee.objects.select_related("person", "team")
    found = get_object_or_404(related, pk=attendee_id, convening=convening)
    if request.method == "POST":
        tell(
            request, lambda: domain.cancel_attendee(attendee=found, by=request.actor, at=timezone.now()),
            _("%(name)s does not come.") % {"name": found.person.name},
        )
        if found.team_id:
            return redirect("console:team", convening.slug, found.team_id)
        return redirect("console:attendees", convening.slug)
    return render(request, "console/cancel_attendee.html", {"convening": convening, "attendee": found})


