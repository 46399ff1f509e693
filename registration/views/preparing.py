"""An assistant prepares a promise: named by its holder, and the assistant's own page. Neither can promise."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from agreements.models import Party
from journal.refusals import Refusal
from registration.domain import preparing
from registration.domain.answer_page import Phase
from registration.forms.preparing import AssistantForm, PrepareForm
from registration.forms.refusals import show_refusal
from registration.models import Preparation, Team
from registration.views.answer import load, show
from registration.views.limits import require_few_named

methods = require_http_methods(["GET", "HEAD", "POST"])


@link_required("answer")
@methods
def assistant(request: LinkRequest, party_id: int) -> HttpResponse:
    """Asks the holder who prepares for them; or says who does, and takes it back."""
    page = load(party_id)
    if page.phase != Phase.ASKED:
        return redirect("registration:answer", party_id)
    form = AssistantForm(request.POST if request.method == "POST" and "revoke" not in request.POST else None)
    if "revoke" in request.POST:
        preparing.revoke(party=page.party, by=request.actor, at=timezone.now())
        messages.success(request, _("Taken back. Their link works no more."))
        return redirect("registration:answer", party_id)
    if form.is_bound and form.is_valid():
        try:
            require_few_named(request, form.draft.email)
            preparing.let_prepare(party=page.party, assistant=form.draft, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s gets a link of their own by mail.") % form.cleaned_data)
            return redirect("registration:answer", party_id)
    template, status = "registration/assistant.html", 422 if form.errors else 200
    return show(request, page, form, template=template, status=status)


@link_required("prepare")
@methods
def prepare(request: LinkRequest, preparation_id: int) -> HttpResponse:
    """The text, and what may be filled in. Saved as often as wanted, until the promise is given."""
    preparation = _found(preparation_id)
    party = Party.objects.with_answers().get(pk=preparation.party_id)
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    fields = ("organization", "votes_on", "notes", "email")
    initial = {name: getattr(preparation, name) for name in fields}
    initial["typed_name"] = preparation.typed_name or preparation.principal.name
    initial["organization"] = initial["organization"] or party.organization
    form = PrepareForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            preparing.prepare(
                preparation=preparation, prepared=form.prepared, by=request.actor, at=timezone.now()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            words = _("Saved. %(name)s sees it on their own page, and promises alone.")
            messages.success(request, words % {"name": preparation.principal.name})
            return redirect("registration:prepare", preparation_id)
    context = {
        "preparation": preparation, "party": party, "team": team, "convening": team.convening, "form": form,
        "version": party.agreement.statement.current, "link": request.link,
        "is_open": preparing.is_open(party, team, at=timezone.now()),
    }
    return render(request, "registration/prepare.html", context, status=422 if form.errors else 200)


def _found(preparation_id: int) -> Preparation:
    rows = Preparation.objects.standing().select_related("party", "principal", "assistant")
    found: Preparation | None = rows.filter(pk=preparation_id).first()
    if found is None:
        raise Http404
    return found
