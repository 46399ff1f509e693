"""A registration that is left and taken up again by its private link; it saves as it goes."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import LinkRequest, link_required
from journal.refusals import Refusal
from registration.domain import kept_drafts
from registration.domain.opening import Opening, opening_of
from registration.models import RegistrationDraft
from registration.views.register_form import answer, fields_of, form_for, show, typed_of


@link_required("register")
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: LinkRequest, draft_id: int) -> HttpResponse:
    """The form as it was left; sent, it registers the team, once."""
    draft = found(draft_id)
    convening = draft.convening
    opening = opening_of(convening, at=timezone.now())
    if opening != Opening.OPEN:
        return render(request, "registration/closed.html", {"convening": convening, "opening": opening})
    if draft.finished_at is not None:
        return render(request, "registration/registered.html", {"convening": convening, "address": draft.person.email})
    if request.method == "POST":
        return answer(request, convening, draft)
    return show(request, form_for(request, convening, typed_of(draft)).unjudged(), draft=draft)


@link_required("register")
@require_POST
def save(request: LinkRequest, draft_id: int) -> HttpResponse:
    """Keeps what was typed so far; answers with the part of the page that says when."""
    draft = found(draft_id)
    context: dict[str, Any] = {"convening": draft.convening, "saved_at": None, "refused": ""}
    try:
        fields = fields_of(request, form_for(request, draft.convening))
        context["saved_at"] = kept_drafts.save_draft(draft=draft, fields=fields, at=timezone.now()).saved_at
    except Refusal as refusal:
        context["refused"] = str(refusal.words)
    return render(request, "registration/register.html#saved", context)


def found(draft_id: int) -> RegistrationDraft:
    """The draft while it lives."""
    related = ("convening__venue", "convening__statement__current", "person")
    draft: RegistrationDraft = get_object_or_404(RegistrationDraft.objects.select_related(*related), pk=draft_id)
    if draft.expires_at <= timezone.now():
        raise Http404
    return draft
