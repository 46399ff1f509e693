"""What an attendee tells of themselves, by the own link alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from journal.refusals import Refusal
from portal.forms.details import DetailsForm
from registration.domain.details import change_details, details_of
from registration.forms.refusals import show_refusal
from registration.models import Attendee


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Name, needs, number, consents; refused with words beside the field, what was typed kept."""
    found = Attendee.objects.coming().select_related("person", "team", "convening")
    attendee = found.filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, attendee=attendee, details=details_of(attendee))
    if form.is_bound and form.is_valid():
        try:
            change_details(attendee=attendee, details=form.details(), by=request.actor, at=timezone.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            return redirect("portal:me", attendee_id)
    context = {"attendee": attendee, "convening": attendee.convening, "form": form, "link": request.link}
    return render(request, "portal/details.html", context, status=422 if form.errors else 200)
