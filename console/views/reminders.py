"""Reminders: what goes out when, one run with its mail, and the rules."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.domain import reminder_pages
from console.forms.reminders import QuietForm, RuleForm
from console.views.outcome import settle, tell
from convenings import reminder_occasions
from convenings.domain.convenings import change_convening
from convenings.domain.reminder_rules import RuleRefused, check_draft, drafted, rule_or_draft, set_rule
from convenings.domain.reminder_runs import STEPS, RunUnknown
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.reminder_occasions import Occasion
from convenings.views_access import OrganizerRequest, convening_required


@require_safe
@convening_required(Permission.SEND_MAIL)
def reminders(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The calendar of the next 30 days, and what went out before."""
    runs = reminder_pages.calendar_of(convening, at=timezone.now())
    context = {"convening": convening, "runs": runs, "gone": reminder_pages.gone_of(convening)}
    return render(request, "console/reminders.html", context)


@require_safe
@convening_required(Permission.SEND_MAIL)
def run(request: OrganizerRequest, convening: Convening, occasion: str, on: str) -> HttpResponse:
    """One run: to how many, its mail to one of them, and what may be done."""
    known = _occasion(occasion)
    try:
        page = reminder_pages.run_page(convening, known.code, _day(on), at=timezone.now())
    except RunUnknown as refusal:
        raise Http404(str(refusal)) from None
    return render(request, "console/reminder_run.html", {"convening": convening, "page": page, "occasion": known})


@require_POST
@convening_required(Permission.SEND_MAIL)
def step(request: OrganizerRequest, convening: Convening, occasion: str, on: str, step: str) -> HttpResponse:
    """Hold, let go, skip or send now."""
    if step not in STEPS:
        raise Http404
    code, day = _occasion(occasion).code, _day(on)
    tell(
        request,
        lambda: STEPS[step](convening=convening, occasion=code, on=day, by=request.actor, at=timezone.now()),
        reminder_pages.STEP_WORDS[step][1],
    )
    return redirect("console:reminders", convening.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.SEND_MAIL)
def rules(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Every occasion with its rule; the quiet hours and the limit, which are saved here."""
    form = QuietForm(request.POST if request.method == "POST" else None, instance=convening)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: change_convening(
            convening=convening, changes=form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("Saved."))
        return redirect("console:reminder_rules", convening.slug)
    rows = reminder_pages.rule_rows(convening, at=timezone.now())
    context = {"convening": convening, "rows": rows, "form": form}
    return render(request, "console/reminder_rules.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.SEND_MAIL)
def rule(request: OrganizerRequest, convening: Convening, occasion: str) -> HttpResponse:
    """One rule, and what it does; by POST saved."""
    known, now = _occasion(occasion), timezone.now()
    stored = rule_or_draft(convening, known, at=now)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=stored, occasion=known)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: set_rule(
            convening=convening, occasion=known.code, draft=form.draft(), by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("The rule is saved."))
        return redirect("console:reminder_rules", convening.slug)
    says = reminder_pages.says(stored, known, at=now) if request.method != "POST" else None
    context = {"convening": convening, "form": form, "occasion": known, "says": says}
    return render(request, "console/reminder_rule.html", context, status=400 if form.errors else 200)


@require_safe
@convening_required(Permission.SEND_MAIL)
def rule_says(request: OrganizerRequest, convening: Convening, occasion: str) -> HttpResponse:
    """The part of a rule's page that says what it would do as it is typed now; saves nothing."""
    known, now = _occasion(occasion), timezone.now()
    form = RuleForm(request.GET, rule=rule_or_draft(convening, known, at=now), occasion=known)
    says = None
    if form.is_valid():
        try:
            check_draft(known, form.draft())
            says = reminder_pages.says(drafted(convening, known.code, form.draft(), at=now), known, at=now)
        except RuleRefused as refusal:
            form.add_error(refusal.field, str(refusal))
    context = {"convening": convening, "form": form, "occasion": known, "says": says}
    return render(request, "console/reminder_rule.html#says", context)


def _occasion(code: str) -> Occasion:
    found = reminder_occasions.get(code)
    if found is None:
        raise Http404
    return found


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
