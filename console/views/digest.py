"""How often an organizer gets a digest."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from console.views.outcome import tell
from convenings.models import Convening
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import digests
from registration.forms.digest import DigestForm


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(digests.FOR_ORGANIZERS)
def digest(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Asks, and by POST keeps what they chose for this convening."""
    assert isinstance(request.user, User)
    user = request.user
    standing = digests.rhythm_of(convening=convening, user=user)
    form = DigestForm(request.POST if request.method == "POST" else None, initial={"rhythm": standing})
    if form.is_bound and form.is_valid():
        rhythm = form.cleaned_data["rhythm"]
        tell(
            request,
            lambda: digests.choose(convening=convening, user=user, rhythm=rhythm, by=request.actor, at=timezone.now()),
            _("Saved. You can change it whenever you like."),
        )
        return redirect("console:digest", convening.slug)
    return render(
        request, "console/digest.html", {"convening": convening, "form": form}, status=422 if form.is_bound else 200
    )
