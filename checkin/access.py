"""Who comes with a scanner link: the decorator of the views behind one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from checkin.domain import devices
from checkin.models import Device
from journal.refusals import Refusal

KEY = "door_device"
View = Callable[..., HttpResponse]


class DoorRequest(HttpRequest):
    """What a view behind `door_required` gets."""

    device: Device  # live, its checkpoint and convening loaded
    actor: str  # "device:2"


def hold(request: HttpRequest, device: Device) -> None:
    """Makes this browser the scanner, under a fresh session key."""
    request.session.cycle_key()
    request.session[KEY] = device.pk


def door_required(*, answers_json: bool = False) -> Callable[[View], View]:
    """Lets in a browser that opened a scanner link which is still good; anybody else reads why not (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: DoorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                device = devices.live_device(request.session.get(KEY) or 0, at=timezone.now())
            except Refusal as refusal:
                return refused_json(refusal) if answers_json else refused_page(request, refusal)
            request.device, request.actor = device, f"device:{device.pk}"
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return login_not_required(wrapper)

    return decorate


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says why the scanner does not open."""
    return render(request, "checkin/door_refused.html", {"refusal": refusal}, status=refusal.status)


def refused_json(refusal: Refusal) -> JsonResponse:
    """The same words and code for the scanner's script."""
    return JsonResponse({"code": refusal.code, "words": str(refusal.words)}, status=refusal.status)
