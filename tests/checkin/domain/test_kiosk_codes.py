from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as sent

from checkin.domain import devices, kiosk_codes
from checkin.models import Device, KioskAsk, KioskCode
from convenings.models import Convening
from journal.models import Entry
from mail.domain import delivery
from mail.domain.addresses import note_bad
from mail.models import Message
from mail.states import MessageState, ReturnKind
from registration.models import Attendee
from registration.states import PlaceState
from tests.checkin.factories import (
    DAY,
    make_attendee,
    make_badge,
    make_convening,
    make_kiosk,
    make_somebody,
    make_team,
)  # fmt: skip

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def somebody(convening: Convening, name: str, **over: Any) -> Attendee:
    attendee = make_attendee(convening, make_somebody(convening, name), **over)
    make_badge(attendee)
    return attendee


@pytest.fixture
def kiosk() -> Device:
    return make_kiosk(make_convening())


def ask(kiosk: Device, name: str, at: Any = DAY) -> KioskAsk:
    asked = kiosk_codes.ask(device=kiosk, name=name, by=f"device:{kiosk.pk}", at=at)
    kiosk_codes.look_up_waiting(at=at)
    return asked


def digits_for(attendee: Attendee, at: Any = DAY) -> str:
    """What the newest mail to them says."""
    code = KioskCode.objects.filter(attendee=attendee).latest("pk")
    written = kiosk_codes.write(code, at=at)
    assert written is not None
    return written


def use(kiosk: Device, asked: KioskAsk, typed: str, at: Any = DAY) -> Attendee:
    return kiosk_codes.use(device=kiosk, ask_id=asked.pk, typed=typed, at=at)


def refusal(kiosk: Device, asked: KioskAsk, typed: str, at: Any = DAY) -> str:
    with pytest.raises(kiosk_codes.Refusal) as refused:
        use(kiosk, asked, typed, at)
    return refused.value.code


@pytest.mark.parametrize(
    "typed",
    ["Ann O'Brien-Nuñez", "  ANN   o’brien-nunez ", "Nuñez, Ann", "Ann Nunez", "ann maria o'brien nunez"],
)
def test_a_name_is_known_by_its_words(kiosk: Device, typed: str) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Maria O'Brien-Nuñez")
    ask(kiosk, typed)
    assert [code.attendee for code in KioskCode.objects.all()] == [ann]


@pytest.mark.parametrize(
    "typed",
    [
        "Ann", "Ann Ann", "Ann -", "O'Brien-Nuñez", "An Nunez", "Ann Nunes", "王", "", "\0", "'; --", "%", "Ann_",
        "a" * 5000, "．．",
    ],
)
def test_parts_and_slips_mean_nobody(kiosk: Device, typed: str) -> None:
    somebody(kiosk.checkpoint.convening, "Ann Maria O'Brien-Nuñez")
    somebody(kiosk.checkpoint.convening, "王小明")
    ask(kiosk, typed)
    assert not KioskCode.objects.exists()


@pytest.mark.parametrize("name", ["王小明", "Đặng", "عمر"])
def test_who_has_one_word_for_a_name_types_all_of_it(kiosk: Device, name: str) -> None:
    one = somebody(kiosk.checkpoint.convening, name)
    ask(kiosk, name)
    assert KioskCode.objects.get().attendee == one


def test_nobody_is_written_to_who_does_not_come_or_cannot_be(kiosk: Device) -> None:
    here = kiosk.checkpoint.convening
    somebody(make_convening(), "Ann Yazzie")
    make_attendee(here, make_somebody(here, "Ann Yazzie"), cancelled_at=DAY)
    waiting = make_team(here, place=PlaceState.WAITLISTED)
    make_attendee(here, make_somebody(here, "Ann Yazzie"), team=waiting)
    ask(kiosk, "Ann Yazzie")
    assert not Message.objects.filter(occasion="kiosk.code").exists()


def test_the_mail_says_the_digits_and_its_copy_does_not(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    asked = ask(kiosk, "Ann Yazzie")
    delivery.deliver_due(at=DAY)
    (letter,) = [one for one in sent.outbox if "kiosk" in one.subject]
    digits = next(word for word in str(letter.body).split() if word.strip("*").isdecimal() and len(word) >= 6)
    digits = digits.strip("*")
    message = Message.objects.get(occasion="kiosk.code")
    assert digits not in f"{message.__dict__}{KioskCode.objects.values().get()}{list(Entry.objects.values())}"
    assert ann.person.name in str(letter.body)
    assert use(kiosk, asked, f" {digits[:3]} {digits[3:]} ") == ann


def test_of_two_with_the_same_name_the_code_tells_who_it_is(kiosk: Device) -> None:
    one, other = (somebody(kiosk.checkpoint.convening, "Maria García") for _n in range(2))
    asked = ask(kiosk, "maria garcia")
    assert Message.objects.filter(occasion="kiosk.code").count() == 2
    first, second = digits_for(one), digits_for(other)
    assert use(kiosk, asked, second) == other
    assert use(kiosk, asked, first) == one


def test_an_address_that_takes_no_mail_gets_none(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    facts: dict[str, Any] = {"reason": ReturnKind.UNSUBSCRIBED, "said": "", "happened_at": DAY, "at": DAY}
    note_bad(address=ann.person.email, **facts, subject=f"person:{ann.person_id}", convening_id=None)
    ask(kiosk, "Ann Yazzie")
    delivery.deliver_due(at=DAY)
    assert Message.objects.get(occasion="kiosk.code").state != MessageState.SENT
    assert not sent.outbox


def test_a_name_that_cannot_be_looked_up_keeps_no_other_waiting(
    kiosk: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    for name in ("Bo Begay", "Ann Yazzie"):
        kiosk_codes.ask(device=kiosk, name=name, by="device:1", at=DAY)
    look = kiosk_codes._meant

    def broken(asked: KioskAsk) -> list[Attendee]:
        if asked.name == "bo begay":
            raise LookupError("broken")
        return look(asked)

    monkeypatch.setattr(kiosk_codes, "_meant", broken)
    with pytest.raises(ExceptionGroup) as failed:
        kiosk_codes.look_up_waiting(at=DAY)
    assert [type(one) for one in failed.value.exceptions] == [LookupError]
    assert KioskCode.objects.get().attendee == ann
    assert [asked.name for asked in KioskAsk.objects.order_by("pk")] == ["bo begay", ""]  # tried again by the sweep


def test_equal_digits_of_two_namesakes_are_nobodys(kiosk: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (somebody(kiosk.checkpoint.convening, "Maria García") for _n in range(2))
    asked = ask(kiosk, "Maria García")
    monkeypatch.setattr("accounts.domain.mailed_digits.secrets.randbelow", lambda most: 7)
    assert digits_for(one) == digits_for(other) == "000007"
    assert refusal(kiosk, asked, "000007") == "kiosk_code_unfit"


def test_many_of_one_name_go_to_the_desk(kiosk: Device) -> None:
    for _n in range(kiosk_codes.NAMESAKES + 1):
        somebody(kiosk.checkpoint.convening, "Maria García")
    ask(kiosk, "Maria García")
    assert not KioskCode.objects.exists()


def test_a_code_is_used_once(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    asked = ask(kiosk, "Ann Yazzie")
    digits = digits_for(ann)
    assert use(kiosk, asked, digits) == ann
    assert refusal(kiosk, asked, digits) == "kiosk_code_unfit"
    assert refusal(kiosk, ask(kiosk, "Ann Yazzie"), digits) == "kiosk_code_unfit"


def test_a_mail_that_comes_after_the_name_was_typed_again_still_works(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    ask(kiosk, "Ann Yazzie")
    digits = digits_for(ann)
    assert use(kiosk, ask(kiosk, "yazzie, ann", DAY + MINUTE), digits, DAY + MINUTE) == ann


def test_a_code_works_for_its_name_at_its_kiosk_alone(kiosk: Device) -> None:
    here = kiosk.checkpoint.convening
    ann = somebody(here, "Ann Yazzie")
    somebody(here, "Bo Begay")
    asked = ask(kiosk, "Ann Yazzie")
    digits = digits_for(ann)
    other, foreign = make_kiosk(here), make_kiosk(make_convening())
    assert refusal(kiosk, ask(kiosk, "Bo Begay"), digits) == "kiosk_code_unfit"
    assert refusal(other, ask(other, "Ann Yazzie"), digits) == "kiosk_code_unfit"
    for elsewhere in (other, foreign):
        assert refusal(elsewhere, asked, digits) == "kiosk_ask_over"


def test_after_a_quarter_of_an_hour_it_is_over(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    asked = ask(kiosk, "Ann Yazzie")
    digits = digits_for(ann)
    late = DAY + kiosk_codes.LIVES
    assert refusal(kiosk, asked, digits, late) == "kiosk_ask_over"
    assert refusal(kiosk, ask(kiosk, "Ann Yazzie", late), digits, late) == "kiosk_code_unfit"
    assert kiosk_codes.write(KioskCode.objects.earliest("pk"), at=late) is None


@pytest.mark.parametrize("name", ["Ann Yazzie", "Nobody Known"])
def test_the_sixth_try_is_refused_alike_for_known_and_unknown_names(kiosk: Device, name: str) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    asked = ask(kiosk, name)
    right = digits_for(ann) if name == "Ann Yazzie" else "000000"
    wrong = "111111" if right != "111111" else "222222"
    told = [refusal(kiosk, asked, wrong) for _n in range(kiosk_codes.TRIES)]
    assert told == ["kiosk_code_unfit"] * 5
    assert refusal(kiosk, asked, right) == "kiosk_tried_too_often"
    assert refusal(kiosk, ask(kiosk, name), right) == "kiosk_code_unfit"  # five tries of one code, however often asked


@pytest.mark.parametrize("typed", ["", "12345", "0" * 4000, "١٢٣٤٥٦", "12345\0", "' OR 1=1"])
def test_hostile_digits_are_a_try(kiosk: Device, typed: str) -> None:
    assert refusal(kiosk, ask(kiosk, "Nobody Known"), typed) == "kiosk_code_unfit"


def test_a_name_that_nobody_has_takes_the_same_statements(kiosk: Device, connection_statements: Any) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    seen = []
    for name in ("Ann Yazzie", "Nobody Known"):
        with connection_statements() as asking:
            asked = kiosk_codes.ask(device=kiosk, name=name, by="device:1", at=DAY)
        kiosk_codes.look_up_waiting(at=DAY)
        if name == "Ann Yazzie":
            digits_for(ann)
        with connection_statements() as trying:
            refusal(kiosk, asked, "")
        seen.append((len(asking), len(trying)))
    assert seen == [(4, 6), (4, 6)]


def test_whoever_types_a_name_over_and_over_keeps_its_bearer_from_nothing(kiosk: Device) -> None:
    here = kiosk.checkpoint.convening
    ann, other = somebody(here, "Ann Maria Yazzie"), make_kiosk(here)
    digits = ""
    for minute in range(10):  # by a stranger
        ask(kiosk, "Ann Yazzie", DAY + minute * MINUTE)
        digits = digits or digits_for(ann, DAY)
    mailed = Message.objects.filter(occasion="kiosk.code")
    assert mailed.count() == kiosk_codes.CODES
    soon = DAY + 10 * MINUTE
    assert use(kiosk, ask(kiosk, "Ann Maria Yazzie", soon), digits, soon) == ann  # what came first still works
    ask(other, "Ann Yazzie", soon)
    assert mailed.count() == kiosk_codes.CODES + 1  # and so does another kiosk
    ask(kiosk, "Ann Yazzie", soon)
    assert mailed.count() == kiosk_codes.CODES + 2  # one was used


def test_codes_that_are_over_make_room(kiosk: Device) -> None:
    ann = somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    for late in (DAY, DAY + MINUTE, DAY + 2 * MINUTE, DAY + kiosk_codes.LIVES):
        ask(kiosk, "Ann Yazzie", late)
    mailed = KioskCode.objects.filter(attendee=ann, is_mailed=True)
    made = mailed.order_by("pk").values_list("made_at", flat=True)
    assert list(made) == [DAY, DAY + MINUTE, DAY + kiosk_codes.LIVES]


def test_a_kiosk_asks_and_tries_so_often(kiosk: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk_codes, "ASKED", 2)
    monkeypatch.setattr(kiosk_codes, "TRIED", 3)
    first, second = ask(kiosk, "Nobody Known"), ask(kiosk, "Nobody Else")
    with pytest.raises(kiosk_codes.AskedTooOften) as refused:
        ask(kiosk, "Ann Yazzie")
    assert (refused.value.code, refused.value.status) == ("kiosk_asked_too_often", 429)
    told = [refusal(kiosk, asked, "1") for asked in (first, first, second, second)]
    assert told == [*["kiosk_code_unfit"] * 3, "kiosk_tried_too_often"]
    other = make_kiosk(kiosk.checkpoint.convening)
    assert refusal(other, ask(other, "Nobody Known"), "1") == "kiosk_code_unfit"
    assert ask(kiosk, "Ann Yazzie", DAY + kiosk_codes.LIVES).pk


def test_a_name_is_looked_up_once_and_forgotten(kiosk: Device) -> None:
    somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    asked = kiosk_codes.ask(device=kiosk, name="Ann Yazzie", by="device:1", at=DAY)
    assert [kiosk_codes.look_up(asked=asked, at=DAY) for _n in range(2)] == [1, 0]
    asked.refresh_from_db()
    assert (asked.name, asked.looked_up_at) == ("", DAY)
    assert Message.objects.filter(occasion="kiosk.code").count() == 1
    told = [(entry.kind, entry.subject) for entry in Entry.objects.filter(kind__startswith="kiosk.").order_by("pk")]
    attendee = KioskCode.objects.get().attendee_id
    assert told == [("kiosk.asked", f"device:{kiosk.pk}"), ("kiosk.code_owed", f"attendee:{attendee}")]


@pytest.mark.parametrize("why", ["late", "revoked"])
def test_what_comes_too_late_writes_to_nobody(kiosk: Device, why: str) -> None:
    somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    kiosk_codes.ask(device=kiosk, name="Ann Yazzie", by="device:1", at=DAY)
    if why == "revoked":
        devices.revoke_device(device=kiosk, by="user:1", at=DAY)
    assert kiosk_codes.look_up_waiting(at=DAY + (kiosk_codes.LIVES if why == "late" else MINUTE)) == 0
    assert KioskAsk.objects.get().name == ""


def test_all_is_forgotten_after_an_hour(kiosk: Device) -> None:
    somebody(kiosk.checkpoint.convening, "Ann Yazzie")
    ask(kiosk, "Ann Yazzie")
    later = ask(kiosk, "Ann Yazzie", DAY + 20 * MINUTE)
    assert kiosk_codes.forget_old(at=DAY + 79 * MINUTE) == 2
    assert (KioskAsk.objects.get(), KioskCode.objects.count()) == (later, 1)
