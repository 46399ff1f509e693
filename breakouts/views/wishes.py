"""Choices, for organizers: from when and until when, and how often each session is wished."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breakouts.domain.choice_sheet import wished_rounds
from breakouts.domain.choosing_time import choosing_time, set_choosing_time
from breakouts.forms.choosing import ChoosingTimeForm
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from convenings.views_access import OrganizerRequest


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The counts; by POST the time to choose."""
    choosing = choosing_time(convening)
    sent = request.POST if request.method == "POST" else None
    form = ChoosingTimeForm(sent, convening=convening, choosing=choosing)

    def act(data: dict[str, object]) -> bool:
        span = form.span()
        set_choosing_time(
            convening=convening, from_at=span.from_at, until_at=span.until_at,
            by=request.actor, at=timezone.now(),
        )
        return True

    if form.is_bound and form.accept(act):
        messages.success(request, _("The time to choose is set."))
        return redirect("breakouts:wishes", convening.slug)
    context = {"convening": convening, "form": form, "choosing": choosing, "rounds": wished_rounds(convening)}
    return render(request, "breakouts/wishes.html", context, status=422 if form.errors else 200)
