"""The organizers' page of the door: checkpoints and scanners. Who is here: checkin.views.live."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checkin.domain.arrivals import gates
from checkin.domain.checkpoints import make_checkpoint
from checkin.domain.devices import device_of_token, make_device, make_kiosk, renew_link, revoke_device
from checkin.domain.refused_scans import how_many
from checkin.forms.door import CheckpointForm, DeviceForm, KioskForm
from checkin.models import Device, Scan
from checkin.states import DeviceKind
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal

PAGE = "checkin/desk.html"


@require_safe
@convening_required(Permission.CHECK_IN)
def desk(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page: what each checkpoint has counted, and the phones that scan there."""
    return show(request, convening)


@require_POST
@convening_required(Permission.MANAGE_DOOR)
def add_checkpoint(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A new place where badges are scanned."""
    form = CheckpointForm(request.POST)
    if form.is_valid():
        try:
            made = make_checkpoint(convening=convening, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("%(place)s is there. Hand out a scanner for it.") % {"place": made})
            return redirect("checkin:desk", convening.slug)
    return show(request, convening, checkpoint_form=form, status=422)


@never_cache
@require_POST
@convening_required(Permission.MANAGE_DOOR)
def add_device(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A new scanner: shows its link and QR code, this once."""
    form = DeviceForm(request.POST, convening=convening)
    if not form.is_valid():
        return show(request, convening, device_form=form, status=422)
    try:
        token = make_device(**form.cleaned_data, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal))
        return show(request, convening, device_form=form, status=422)
    return show_link(request, convening, token)


@never_cache
@require_POST
@convening_required(Permission.MANAGE_DOOR)
def add_kiosk(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A new kiosk: shows its link and QR code, this once."""
    form = KioskForm(request.POST, convening=convening)
    if not form.is_valid():
        return show(request, convening, kiosk_form=form, status=422)
    token = make_kiosk(**form.cleaned_data, by=request.actor, at=timezone.now())
    return show_link(request, convening, token)


@never_cache
@require_POST
@convening_required(Permission.MANAGE_DOOR)
def renew(request: OrganizerRequest, convening: Convening, device_id: int) -> HttpResponse:
    """A new link to the same scanner or kiosk; the old one opens nothing any more."""
    device = get_object_or_404(Device, pk=device_id, checkpoint__convening=convening)
    try:
        token = renew_link(device=device, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("checkin:desk", convening.slug)
    return show_link(request, convening, token)


@require_POST
@convening_required(Permission.MANAGE_DOOR)
def end_device(request: OrganizerRequest, convening: Convening, device_id: int) -> HttpResponse:
    """Revokes a scanner or a kiosk: its next scan is refused."""
    device = get_object_or_404(Device, pk=device_id, checkpoint__convening=convening)
    revoke_device(device=device, by=request.actor, at=timezone.now())
    messages.success(request, _("“%(scanner)s” scans no more.") % {"scanner": device})
    return redirect("checkin:desk", convening.slug)


def show_link(request: OrganizerRequest, convening: Convening, token: str) -> HttpResponse:
    """The page with the link of a device, which is shown this once."""
    link = settings.ACCORD_URL + reverse("checkin:open_door", args=[token])
    device = device_of_token(token, at=timezone.now())
    context = {"convening": convening, "link": link, "device": device, "is_kiosk": device.kind == DeviceKind.KIOSK}
    return render(request, "checkin/device_made.html", context)


def show(request: OrganizerRequest, convening: Convening, status: int = 200, **forms_held: forms.Form) -> HttpResponse:
    """The page, with the forms that were refused holding what was typed."""
    now = timezone.now()
    scanners = Device.objects.live(now).filter(checkpoint__convening=convening)
    scanners = scanners.select_related("checkpoint").prefetch_related("also")
    context: dict[str, Any] = {
        "convening": convening,
        "devices": scanners.order_by("checkpoint__name", "label"),
        "may_manage": Permission.MANAGE_DOOR in request.permissions,
        "may_print": Permission.PRINT_BADGES in request.permissions,
        "to_look_at": Scan.objects.judged_differently(convening).filter(seen_at__isnull=True).count(),
        "refused": how_many(convening),
        "checkpoint_form": CheckpointForm(),
        "device_form": DeviceForm(convening=convening),
        "kiosk_form": KioskForm(convening=convening),
        "gates": gates(convening, at=now),
        **forms_held,
    }
    return render(request, PAGE, context, status=status)

