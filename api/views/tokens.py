"""The organizers' page of API tokens: made, shown once, revoked."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from api.domain.tokens import make_token, revoke_token
from api.forms.token import TokenForm
from api.models import ApiToken
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required

GOOD_FOR = timedelta(days=90)  # unless the owner says otherwise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.MANAGE_API)
def tokens(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The convening's tokens. The secret of a new one stands in the answer that makes it, and nowhere after."""
    fresh = {"expires_on": convening.local(timezone.now()).date() + GOOD_FOR}
    form, made = TokenForm(request.POST if request.method == "POST" else None, initial=fresh), []
    if request.method == "POST" and form.is_valid():
        settle(form, lambda: made.append(_make(request, convening, form)))
    if made:
        form = TokenForm(initial=fresh)
    context = {
        "convening": convening, "form": form, "secret": made[0] if made else "", "now": timezone.now(),
        "tokens": ApiToken.objects.filter(convening=convening).order_by("revoked_at", "-pk"),
    }
    return render(request, "api/tokens.html", context, status=400 if form.errors else 200)


def _make(request: OrganizerRequest, convening: Convening, form: TokenForm) -> str:
    """The token ends with its last day, where the convening is."""
    ends_at = datetime.combine(form.cleaned_data["expires_on"], time(23, 59), tzinfo=convening.zone)
    _token, secret = make_token(
        convening=convening, label=form.cleaned_data["label"], scopes=form.cleaned_data["scopes"], expires_at=ends_at,
        by=request.actor, at=timezone.now(),
    )
    return secret


@require_POST
@convening_required(Permission.MANAGE_API)
def revoke(request: OrganizerRequest, convening: Convening, token_id: int) -> HttpResponse:
    """End one token."""
    token = get_object_or_404(ApiToken, pk=token_id, convening=convening)
    tell(
        request, lambda: revoke_token(token=token, by=request.actor, at=timezone.now()),
        _("The token is revoked. Whoever uses it gets no answer any more."),
    )
    return redirect("tokens:list", convening.slug)
