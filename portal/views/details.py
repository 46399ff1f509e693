"""What an attendee tells of themselves, by the own link alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from journal.refusals import Refusal
from portal.forms.details import DetailsForm
from registration.domain import announcements
from registration.domain.details import details_of, tell_details
from registration.domain.questions import answers_of
from registration.forms.questions import answer_drafts
from registration.forms.refusals import show_refusal
from registration.models import CustomQuestion
from registration.states import AskedOf
from registration.views.own_page import found, no_longer_comes


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Name, needs, number, consents; refused with words beside the field, what was typed kept."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    data = request.POST if request.method == "POST" else None
    asked = list(CustomQuestion.objects.asked(attendee.convening, AskedOf.ATTENDEE))
    before = {answer.question_id: answer for answer in answers_of(attendee)}
    told = details_of(attendee)
    form = DetailsForm(data, request.FILES or None, attendee=attendee, details=told, questions=asked, answers=before)
    if form.is_bound and form.is_valid():
        try:
            with answer_drafts(form, asked, folder=f"answers/{attendee.convening_id}") as drafts:
                tell_details(
                    attendee=attendee, details=form.details(), answers=drafts, by=request.actor, at=timezone.now()
                )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            return redirect("portal:me", attendee_id)
    context = {"attendee": attendee, "convening": attendee.convening, "form": form, "link": request.link}
    context["announcement"] = announcements.standing(attendee.convening, at=timezone.now())
    return render(request, "portal/details.html", context, status=422 if form.errors else 200)
