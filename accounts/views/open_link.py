"""Opening a private link: the token goes into a session, and out of the address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts import held_links, limits, purposes
from accounts.access import guarded, refuse
from accounts.domain import links

MOST_GUESSES = 30
GUESSES_WITHIN = 10 * 60  # seconds


def may_guess_on(request: HttpRequest) -> bool:
    """Counts a wrong token. A right one opens whatever others in its network try: 256 bits are not guessed, and a
    whole hall may stand behind one address."""
    network = limits.network_of(getattr(request, "client_address", ""))
    return limits.spend(what="link-guess", who=network, most=MOST_GUESSES, seconds=GUESSES_WITHIN)


@login_not_required
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a session that holds this link, and go to the page it is for. HEAD does nothing at all."""
    if request.method == "HEAD":
        return guarded(HttpResponse())
    try:
        link = links.open_link(token=token, at=timezone.now())
        purpose = purposes.find(link.purpose)
        if purpose is None:
            raise links.LinkUnknown
    except links.LinkRefused as refusal:
        if isinstance(refusal, links.LinkUnknown) and not may_guess_on(request):
            return guarded(render(request, "accounts/too_often.html", status=429))
        return guarded(refuse(request, refusal))
    held_links.hold(request, link)
    address = purpose.destination(link)
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError(f"Purpose {purpose.name} leads out of this house.")
    response = guarded(redirect(address))
    response["Referrer-Policy"] = "no-referrer"  # the address we come from holds the token
    return response
