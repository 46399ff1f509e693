"""Scanners of volunteers, and kiosks: a link that an organizer hands out, good until it ends or is revoked.

What a kiosk may do is less: each door asks for devices of its own kind. A scanner's link opens as many phones as it is
shown to; a kiosk's link opens one browser, once.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkin.domain.formats import LABELS
from checkin.models import Checkpoint, Device
from checkin.states import DeviceKind
from journal.domain import entries
from journal.refusals import Refusal

AFTER_THE_END = timedelta(hours=12)
AT_LEAST = timedelta(hours=12)


class DeviceUnknown(Refusal):
    code = "device_unknown"
    status = 403
    words = _("This link is not known. Please ask the help desk for a new one.")


class DeviceRevoked(Refusal):
    code = "device_revoked"
    status = 403
    words = _("This link was revoked. Please ask the help desk for a new one.")


class DeviceExpired(Refusal):
    code = "device_expired"
    status = 403
    words = _("This link has ended. Please ask the help desk for a new one.")


class DeviceIsKiosk(Refusal):
    code = "device_is_kiosk"
    status = 403
    words = _("This browser is a kiosk. To scan badges, open the link of a scanner.")


class DeviceIsScanner(Refusal):
    code = "device_is_scanner"
    status = 403
    words = _("This browser is a scanner. A kiosk is opened by a link of its own.")


class KioskLinkUsed(Refusal):
    code = "kiosk_link_used"
    status = 403
    words = _("This link has opened a kiosk already, and opens no second one. Please ask an organizer for a new link.")


class KioskElsewhere(Refusal):
    code = "kiosk_elsewhere"
    status = 403
    words = _("This kiosk was opened in another browser. Please ask an organizer for a new link.")


class NoLabelPaper(Refusal):
    code = "no_label_paper"
    status = 400
    words = _("It prints one badge at a time. Please choose a label, a card or a sheet of one.")
    field = "paper"


class PrintsNoOthers(Refusal):
    code = "prints_no_others"
    status = 400
    words = _("A scanner prints the badges of those whom it registers. Tick that it may, or choose no printer.")
    field = "paper"


class RegistersNobody(Refusal):
    code = "registers_nobody"
    words = _("This scanner registers nobody. Send them to the help desk.")


class NotYourCheckpoint(Refusal):
    code = "not_your_checkpoint"
    words = _("This scanner may not scan there. Please choose one of its own places.")


@transaction.atomic
def make_device(
    *,
    checkpoint: Checkpoint,
    label: str,
    by: str,
    at: datetime,
    expires_at: datetime | None = None,
    also: Iterable[Checkpoint] = (),
    registers_walk_ups: bool = False,
    paper: str = "",
) -> str:
    """A scanner for a checkpoint, and others it may switch to; gives its token, shown once and kept only as a hash.

    Without `expires_at` it works until half a day after the convening's end. paper: of the printer for the badges of
    whom it registers, "" where there is none. Refuses: no_label_paper, prints_no_others.
    """
    _check_paper(paper)
    if paper and not registers_walk_ups:
        raise PrintsNoOthers
    token, device = _new(checkpoint, label, by=by, at=at, expires_at=expires_at)
    device.registers_walk_ups, device.paper = registers_walk_ups, paper
    device.save()
    device.also.set([place for place in also if place.convening_id == checkpoint.convening_id and place != checkpoint])
    _write_down("device.made", device, by, at)
    return token


@transaction.atomic
def make_kiosk(
    *, checkpoint: Checkpoint, label: str, by: str, at: datetime, paper: str = "", expires_at: datetime | None = None
) -> str:
    """A kiosk at a checkpoint; gives its token as `make_device` does. paper: "" where there is no printer.

    Refuses: no_label_paper.
    """
    _check_paper(paper)
    token, device = _new(checkpoint, label, by=by, at=at, expires_at=expires_at)
    device.kind, device.paper = DeviceKind.KIOSK, paper
    device.save()
    _write_down("device.made", device, by, at)
    return token


@transaction.atomic
def renew_link(*, device: Device, by: str, at: datetime) -> str:
    """A new link to the same device, for who lost it; the old one opens nothing any more. Gives its token.

    Where it is open it stays open: revoking ends that, and at a kiosk the opening of the new link. Refuses:
    device_revoked, device_expired.
    """
    fresh = _live(Device.objects.select_for_update(of=("self",), no_key=True).filter(pk=device.pk).first(), at)
    token = secrets.token_urlsafe(24)
    fresh.token_hash, fresh.opened_at = _hash(token), None
    fresh.save(update_fields=["token_hash", "opened_at"])
    _write_down("device.renewed", device, by, at)
    return token


def _new(
    checkpoint: Checkpoint, label: str, *, by: str, at: datetime, expires_at: datetime | None
) -> tuple[str, Device]:
    """A token, and a device not yet saved."""
    token = secrets.token_urlsafe(24)
    return token, Device(
        checkpoint=checkpoint,
        label=label,
        token_hash=_hash(token),
        made_at=at,
        made_by=by,
        expires_at=expires_at or max(checkpoint.convening.ends_at + AFTER_THE_END, at + AT_LEAST),
    )


@transaction.atomic
def revoke_device(*, device: Device, by: str, at: datetime) -> None:
    """Ends the scanner or kiosk at once. Harmless to repeat."""
    if not Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=at):
        return
    device.revoked_at = at
    _write_down("device.revoked", device, by, at)


def device_of_token(token: str, *, at: datetime) -> Device:
    """The device that the token opens. Refuses: device_unknown, device_revoked, device_expired."""
    device = Device.objects.select_related("checkpoint__convening").filter(token_hash=_hash(token)).first()
    return _live(device, at)


@transaction.atomic
def open_kiosk(*, token: str, at: datetime) -> tuple[Device, str]:
    """Makes one browser the kiosk of this link, which opens none after it; gives the secret that the browser holds.

    Who was this kiosk before, by an earlier link, is it no more. Refuses: those of `device_of_token`, kiosk_link_used.
    """
    device, secret = device_of_token(token, at=at), secrets.token_urlsafe(24)
    unused = Device.objects.filter(pk=device.pk, token_hash=device.token_hash, opened_at__isnull=True)
    if not unused.update(opened_at=at, browser=_hash(secret)):
        raise KioskLinkUsed
    device.opened_at, device.browser = at, _hash(secret)
    _write_down("device.opened", device, f"device:{device.pk}", at)
    return device, secret


def live_device(
    device_id: int, *, at: datetime, kind: DeviceKind = DeviceKind.SCANNER, browser: str = ""
) -> Device:
    """The device of a session, while its link is good, and where it is of this kind; a kiosk by its browser's secret.

    Refuses: device_unknown, device_revoked, device_expired, device_is_kiosk, device_is_scanner, kiosk_elsewhere.
    """
    device = _live(Device.objects.select_related("checkpoint__convening").filter(pk=device_id).first(), at)
    if device.kind != kind:
        raise DeviceIsKiosk if device.kind == DeviceKind.KIOSK else DeviceIsScanner
    if device.kind == DeviceKind.KIOSK and not is_open_in(device, browser):
        raise KioskElsewhere
    return device


def is_open_in(kiosk: Device, browser: str) -> bool:
    """Whether the browser that holds this secret is the kiosk."""
    return constant_time_compare(kiosk.browser, _hash(browser))


def checkpoints_of(device: Device) -> list[Checkpoint]:
    """Where the scanner may scan, where it begins first. One query."""
    also = device.also.select_related("convening").order_by("name")
    return [device.checkpoint, *also]


def checkpoint_of(device: Device, checkpoint_id: int | None) -> Checkpoint:
    """That one of the scanner's checkpoints; without an id where it begins. A query where it is not that one.

    Refuses: not_your_checkpoint.
    """
    if checkpoint_id in (None, device.checkpoint_id):
        return device.checkpoint
    found = device.also.select_related("convening").filter(pk=checkpoint_id).first()
    if found is None:
        raise NotYourCheckpoint
    return found


def device_names(ids: set[int]) -> dict[int, str]:
    """What pages call these devices. One query."""
    said = {DeviceKind.SCANNER: gettext("scanner “%(label)s”"), DeviceKind.KIOSK: gettext("kiosk “%(label)s”")}
    found = Device.objects.filter(pk__in=ids)
    return {device.pk: said[DeviceKind(device.kind)] % {"label": device.label} for device in found}


def _check_paper(paper: str) -> None:
    if paper and paper not in LABELS:
        raise NoLabelPaper


def _live(device: Device | None, at: datetime) -> Device:
    if device is None:
        raise DeviceUnknown
    if device.revoked_at is not None:
        raise DeviceRevoked
    if device.expires_at <= at:
        raise DeviceExpired
    return device


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write_down(kind: str, device: Device, by: str, at: datetime) -> None:
    entries.record(
        kind=kind,
        by=by,
        at=at,
        subject=f"device:{device.pk}",
        convening_id=device.checkpoint.convening_id,
        data={"checkpoint": device.checkpoint_id, "kind": device.kind},
    )
