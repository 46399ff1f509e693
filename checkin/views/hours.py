"""The organizers' pages of hours: rules, what everybody has, corrections, certificates, tables to take along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.folding import fold
from breakouts.models import Session
from checkin.domain.hours import correct_hours, hours_of, people_seen, rule_of, set_rule, sheet_of
from checkin.domain.hours_certificates import (
    is_certified,
    release_all,
    release_one,
    standing_certificates,
    withdraw_certificate,
)
from checkin.domain.hours_tables import COLUMNS, hours_table
from checkin.forms.hours import CorrectionForm, WithdrawForm, rules_form
from checkin.models import HoursCertificate, HoursCorrection
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from jobs.domain.tables import write_workbook
from journal.refusals import Refusal
from registration.models import Attendee

ROWS = 50
AT_ONCE = 2_000  # people in a table that is made while somebody waits for it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_certify = convening_required(Permission.CERTIFY_HOURS)


@require_safe
@may_certify
def hours(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Everybody who was scanned at a room's door, and what it counts."""
    return _show(request, convening)


@require_POST
@may_certify
def set_rules(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Keeps the rules; all hours are counted anew by them."""
    form = rules_form(convening, rule_of(convening), request.POST)
    if not form.is_valid():
        return _show(request, convening, form, status=422)
    set_rule(convening=convening, values=form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, _("The rules are kept. What was certified before stays as it is."))
    return redirect("checkin:hours", convening.slug)


@require_POST
@may_certify
def release(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Certificates for everybody, with a mail to each."""
    try:
        count = release_all(convening=convening, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(n)d certificate was released.", "%(n)d certificates were released.", count) % {"n": count}
        messages.success(request, said if count else _("Everybody's certificate says what their hours are."))
    return redirect("checkin:hours", convening.slug)


@require_safe
@may_certify
def person(request: OrganizerRequest, convening: Convening, attendee_id: int) -> HttpResponse:
    """One person's sessions, corrections and certificates."""
    return _person(request, convening, _attendee(convening, attendee_id))


@require_POST
@may_certify
def correct(request: OrganizerRequest, convening: Convening, attendee_id: int) -> HttpResponse:
    """Sets what a session counts for somebody."""
    attendee = _attendee(convening, attendee_id)
    form = CorrectionForm(request.POST, attendee=attendee, sessions=_sessions(convening))
    if form.is_valid():
        try:
            correct_hours(attendee=attendee, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Corrected. A new certificate is released when you say so."))
            return redirect("checkin:hours_person", convening.slug, attendee.pk)
    return _person(request, convening, attendee, correction=form, status=422)


@require_POST
@may_certify
def certify(request: OrganizerRequest, convening: Convening, attendee_id: int) -> HttpResponse:
    """One person's certificate, also before the end."""
    attendee = _attendee(convening, attendee_id)
    try:
        release_one(attendee=attendee, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has a certificate of these hours.") % {"name": attendee})
    return redirect("checkin:hours_person", convening.slug, attendee.pk)


@require_POST
@may_certify
def withdraw(request: OrganizerRequest, convening: Convening, certificate_id: int) -> HttpResponse:
    """Takes a certificate back."""
    found = HoursCertificate.objects.filter(attendee__convening=convening)
    row = get_object_or_404(found.select_related("attendee__convening", "attendee__person"), pk=certificate_id)
    form = WithdrawForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        withdraw_certificate(certificate=row, reason=reason, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The certificate is withdrawn. Its public page says so."))
    return redirect("checkin:hours_person", convening.slug, row.attendee_id)


@require_safe
@may_certify
def workbook(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All hours for Excel while that is quick; longer tables are written as CSV, by a worker."""
    if people_seen(convening).count() > AT_ONCE:
        said = _("This table is too long for Excel at once. Take the CSV: a worker writes it for you.")
        messages.error(request, said)
        return redirect("checkin:hours", convening.slug)
    response = HttpResponse(write_workbook(COLUMNS, hours_table(convening), title="Hours"), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{convening.slug}-hours.xlsx"'
    return response


def _show(
    request: OrganizerRequest, convening: Convening, form: forms.Form | Any = None, status: int = 200
) -> HttpResponse:
    sheet = sheet_of(convening)
    wanted = request.GET.get("q", "").strip()[:100]
    people = people_seen(convening)
    for part in fold(wanted).split():
        people = people.filter(Q(person__folded_name__contains=part) | Q(team__folded_name__contains=part))
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    certificates = standing_certificates(convening)
    rows = [
        (one, certificates.get(one.attendee.pk), is_certified(one, sheet, certificates.get(one.attendee.pk)))
        for one in hours_of(sheet, list(page.object_list))
    ]
    context = {
        "convening": convening, "page": page, "rows": rows, "q": wanted, "sheet": sheet, "certified": len(certificates),
        "is_over": timezone.now() >= convening.ends_at, "form": form or rules_form(convening, sheet.rule),
        "rooms": convening.checkpoints.filter(room__isnull=False).exists(),
    }  # fmt: skip
    return render(request, "checkin/hours.html", context, status=status)


def _person(
    request: OrganizerRequest,
    convening: Convening,
    attendee: Attendee,
    correction: CorrectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet = sheet_of(convening)
    (own,) = hours_of(sheet, [attendee])
    certificates = list(HoursCertificate.objects.filter(attendee=attendee).order_by("-number"))
    standing = next((row for row in certificates[:1] if row.withdrawn_at is None), None)
    corrections = HoursCorrection.objects.filter(attendee=attendee).select_related("session").order_by("-pk")
    context = {
        "convening": convening, "attendee": attendee, "own": own, "sheet": sheet, "certificates": certificates,
        "standing": standing, "is_certified": is_certified(own, sheet, standing), "corrections": corrections,
        "correction": correction or CorrectionForm(attendee=attendee, sessions=_sessions(convening)),
        "withdraw": WithdrawForm(),
    }  # fmt: skip
    return render(request, "checkin/hours_person.html", context, status=status)


def _attendee(convening: Convening, attendee_id: int) -> Attendee:
    found = Attendee.objects.select_related("person", "team", "details", "convening")
    return get_object_or_404(found, pk=attendee_id, convening=convening)


def _sessions(convening: Convening) -> Any:
    ids = [session.pk for session in sheet_of(convening).sessions]
    return Session.objects.filter(pk__in=ids).order_by("slot__starts_at", "title")
