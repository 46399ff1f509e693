"""One code typed twice at once, the limits of a kiosk, and one badge at two printers, by real threads."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from checkin.domain import kiosk, kiosk_codes
from checkin.domain.kiosk import Greeting
from checkin.models import BadgePrint, KioskAsk, KioskCode, Scan
from registration.models import Attendee
from tests.checkin.domain.test_kiosk_codes import ask, somebody
from tests.checkin.factories import DAY, make_convening, make_kiosk
from tests.harness.threads import Meeting, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


def name_of(end: Any) -> str:
    return type(end).__name__ if isinstance(end, Exception) else str(end)


def use_at_once() -> Counter[str]:
    """The same code at several askings of the same name at one kiosk."""
    tablet = make_kiosk(make_convening())
    ann = somebody(tablet.checkpoint.convening, "Ann Yazzie")
    asked = [ask(tablet, "Ann Yazzie") for _n in range(AT_ONCE)]
    code = KioskCode.objects.earliest("pk")
    with transaction.atomic():
        digits = kiosk_codes.write(code, at=DAY)

    def use(one: Any) -> str:
        given: dict[str, Any] = {"device": tablet, "ask_id": one.pk, "typed": digits, "by": "device:1", "at": DAY}
        return kiosk.check_in_by_code(**given).greeting

    ended = Counter(name_of(end) for end in together(*[partial(use, one) for one in asked]))
    assert Scan.objects.filter(attendee=ann).count() == ended.total() - ended["CodeUnfit"]
    return ended


def without_lock(monkeypatch: pytest.MonkeyPatch, name: str, look: str) -> None:
    """All have looked before anybody writes. SQLite hides that unless its transaction is gone, too."""
    meeting, looked = Meeting(), getattr(kiosk_codes, look)

    def look_and_wait(*args: Any, **kwargs: Any) -> Any:
        found = looked(*args, **kwargs)
        meeting.wait()
        return found

    monkeypatch.setattr(kiosk_codes, look, look_and_wait)
    monkeypatch.setattr(kiosk_codes, "_lock", lambda device: device)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(kiosk_codes, name, getattr(kiosk_codes, name).__wrapped__)


def test_a_code_typed_several_times_at_once_is_used_once() -> None:
    assert use_at_once() == {Greeting.WELCOME: 1, "CodeUnfit": AT_ONCE - 1}


def test_without_the_lock_it_would_be_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch, "_try", "_tried")
    assert use_at_once()["CodeUnfit"] < AT_ONCE - 1


def ask_at_once() -> int:
    tablet = make_kiosk(make_convening())
    given: dict[str, Any] = {"device": tablet, "name": "Nobody Known", "by": "device:1", "at": DAY}
    together(*[partial(kiosk_codes.ask, **given)] * AT_ONCE)
    return KioskAsk.objects.count()


def test_several_names_at_once_do_not_pass_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk_codes, "ASKED", 2)
    assert ask_at_once() == 2


def test_without_the_lock_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk_codes, "ASKED", 2)
    without_lock(monkeypatch, "ask", "_asked_at")
    assert ask_at_once() > 2


def look_up_at_once() -> int:
    tablet = make_kiosk(make_convening())
    somebody(tablet.checkpoint.convening, "Ann Yazzie")
    given: dict[str, Any] = {"device": tablet, "name": "Ann Yazzie", "by": "device:1", "at": DAY}
    asked = [kiosk_codes.ask(**given) for _n in range(AT_ONCE)]
    together(*[partial(kiosk_codes.look_up, asked=one, at=DAY) for one in asked])
    return KioskCode.objects.filter(is_mailed=True).count()


def test_several_workers_at_once_owe_no_more_codes() -> None:
    assert look_up_at_once() == kiosk_codes.CODES


def test_without_the_lock_they_would_owe_more(monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch, "look_up", "_has_enough")
    assert look_up_at_once() > kiosk_codes.CODES


def print_at_once() -> Counter[str]:
    here = make_convening()
    tablets = [make_kiosk(here) for _n in range(AT_ONCE)]
    ann = somebody(here, "Ann Yazzie")

    badge = ann.badges.get()

    def take(tablet: Any) -> str:
        kiosk.print_badge(device=tablet, badge=badge, by=f"device:{tablet.pk}", at=DAY)
        return str(badge)

    return Counter(name_of(end) for end in together(*[partial(take, tablet) for tablet in tablets]))


def test_a_badge_at_several_printers_at_once_is_printed_once() -> None:
    assert print_at_once() == {"Ann Yazzie": 1, "PrintedAlready": AT_ONCE - 1}
    assert BadgePrint.objects.count() == 1


def test_without_the_lock_only_the_constraint_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: those who looked first do not hear of the first print, they fail."""
    meeting, first_print = Meeting(), kiosk.first_print

    def look_and_wait(badge: Any) -> Any:
        first = first_print(badge)
        meeting.wait()
        return first

    monkeypatch.setattr(kiosk, "first_print", look_and_wait)
    monkeypatch.setattr(Attendee.objects, "select_for_update", lambda **_of: Attendee.objects.all())
    if connection.vendor == "sqlite":
        monkeypatch.setattr(kiosk, "print_badge", kiosk.print_badge.__wrapped__)  # type: ignore[attr-defined]
    ended = print_at_once()
    assert ended[IntegrityError.__name__] > 0
    assert ended["Ann Yazzie"] == 1
