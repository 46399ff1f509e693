"""What people have told of themselves, and somebody under 18 entered with a guardian's consent."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.domain.people_told import people_told
from console.forms.minor import MinorForm
from console.views.exporting import table_answer
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain.attendees import add_attendee, add_member
from registration.domain.details import enter_minor
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from registration.states import AttendeeKind

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def people(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Needs and consents of who comes; the form for somebody under 18."""
    form = MinorForm(request.POST if request.method == "POST" else None, convening=convening)
    if form.is_bound and form.is_valid() and settle(form, lambda: _enter(request, convening, form)):
        tell(request, lambda: None, _("Entered. They are never listed."))
        return redirect("console:people", convening.slug)
    page = Paginator(people_told(convening), ROWS).get_page(request.GET.get("page"))
    context = {"convening": convening, "page": page, "form": form}
    return render(request, "console/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def people_file(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All of it as CSV."""
    return table_answer(request, convening, "needs", {})


def _enter(request: OrganizerRequest, convening: Convening, form: MinorForm) -> Attendee:
    data, by, at = form.cleaned_data, request.actor, timezone.now()
    return enter_minor(
        add=lambda: _add(convening, data, by=by, at=at),
        guardian_name=data["guardian_name"],
        guardian_consent_on=data["guardian_consent_on"],
        may_photograph=data["may_photograph"],
        by=by,
        at=at,
    )


def _add(convening: Convening, data: dict[str, object], *, by: str, at: datetime) -> Attendee:
    draft, team = PersonDraft(str(data["name"]), str(data["email"])), data["team"]
    if team:
        return add_member(team=team, person=draft, job="", side="", by=by, at=at)  # type: ignore[arg-type]
    return add_attendee(convening=convening, draft=draft, kind=AttendeeKind.GUEST, by=by, at=at)
