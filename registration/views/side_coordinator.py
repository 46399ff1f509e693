"""A leader says who coordinates for their side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from agreements.states import Side
from journal.refusals import Refusal
from registration.domain import coordination
from registration.forms.answering import CoordinatorForm
from registration.forms.refusals import show_refusal
from registration.views.answer import load, show
from registration.views.limits import require_few_named


@link_required("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def name_coordinator(request: LinkRequest, party_id: int) -> HttpResponse:
    """Asks the holder of an office who coordinates for its side; by POST they get a link of their own."""
    page = load(party_id)
    if not page.names_coordinator:
        return redirect("registration:answer", party_id)
    form = CoordinatorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            require_few_named(request, form.draft.email)
            coordination.put_side_coordinator(
                team=page.team, side=page.party.side, person=form.draft, by=request.actor, at=timezone.now()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s gets a link of their own by mail.") % form.cleaned_data)
            return redirect("registration:answer", party_id)
    status = 422 if form.errors else 200
    return show(
        request, page, form, template="registration/name_coordinator.html", status=status,
        label=Side(page.party.side).label,
    )  # fmt: skip
