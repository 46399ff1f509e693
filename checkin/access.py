"""Who comes with a device's link: the decorators of the views behind one. A browser is one device: scanner or kiosk."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from checkin.domain import devices
from checkin.models import Device
from checkin.states import DeviceKind
from journal.refusals import Refusal

KEY, BROWSER = "door_device", "kiosk_browser"
View = Callable[..., HttpResponse]


class DoorRequest(HttpRequest):
    """What a view behind `door_required` or `kiosk_required` gets."""

    device: Device  # live, its checkpoint and convening loaded
    actor: str  # "device:2"
    client_address: str


def hold(request: HttpRequest, device: Device) -> None:
    """Makes this browser the scanner, under a fresh session key."""
    request.session.cycle_key()
    request.session[KEY] = device.pk


def hold_alone(request: HttpRequest, device: Device, secret: str) -> None:
    """Makes this browser a kiosk, and nothing else: whatever it held is forgotten."""
    request.session.flush()
    request.session[KEY], request.session[BROWSER] = device.pk, secret


def is_kiosk(request: HttpRequest, device: Device) -> bool:
    """Whether this browser is that kiosk already."""
    return request.session.get(KEY) == device.pk and devices.is_open_in(device, request.session.get(BROWSER, ""))


def forget_visitor(request: HttpRequest) -> None:
    """Leaves the kiosk alone in this browser's session. Its key stays: an answer with a new one may get lost."""
    held = {key: request.session[key] for key in (KEY, BROWSER)}
    request.session.clear()
    request.session.update(held)


def holds_more(request: HttpRequest, *, besides: Collection[str] = ()) -> bool:
    """Whether this browser's session holds anything but a device and what is named: an account, private links."""
    return bool(set(request.session.keys()) - {KEY, BROWSER, *besides})


def forget_storage(response: HttpResponse) -> HttpResponse:
    """Has the browser delete what our pages keep on it: offline badges, lists and scans of a scanner, their workers."""
    response["Clear-Site-Data"] = '"storage"'
    return response


def door_required(*, answers_json: bool = False) -> Callable[[View], View]:
    """Lets in a browser that opened a scanner link which is still good; anybody else reads why not (403)."""
    return _required(DeviceKind.SCANNER, "checkin/door_refused.html", answers_json=answers_json)


def kiosk_required(*, answers_json: bool = False) -> Callable[[View], View]:
    """The same for kiosks: neither opens the other's doors."""
    return _required(DeviceKind.KIOSK, "checkin/kiosk_refused.html", answers_json=answers_json)


def _required(kind: DeviceKind, page: str, *, answers_json: bool) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: DoorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                held, browser = request.session.get(KEY) or 0, request.session.get(BROWSER, "")
                device = devices.live_device(held, at=timezone.now(), kind=kind, browser=browser)
            except Refusal as refusal:
                return refused_json(refusal) if answers_json else refused_page(request, refusal, page)
            request.device, request.actor = device, f"device:{device.pk}"
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return login_not_required(wrapper)

    return decorate


def refused_page(
    request: HttpRequest, refusal: Refusal, page: str = "checkin/door_refused.html"
) -> HttpResponse:
    """The page that says why the device does not open."""
    return render(request, page, {"refusal": refusal}, status=refusal.status)


def refused_json(refusal: Refusal) -> JsonResponse:
    """The same words and code for the scanner's script."""
    return JsonResponse({"code": refusal.code, "words": str(refusal.words)}, status=refusal.status)
