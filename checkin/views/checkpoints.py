"""One checkpoint: who may pass there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkin.domain.checkpoints import change_checkpoint
from checkin.forms.door import RulesForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.MANAGE_DOOR)
def checkpoint(request: OrganizerRequest, convening: Convening, checkpoint_id: int) -> HttpResponse:
    """Its name and its rules; saved, the next scan is judged by them."""
    place = get_object_or_404(convening.checkpoints.select_related("room"), pk=checkpoint_id)
    form = RulesForm(request.POST or None, place=place, convening=convening)
    if request.method == "POST" and form.is_valid():
        name, rules = form.cleaned_data["name"], form.rules()
        try:
            change_checkpoint(checkpoint=place, name=name, rules=rules, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved. The next scan is judged by it, and phones have it within a minute."))
            return redirect("checkin:desk", convening.slug)
    context = {"convening": convening, "place": place, "form": form}
    return render(request, "checkin/checkpoint.html", context, status=422 if form.errors else 200)
