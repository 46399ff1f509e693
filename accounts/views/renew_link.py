"""A lost link: a form that takes an address, and says the same whatever it is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.access import guarded
from accounts.domain.renewal import ask_for_links
from accounts.forms.renewal import RenewalForm

AN_HOUR = 60 * 60
A_DAY = 24 * AN_HOUR
MOST_OF_A_NETWORK = 1000  # a whole hall may stand behind one; what one address gets is held far lower
MOST_FOR_AN_ADDRESS, MOST_FOR_A_MAILBOX_A_DAY = 4, 12


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link; few times an hour, and a day, for one address, and from one network.

    A stranger who uses them up keeps nobody out: each of these mails brings links that work.
    """
    form = RenewalForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return guarded(render(request, "accounts/renew_link.html", {"form": form}, status=status))
    address = form.cleaned_data["email"]
    network = limits.network_of(getattr(request, "client_address", ""))
    within = [
        limits.spend(what="link-renewal-network", who=network, most=MOST_OF_A_NETWORK, seconds=AN_HOUR),
        limits.spend(what="link-renewal", who=address.lower(), most=MOST_FOR_AN_ADDRESS, seconds=AN_HOUR),
        limits.spend(
            what="link-renewal-day", who=limits.mailbox_of(address), most=MOST_FOR_A_MAILBOX_A_DAY, seconds=A_DAY
        ),
    ]
    if not all(within):
        return guarded(render(request, "accounts/too_often.html", status=429))
    ask_for_links(address=address, language=translation.get_language() or "en", at=timezone.now())
    return guarded(redirect("accounts:link_asked"))


@login_not_required
@require_safe
def link_asked(request: HttpRequest) -> HttpResponse:
    """What happens now, in the same words for every address."""
    return guarded(render(request, "accounts/link_asked.html"))
