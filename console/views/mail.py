"""The outbox: what was owed, to whom, and how far it is."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from console.domain import mail_rows
from console.domain.template_page import faulty_templates
from console.forms.filters import MailFilter
from console.views.outcome import tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from mail.domain import addresses
from mail.models import Message
from mail.occasions import title_of

ROWS = 50
DONE = {
    "hold": _("The message is kept back."),
    "release": _("The message will be sent within a minute."),
    "cancel": _("The message will not be sent."),
}


@require_safe
@convening_required(Permission.SEND_MAIL)
def outbox(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All messages, newest first."""
    occasions = [(name, title_of(name)) for name in mail_rows.occasions_of(convening)]
    form = MailFilter(request.GET, occasions=occasions)
    found = mail_rows.messages_of(convening, **form.chosen())
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    rows = [(message, title_of(message.occasion)) for message in page]
    context = {
        "convening": convening, "form": form, "page": page, "rows": rows, "faulty": faulty_templates(convening),
    }  # fmt: skip
    return render(request, "console/outbox.html", context)


@require_safe
@convening_required(Permission.SEND_MAIL)
def message(request: OrganizerRequest, convening: Convening, message_id: int) -> HttpResponse:
    """One message: its copy, with private links struck out, and what may be done to it."""
    found = get_object_or_404(Message, pk=message_id, convening_id=convening.pk)
    return render(request, "console/message.html", shown(convening, found))


def shown(convening: Convening, found: Message) -> dict[str, Any]:
    return {
        "convening": convening, "message": found, "occasion": title_of(found.occasion),
        "steps": mail_rows.steps_for(found), "returns": found.returns.order_by("happened_at"),
        "troubles": addresses.troubles([found.to_address]),
    }


@require_POST
@convening_required(Permission.SEND_MAIL)
def step(request: OrganizerRequest, convening: Convening, message_id: int, step: str) -> HttpResponse:
    """Hold, release or cancel one message."""
    if step not in mail_rows.STEPS:
        raise Http404
    found = get_object_or_404(Message, pk=message_id, convening_id=convening.pk)
    tell(
        request, lambda: mail_rows.STEPS[step](message=found, by=request.actor, at=timezone.now()), DONE[step],
    )
    return redirect("console:message", convening.slug, found.pk)


@require_POST
@convening_required(Permission.CHANGE_TEAMS)
def try_address(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Write again to an address from which mail came back; and back to the page that showed it."""
    address, back = request.POST.get("address", ""), request.POST.get("next", "")
    if not Person.objects.at_address(address).filter(convening_id=convening.pk).exists():
        raise Http404
    tell(
        request,
        lambda: addresses.try_again(
            address=address, convening_id=convening.pk, by=request.actor, at=timezone.now()
        ),
        _("We write to this address again. What did not arrive goes out once more, unless it is no longer needed."),
    )
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else reverse("console:attendees", args=[convening.slug]))
