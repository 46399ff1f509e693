"""What a convening is, when it is, how many it takes; and the steps from state to state."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.domain.state_steps import people_to_tell, step_named, steps_for, take_step
from console.forms.settings import FactsForm, ReasonForm
from console.views.outcome import settle, tell
from convenings.domain.convenings import change_convening
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_CONVENING)
def facts(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Dates, capacities, deadlines."""
    form = FactsForm(request.POST if request.method == "POST" else None, instance=convening)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: change_convening(
            convening=convening,
            changes={name: value for name, value in form.cleaned_data.items() if name != "asks_again"},
            asks_again=form.cleaned_data["asks_again"] != "no", by=request.actor, at=timezone.now(),
        ),
    ):
        tell(request, lambda: None, _("The settings are saved."))
        return redirect("console:settings", convening.slug)
    context = {"convening": convening, "form": form, "steps": steps_for(convening)}
    return render(request, "console/settings.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_CONVENING)
def state(request: OrganizerRequest, convening: Convening, step: str) -> HttpResponse:
    """Asks whether to take a step, saying what it does to others; by POST takes it."""
    chosen = step_named(step)
    if chosen is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None) if chosen.wants_reason else None
    if request.method == "POST":
        if form is None:
            tell(request, lambda: _take(request, convening, step, ""), _("Done."))
            return redirect("console:settings", convening.slug)
        if form.is_valid() and settle(form, lambda: _take(request, convening, step, form.cleaned_data["reason"])):
            tell(request, lambda: None, _("Done. The mail is on its way."))
            return redirect("console:settings", convening.slug)
    context = {
        "convening": convening, "step": chosen, "form": form, "told": people_to_tell(convening, chosen),
        "possible": chosen in steps_for(convening),
    }
    return render(request, "console/state.html", context, status=400 if form is not None and form.errors else 200)


def _take(request: OrganizerRequest, convening: Convening, step: str, reason: str) -> None:
    chosen = step_named(step)
    assert chosen is not None
    take_step(step=chosen, convening=convening, reason=reason, by=request.actor, at=timezone.now())
