"""The scanner: opened by a link, shows the camera, answers each badge."""

import json
from datetime import timedelta

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkin import access
from checkin.access import DoorRequest, door_required
from checkin.domain import devices
from checkin.domain.arrivals import count_in
from checkin.domain.scanning import scan
from checkin.forms.scanning import ScanForm
from checkin.models import Checkpoint
from journal.refusals import Refusal


@login_not_required
@require_safe
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """Swaps the link's token for a session of this browser, and leads to a clean address."""
    try:
        device = devices.device_of_token(token, at=timezone.now())
    except Refusal as refusal:
        return access.refused_page(request, refusal)
    access.hold(request, device)
    response = redirect("checkin:door")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@csp_update({"script-src": [WASM_UNSAFE_EVAL]})
@door_required()
def door(request: DoorRequest) -> HttpResponse:
    """The scanner page."""
    checkpoint = request.device.checkpoint
    context = {"convening": checkpoint.convening, "checkpoint": checkpoint, "count": count_words(checkpoint)}
    return render(request, "checkin/scanner.html", context)


@require_POST
@door_required(answers_json=True)
def scan_badge(request: DoorRequest) -> HttpResponse:
    """One scan; sending the same again is harmless."""
    form = ScanForm(body_of(request))
    if not form.is_valid():
        words = _("This scan was not understood. Please scan the badge again.")
        return JsonResponse({"code": "malformed", "words": words}, status=400)
    now = timezone.now()
    try:
        result = scan(
            checkpoint=request.device.checkpoint,
            code=form.cleaned_data["code"],
            scan_id=form.cleaned_data["scan_id"],
            scanned_at=now - timedelta(milliseconds=form.cleaned_data["age_ms"] or 0),
            by=request.actor,
            at=now,
        )
    except Refusal as refusal:
        return access.refused_json(refusal)
    return JsonResponse(result.as_dict())


@require_safe
@door_required(answers_json=True)
def door_now(request: DoorRequest) -> HttpResponse:
    """How many are in; the scanner asks now and then, and learns so whether the network is there."""
    return JsonResponse({"words": count_words(request.device.checkpoint)})


def count_words(checkpoint: Checkpoint) -> str:
    """412 of 588 are in."""
    inside, expected = count_in(checkpoint)
    return _("%(inside)d of %(expected)d are in") % {"inside": inside, "expected": expected}


def body_of(request: HttpRequest) -> dict[str, object]:
    """The JSON object that was sent; empty where it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return {}
    return body if isinstance(body, dict) else {}
