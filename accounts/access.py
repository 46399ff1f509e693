"""Who comes by private link: the decorator of the views behind one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import held_links
from accounts.domain import links
from accounts.forms.renewal import RenewalForm
from accounts.models import PrivateLink

View = Callable[..., HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}


class LinkRequest(HttpRequest):
    """What a view behind `link_required` gets."""

    link: PrivateLink  # still live; its person is one statement away
    actor: str  # "person:7"
    client_address: str


def link_required(purpose: str, *, subject_arg: str = "") -> Callable[[View], View]:
    """Lets in whoever opened a private link of this purpose to the subject that the URL names.

    The subject's id is the URL's argument `subject_arg`, by default its first: /team/<int:team_id>/ with purpose
    "coordinate" needs a live link to "team:<team_id>". Sets request.link and request.actor. Anybody else gets a page
    that says how to get a new link: 403 without any link to this, 410 with one that is dead.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: LinkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            subject_id = str(kwargs[subject_arg or next(iter(kwargs))])
            held = held_links.ids_of(request)
            try:
                link = links.live_link(ids=held, purpose=purpose, subject_id=subject_id, at=timezone.now())
            except links.LinkUnknown:
                return guarded(refuse(request, links.LinkNeeded()))
            except links.LinkRefused as refusal:
                return guarded(refuse(request, refusal))
            if request.method not in SAFE and link.replaces_earlier:  # else no transaction for it
                links.end_replaced(link, at=timezone.now())
            request.link, request.actor = link, f"person:{link.person_id}"
            return guarded(view(request, *args, **kwargs))

        return login_not_required(wrapper)

    return decorate


def refuse(request: HttpRequest, refusal: links.LinkRefused) -> HttpResponse:
    """The page that says why a link does not open, with a form for a new one."""
    context = {"refusal": refusal, "form": RenewalForm()}
    return render(request, "accounts/link_refused.html", context, status=refusal.status)


def guarded(response: HttpResponse) -> HttpResponse:
    """A page that only one person may see is kept by no cache and told to no other site.

    Not "no-referrer", with which browsers send "Origin: null", and no form of the page would be accepted.
    """
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response
