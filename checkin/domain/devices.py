"""Scanners of volunteers: a link that an organizer hands out, good for its checkpoints until it ends or is revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkin.models import Checkpoint, Device
from journal.domain import entries
from journal.refusals import Refusal

AFTER_THE_END = timedelta(hours=12)
AT_LEAST = timedelta(hours=12)


class DeviceUnknown(Refusal):
    code = "device_unknown"
    status = 403
    words = _("This scanner link is not known. Please ask the help desk for a new one.")


class DeviceRevoked(Refusal):
    code = "device_revoked"
    status = 403
    words = _("This scanner link was revoked. Please ask the help desk for a new one.")


class DeviceExpired(Refusal):
    code = "device_expired"
    status = 403
    words = _("This scanner link has ended. Please ask the help desk for a new one.")


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
    registers_guests: bool = False,
) -> str:
    """A scanner for a checkpoint, and others it may switch to; gives its token, shown once and kept only as a hash.

    Without `expires_at` it works until half a day after the convening's end.
    """
    token = secrets.token_urlsafe(24)
    device = Device(
        checkpoint=checkpoint,
        label=label,
        token_hash=_hash(token),
        made_at=at,
        made_by=by,
        expires_at=expires_at or max(checkpoint.convening.ends_at + AFTER_THE_END, at + AT_LEAST),
        registers_guests=registers_guests,
    )
    device.save()
    device.also.set([place for place in also if place.convening_id == checkpoint.convening_id and place != checkpoint])
    _write_down("device.made", device, by, at)
    return token


@transaction.atomic
def revoke_device(*, device: Device, by: str, at: datetime) -> None:
    """Ends the scanner at once. Harmless to repeat."""
    if not Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=at):
        return
    device.revoked_at = at
    _write_down("device.revoked", device, by, at)


def device_of_token(token: str, *, at: datetime) -> Device:
    """The scanner that the token opens. Refuses: device_unknown, device_revoked, device_expired."""
    device = Device.objects.select_related("checkpoint__convening").filter(token_hash=_hash(token)).first()
    return _live(device, at)


def live_device(device_id: int, *, at: datetime) -> Device:
    """The scanner of a session, while it may scan. Refuses: device_unknown, device_revoked, device_expired."""
    device = Device.objects.select_related("checkpoint__convening").filter(pk=device_id).first()
    return _live(device, at)


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
    """What pages call these scanners. One query."""
    said = gettext("scanner “%(label)s”")
    return {device.pk: said % {"label": device.label} for device in Device.objects.filter(pk__in=ids)}


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
        data={"checkpoint": device.checkpoint_id},
    )
