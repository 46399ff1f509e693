"""Bulk mail: written, looked at a second time, confirmed, cancelled."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.domain.bulk_page import OPEN, bulk_page, bulk_rows
from console.forms.bulk import ATTENDEES, TEAMS, BulkForm, list_behind, list_named
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import bulk_mail
from registration.domain.bulk_text import VARIABLES
from registration.models import BulkMail

ROWS = 30
may_send = convening_required(Permission.SEND_MAIL)
STEPS = {
    "hold": (bulk_mail.hold, _("It is held for a second look. Its list is fixed now.")),
    "go-on": (bulk_mail.go_on, _("The sending goes on.")),
    "cancel": (bulk_mail.cancel, _("It is cancelled. What was sent already stays sent.")),
}


@require_safe
@may_send
def bulk_mails(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All bulk mails, newest first."""
    page = Paginator(bulk_rows(convening), ROWS).get_page(request.GET.get("page"))
    return render(request, "console/bulk_mails.html", {"convening": convening, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@may_send
def new_bulk(request: OrganizerRequest, convening: Convening, of: str) -> HttpResponse:
    """A form for one more, to the list that the query narrows."""
    if of not in (TEAMS, ATTENDEES):
        raise Http404
    return _write(request, convening, of, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_send
def edit_bulk(request: OrganizerRequest, convening: Convening, bulk_id: int) -> HttpResponse:
    """Other words or other people; what was held is a draft again."""
    found = get_object_or_404(BulkMail, pk=bulk_id, convening=convening, is_plain=False, state__in=OPEN)
    return _write(request, convening, list_behind(found), found)


def _write(request: OrganizerRequest, convening: Convening, of: str, bulk: BulkMail | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = BulkForm(sent, of=of, bulk=bulk)
    narrowed = list_named(of, sent or (bulk.narrowed if bulk else request.GET), convening=convening)
    kept: list[BulkMail] = []

    def keep() -> None:
        facts: dict[str, Any] = {
            "draft": form.draft(narrowed.chosen()), "by": request.actor, "at": timezone.now(),
        }  # fmt: skip
        kept.append(
            bulk_mail.rewrite(bulk=bulk, **facts) if bulk else bulk_mail.write(convening=convening, **facts)
        )

    if form.is_bound and form.is_valid() and settle(form, keep):
        return redirect("console:bulk", convening.slug, kept[0].pk)
    context = {
        "convening": convening, "form": form, "narrowed": narrowed, "of": of, "bulk": bulk, "variables": VARIABLES,
    }  # fmt: skip
    return render(request, "console/bulk_form.html", context, status=422 if form.errors else 200)


@require_safe
@may_send
def bulk(request: OrganizerRequest, convening: Convening, bulk_id: int) -> HttpResponse:
    """One of them: who gets it, how it reads, how far it is."""
    found = _found(convening, bulk_id)
    return render(request, "console/bulk.html", _shown(request, convening, found))


@require_http_methods(["GET", "HEAD", "POST"])
@may_send
def bulk_confirm(request: OrganizerRequest, convening: Convening, bulk_id: int) -> HttpResponse:
    """The second page: says to how many it goes, and by POST sends it. Whoever may send mail may confirm it."""
    found = _found(convening, bulk_id)
    if request.method == "POST":
        tell(
            request,
            lambda: bulk_mail.confirm(
                bulk=found, seen=request.POST.get("seen", ""), by=request.actor, at=timezone.now()
            ),
            _("It is on its way. You can leave this page."),
        )
        return redirect("console:bulk", convening.slug, found.pk)
    return render(request, "console/bulk_confirm.html", _shown(request, convening, found))


@require_POST
@may_send
def bulk_step(request: OrganizerRequest, convening: Convening, bulk_id: int, step: str) -> HttpResponse:
    """Hold it, take its sending up again, cancel it."""
    found = _found(convening, bulk_id)
    if step not in STEPS:
        raise Http404
    act, done = STEPS[step]
    tell(request, lambda: act(bulk=found, by=request.actor, at=timezone.now()), done)
    return redirect("console:bulk", convening.slug, found.pk)


def _found(convening: Convening, bulk_id: int) -> BulkMail:
    rows = BulkMail.objects.select_related("convening__venue", "job")
    return get_object_or_404(rows, pk=bulk_id, convening=convening)


def _shown(request: OrganizerRequest, convening: Convening, found: BulkMail) -> dict[str, Any]:
    asked = request.GET.get("reader", "")
    page = bulk_page(found, reader=int(asked) if asked.isdecimal() and len(asked) < 7 else 0)
    told = list_named(list_behind(found), found.narrowed, convening=convening).told()
    return {"convening": convening, "page": page, "bulk": found, "told": told}
