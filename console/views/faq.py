"""Questions and answers of the public page, edited as one list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.forms.faq import QuestionsForm
from console.views.outcome import settle, tell
from convenings.domain.convenings import change_convening
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_CONVENING)
def faq(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The list, and rows for more."""
    form = QuestionsForm(request.POST if request.method == "POST" else None, convening=convening)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: change_convening(
            convening=convening, changes={"questions": form.questions()}, by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("Saved. The public page shows them."))
        return redirect("console:faq", convening.slug)
    context = {"convening": convening, "form": form}
    return render(request, "console/faq.html", context, status=400 if form.errors else 200)
