"""The scanner: opened by a link, shows the camera, answers each badge."""

import hashlib
import json
from datetime import timedelta

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin import access
from checkin.access import DoorRequest, door_required
from checkin.domain import devices
from checkin.domain.annulling import undo_scan
from checkin.domain.arrivals import arrival_of, count_in, count_inside
from checkin.domain.batches import record_batch
from checkin.domain.door_list import door_list
from checkin.domain.finding import Found, find_people, find_teams
from checkin.domain.scanning import scan
from checkin.forms.kept import batch_of
from checkin.forms.scanning import ScanForm, UndoForm
from checkin.models import Checkpoint, Device
from checkin.states import CheckpointKind, DeviceKind, Direction
from convenings.models import Convening
from journal.refusals import Refusal


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """Swaps the link's token for a session of this browser, and leads to a clean address.

    A kiosk's link opens one browser, by POST: what looks at links before people do uses none up.
    """
    try:
        device = devices.device_of_token(token, at=timezone.now())
        response = _open_kiosk(request, device, token) if device.kind == DeviceKind.KIOSK else None
    except Refusal as refusal:
        return access.refused_page(request, refusal)
    if response is None:
        access.hold(request, device)
        response = redirect("checkin:door")
    response.setdefault("Referrer-Policy", "no-referrer")
    return response


def _open_kiosk(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Asks whether this browser shall be the kiosk, or makes it that: then it holds nothing else any more."""
    if access.is_kiosk(request, device):
        return redirect("checkin:kiosk")
    if device.opened_at is not None:
        raise devices.KioskLinkUsed
    if request.method != "POST":
        page = render(request, "checkin/kiosk_open.html", {"device": device, "holds_more": access.holds_more(request)})
        page["Referrer-Policy"] = "strict-origin"  # tells no address; with none at all the form would be refused
        return page
    device, secret = devices.open_kiosk(token=token, at=timezone.now())
    access.hold_alone(request, device, secret)
    return access.forget_storage(redirect("checkin:kiosk"))


@require_safe
@csp_update({"script-src": [WASM_UNSAFE_EVAL]})
@door_required()
def door(request: DoorRequest) -> HttpResponse:
    """The scanner page."""
    checkpoint = request.device.checkpoint
    places = devices.checkpoints_of(request.device)
    context = {
        "convening": checkpoint.convening, "checkpoint": checkpoint, "places": places, "device": request.device,
        "count": count_words(checkpoint),
    }  # fmt: skip
    return render(request, "checkin/scanner.html", context)


@require_POST
@door_required(answers_json=True)
def scan_badge(request: DoorRequest) -> HttpResponse:
    """One scan; sending the same again is harmless."""
    form = ScanForm(body_of(request))
    if not form.is_valid():
        words = _("This scan was not understood. Please scan the badge again.")
        return JsonResponse({"code": "malformed", "words": words}, status=400)
    asked, now = form.cleaned_data, timezone.now()
    try:
        result = scan(
            checkpoint=devices.checkpoint_of(request.device, asked["checkpoint"]),
            code=asked["code"],
            attendee_id=asked["attendee"],
            scan_id=asked["scan_id"],
            scanned_at=form.scanned_at(now),
            direction=asked["direction"] or Direction.IN,
            by=request.actor,
            at=now,
        )
    except Refusal as refusal:
        return access.refused_json(refusal)
    return JsonResponse(result.as_dict())


@require_POST
@door_required(answers_json=True)
def scan_batch(request: DoorRequest) -> HttpResponse:
    """What the scanner kept while it was alone; each is answered by itself."""
    now = timezone.now()
    places = {place.pk: place for place in devices.checkpoints_of(request.device)}
    try:
        kept, bad = batch_of(request.body, checkpoints=places, at=now)
        told = record_batch(
            kept=kept, unreadable=bad, where=request.device.checkpoint, by=request.actor, at=now
        )
    except Refusal as refusal:
        return access.refused_json(refusal)
    return JsonResponse({"results": [one.as_dict() for one in told]})


@require_POST
@door_required(answers_json=True)
def undo(request: DoorRequest) -> HttpResponse:
    """Takes back a scan of this scanner, for a minute."""
    form = UndoForm(body_of(request))
    if not form.is_valid():
        words = _("This was not understood. The help desk can correct the scan.")
        return JsonResponse({"code": "malformed", "words": words}, status=400)
    now = timezone.now()
    pressed_at = now - timedelta(milliseconds=form.cleaned_data["age_ms"] or 0)
    try:
        undo_scan(scan_id=form.cleaned_data["scan_id"], pressed_at=pressed_at, by=request.actor, at=now)
    except Refusal as refusal:
        return access.refused_json(refusal)
    return JsonResponse({"words": _("Undone.")})


@require_safe
@door_required(answers_json=True)
def hold_list(request: DoorRequest) -> HttpResponse:
    """What the scanner holds to decide alone; 304 while nothing has changed."""
    body = json.dumps(door_list(request.device), ensure_ascii=False, separators=(",", ":"))
    tag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    return response


@require_safe
@door_required(answers_json=True)
def find(request: DoorRequest) -> HttpResponse:
    """People whom some words name, and of a named team how much is here."""
    convening, asked = request.device.checkpoint.convening, request.GET.get("q", "").strip()[:100]
    people = [
        {**told_of(found), "badge": found.badge is not None, "since": in_since(found, convening)}
        for found in find_people(convening, asked)
    ]
    return JsonResponse({"people": people, "teams": [arrival_of(team).words for team in find_teams(convening, asked)]})


@require_safe
@door_required(answers_json=True)
def door_now(request: DoorRequest) -> HttpResponse:
    """How many are in, and what time it is here; the scanner learns so whether the network is there."""
    asked = request.GET.get("checkpoint", "")
    try:
        checkpoint = devices.checkpoint_of(request.device, int(asked) if asked.isascii() and asked.isdigit() else None)
    except Refusal as refusal:
        return access.refused_json(refusal)
    clock = round(timezone.now().timestamp() * 1000)
    return JsonResponse({"words": count_words(checkpoint), "at": clock, "csrf": get_token(request)})


def count_words(checkpoint: Checkpoint) -> str:
    """412 of 588 are in; at the expo or a meal 120 were let in; where people are scanned out, too, 48 are inside."""
    if not checkpoint.both_ways:
        inside, expected = count_in(checkpoint)
        if checkpoint.kind == CheckpointKind.DOOR:
            return _("%(inside)d of %(expected)d are in") % {"inside": inside, "expected": expected}
        return ngettext("%(inside)d person was let in", "%(inside)d people were let in", inside) % {"inside": inside}
    inside = count_inside(checkpoint)
    if checkpoint.room is None:
        return ngettext("%(inside)d is inside", "%(inside)d are inside", inside) % {"inside": inside}
    return _("%(inside)d inside, %(seats)d seats") % {"inside": inside, "seats": checkpoint.room.capacity}


def told_of(found: Found) -> dict[str, object]:
    """Who was found."""
    team = found.attendee.team
    return {"id": found.attendee.pk, "name": found.attendee.person.name, "team": team.name if team else ""}


def in_since(found: Found, convening: Convening) -> str:
    """In since 8:14 a.m., North door; empty for who is not here yet."""
    if found.in_since_at is None:
        return ""
    clock = date_format(convening.local(found.in_since_at), pgettext("format of a time of day", "g:i a"))
    return _("in since %(clock)s, %(place)s") % {"clock": clock, "place": found.entered_by}


def body_of(request: HttpRequest) -> dict[str, object]:
    """The JSON object that was sent; empty where it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return {}
    return body if isinstance(body, dict) else {}
