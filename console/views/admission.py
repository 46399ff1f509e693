"""How teams come to their places; and the selection among complete teams: looked at, applied, taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.domain.selection_page import selection_page
from console.forms.admission import AdmissionForm, LettersForm
from console.views.outcome import settle, tell
from convenings.domain.convenings import change_convening
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.states import Admission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain.selecting import apply_selection, undo_selection
from registration.domain.selection_rule import rule_in_words, rule_of, values_of


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_CONVENING)
def admission(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The way of admission, what happens in line, and the published rule."""
    values = values_of(convening)
    form = AdmissionForm(request.POST if request.method == "POST" else None, convening=convening, values=values)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: change_convening(
            convening=convening, changes=form.changes(), by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("Saved. The public page says so."))
        return redirect("console:admission", convening.slug)
    context = {"convening": convening, "form": form, "rule": rule_in_words(rule_of(convening), values)}
    return render(request, "console/admission.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def selection(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The suggestion with its reasons; by POST looked at with other ticks, or applied."""
    applies = request.method == "POST" and request.POST.get("intent") == "apply"
    chosen = None
    if request.method == "POST":
        chosen = {int(number) for number in request.POST.getlist("team") if number.isdecimal() and len(number) < 16}
    form = LettersForm(request.POST if request.method == "POST" else None, convening=convening)
    if applies and form.is_valid() and settle(
        form,
        lambda: apply_selection(
            convening=convening, chosen=chosen or set(), letters_at=form.cleaned_data["letters_at"],
            by=request.actor, at=timezone.now(),
        ),
    ):
        tell(request, lambda: None, _("The selection is applied. The letters go out on the day that you named."))
        return redirect("console:selection", convening.slug)
    page = selection_page(convening, chosen=chosen)
    now = timezone.now()
    context = {
        "convening": convening, "page": page, "form": form, "selects": convening.admission == Admission.SELECTION,
        "may_undo": page.standing is not None and page.standing.sent_at is None and now < page.standing.letters_at,
    }
    return render(request, "console/selection.html", context, status=400 if applies and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def selection_undo(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Asks whether to take the selection back; by POST does it."""
    if request.method == "POST":
        tell(
            request, lambda: undo_selection(convening=convening, by=request.actor, at=timezone.now()),
            _("The selection is taken back. Nobody was written to."),
        )
        return redirect("console:selection", convening.slug)
    return render(request, "console/selection_undo.html", {"convening": convening})
