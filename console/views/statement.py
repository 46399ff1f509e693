"""The text that is promised: its versions; a new one is looked at first, with the difference and whom it touches."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.domain.statement_page import Draft, Preview, preview, sides_of, versions_of
from console.forms.statement import StatementForm
from console.views.outcome import settle, tell
from convenings.domain.statements import EDITORIAL_MOST, revise_statement
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_STATEMENT)
def statement(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The form; sent, it shows what would change, and only what was shown so is published."""
    current = convening.statement.current if convening.statement else None
    form = StatementForm(request.POST if request.method == "POST" else None, current=current, sides=sides_of(convening))
    seen: Preview | None = None
    if request.method == "POST" and form.is_valid():
        draft = Draft(form.opening_typed, form.promises_typed, form.closing_typed, form.is_material, form.sides_typed)
        confirmed = "publish" in request.POST and request.POST.get("seen") == draft.fingerprint
        if (confirmed or current is None) and settle(form, lambda: _publish(request, convening, form)):
            tell(request, lambda: None, _("The new version is published."))
            return redirect("console:statement", convening.slug)
        if current is not None and not form.errors:
            seen = preview(convening=convening, before=current, draft=draft, at=timezone.now())
    context = {
        "convening": convening, "form": form, "current": current, "seen": seen, "versions": versions_of(convening),
        "most": EDITORIAL_MOST, "may_reword": _may_reword(request),
    }
    return render(request, "console/statement.html", context, status=400 if form.errors else 200)


def _publish(request: OrganizerRequest, convening: Convening, form: StatementForm) -> None:
    revise_statement(
        convening=convening, based_on=form.cleaned_data["based_on"], opening=form.opening_typed,
        promises=form.promises_typed, closing=form.closing_typed, material=form.is_material,
        note=form.cleaned_data.get("note", ""), sides=form.sides_typed,
        may_reword=_may_reword(request), by=request.actor, at=timezone.now(),
    )


def _may_reword(request: OrganizerRequest) -> bool:
    return Permission.REWORD_STATEMENT in request.permissions
