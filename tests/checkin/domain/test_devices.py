from datetime import timedelta
from typing import Any

import pytest

from checkin.domain import devices
from checkin.models import Device
from checkin.states import DeviceKind
from journal.models import Entry
from tests.checkin.factories import DAY, make_checkpoint, make_convening, make_kiosk

pytestmark = pytest.mark.django_db


def make(label: str = "Ben's phone") -> tuple[str, Device]:
    token = devices.make_device(checkpoint=make_checkpoint(make_convening()), label=label, by="user:1", at=DAY)
    return token, Device.objects.get(label=label)


def test_the_token_opens_the_scanner_and_is_kept_nowhere() -> None:
    token, device = make()
    assert devices.device_of_token(token, at=DAY) == devices.live_device(device.pk, at=DAY) == device
    assert token not in str(Device.objects.values().get())
    entry = Entry.objects.get(kind="device.made")
    assert token not in str(entry.data)
    assert (entry.subject, entry.by) == (f"device:{device.pk}", "user:1")


def test_it_ends_half_a_day_after_the_convening() -> None:
    token, device = make()
    assert device.expires_at == device.checkpoint.convening.ends_at + timedelta(hours=12)
    with pytest.raises(devices.DeviceExpired) as refused:
        devices.device_of_token(token, at=device.expires_at)
    assert (refused.value.code, refused.value.status) == ("device_expired", 403)


def test_revoking_ends_it_at_once_and_is_written_down_once() -> None:
    token, device = make()
    devices.revoke_device(device=device, by="user:1", at=DAY)
    devices.revoke_device(device=device, by="user:1", at=DAY)
    for asked in (lambda: devices.device_of_token(token, at=DAY), lambda: devices.live_device(device.pk, at=DAY)):
        with pytest.raises(devices.DeviceRevoked) as refused:
            asked()
        assert refused.value.code == "device_revoked"
    assert Entry.objects.filter(kind="device.revoked").count() == 1


def test_a_forged_token_opens_nothing() -> None:
    with pytest.raises(devices.DeviceUnknown) as refused:
        devices.device_of_token("A" * 32, at=DAY)
    assert refused.value.code == "device_unknown"


def test_a_new_link_opens_the_same_device_and_the_old_one_nothing() -> None:
    token, device = make()
    newer = devices.renew_link(device=device, by="user:1", at=DAY)
    assert devices.device_of_token(newer, at=DAY) == device
    with pytest.raises(devices.DeviceUnknown):
        devices.device_of_token(token, at=DAY)
    entry = Entry.objects.get(kind="device.renewed")
    assert newer not in str(entry.data)
    devices.revoke_device(device=device, by="user:1", at=DAY)
    with pytest.raises(devices.DeviceRevoked):
        devices.renew_link(device=device, by="user:1", at=DAY)


def test_each_door_asks_for_devices_of_its_kind() -> None:
    kiosk, (_token, scanner) = make_kiosk(make_convening()), make()
    newer = devices.renew_link(device=kiosk, by="user:1", at=DAY)
    opened, browser = devices.open_kiosk(token=newer, at=DAY)
    assert devices.live_device(kiosk.pk, at=DAY, kind=DeviceKind.KIOSK, browser=browser) == kiosk == opened
    with pytest.raises(devices.DeviceIsKiosk) as refused:
        devices.live_device(kiosk.pk, at=DAY)
    assert (refused.value.code, refused.value.status) == ("device_is_kiosk", 403)
    with pytest.raises(devices.DeviceIsScanner) as refused_scanner:
        devices.live_device(scanner.pk, at=DAY, kind=DeviceKind.KIOSK)
    assert (refused_scanner.value.code, refused_scanner.value.status) == ("device_is_scanner", 403)
    assert devices.device_names({kiosk.pk, scanner.pk}) == {
        kiosk.pk: f"kiosk “{kiosk.label}”", scanner.pk: "scanner “Ben's phone”",
    }  # fmt: skip


def as_kiosk(device: Device, browser: str) -> str:
    """What this browser hears: "" where it is the kiosk."""
    try:
        devices.live_device(device.pk, at=DAY, kind=DeviceKind.KIOSK, browser=browser)
    except devices.Refusal as refusal:
        return refusal.code
    return ""


def test_a_kiosks_link_opens_one_browser_once() -> None:
    place = make_checkpoint(make_convening())
    token = devices.make_kiosk(checkpoint=place, label="Tablet", by="user:1", at=DAY)
    kiosk, browser = devices.open_kiosk(token=token, at=DAY)
    with pytest.raises(devices.KioskLinkUsed) as refused:
        devices.open_kiosk(token=token, at=DAY)
    assert (refused.value.code, refused.value.status) == ("kiosk_link_used", 403)
    assert [as_kiosk(kiosk, held) for held in (browser, "", "A" * 32)] == ["", "kiosk_elsewhere", "kiosk_elsewhere"]
    newer = devices.renew_link(device=kiosk, by="user:1", at=DAY)
    assert as_kiosk(kiosk, browser) == ""  # until the new link is opened
    _kiosk, second = devices.open_kiosk(token=newer, at=DAY)
    assert [as_kiosk(kiosk, held) for held in (browser, second)] == ["kiosk_elsewhere", ""]
    held = Entry.objects.filter(kind="device.opened")
    assert [(entry.subject, entry.by) for entry in held] == [(f"device:{kiosk.pk}", f"device:{kiosk.pk}")] * 2
    assert browser not in f"{Device.objects.values().get()}{list(Entry.objects.values())}"


def test_a_kiosk_that_nobody_opened_is_nobodys() -> None:
    kiosk = make_kiosk(make_convening())
    assert as_kiosk(kiosk, "") == "kiosk_elsewhere"


def test_a_scanner_has_a_printer_only_for_those_whom_it_registers() -> None:
    asked: dict[str, Any] = {"checkpoint": make_checkpoint(make_convening()), "label": "Ben", "by": "user:1", "at": DAY}
    with pytest.raises(devices.PrintsNoOthers):
        devices.make_device(**asked, paper="label_62")
    with pytest.raises(devices.NoLabelPaper):
        devices.make_device(**asked, paper="letter_6", registers_walk_ups=True)
    token = devices.make_device(**asked, paper="label_62", registers_walk_ups=True)
    assert devices.device_of_token(token, at=DAY).paper == "label_62"
