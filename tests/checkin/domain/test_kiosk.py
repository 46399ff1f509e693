from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from checkin.domain import badges, devices, kiosk
from checkin.domain.kiosk import Greeting, Visit
from checkin.domain.kiosk_codes import CodeUnfit
from checkin.domain.printing import PrintedBefore, ask_sheet
from checkin.domain.sheets import draw_front
from checkin.models import Badge, BadgePrint, Device, KioskCode, Scan
from checkin.states import BadgeFormat
from convenings.models import Convening
from journal.models import Entry
from registration.models import Attendee
from registration.states import PlaceState
from tests.checkin.domain.test_kiosk_codes import ask, digits_for, somebody
from tests.checkin.factories import (
    DAY,
    badge_of,
    make_attendee,
    make_checkpoint,
    make_convening,
    make_kiosk,
    make_somebody,
    make_team,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Convening:
    return make_convening()


@pytest.fixture
def tablet(here: Convening) -> Device:
    return make_kiosk(here)


@pytest.fixture
def ann(here: Convening) -> Attendee:
    return somebody(here, "Ann O'Brien-Nuñez")


def show(tablet: Device, code: str, **over: Any) -> Visit:
    given: dict[str, Any] = {"scan_id": uuid4(), "by": f"device:{tablet.pk}", "at": DAY}
    return kiosk.check_in_by_badge(device=tablet, code=code, **{**given, **over})


def test_who_shows_a_badge_is_in_and_then_was(tablet: Device, ann: Attendee) -> None:
    code = ann.badges.get().code
    assert show(tablet, code) == Visit(Greeting.WELCOME, ann.pk)
    assert show(tablet, code) == Visit(Greeting.ALREADY, ann.pk)
    assert {(row.checkpoint, row.by) for row in Scan.objects.all()} == {(tablet.checkpoint, f"device:{tablet.pk}")}


def test_the_same_reading_sent_twice_is_one(tablet: Device, ann: Attendee) -> None:
    scan_id = uuid4()
    told = [show(tablet, ann.badges.get().code, scan_id=scan_id) for _n in range(2)]
    assert told == [Visit(Greeting.WELCOME, ann.pk)] * 2
    assert Scan.objects.count() == 1


def test_whatever_is_unusual_leads_to_the_desk_and_says_nothing(tablet: Device, here: Convening, ann: Attendee) -> None:
    replaced = ann.badges.get()
    badges.replace_badge(badge=replaced, by="user:1", at=DAY)
    foreign = somebody(make_convening(), "Bo Begay").badges.get()
    placed = make_team(here)
    without_place = badge_of(placed)
    placed.place = PlaceState.RELEASED
    placed.save(update_fields=["place"])
    for code in (replaced.code, foreign.code, without_place.code, "FORGED", "", "\0", "x" * 4000):
        assert show(tablet, code) == Visit(Greeting.DESK)


def test_the_rules_of_its_checkpoint_hold(tablet: Device, ann: Attendee) -> None:
    tablet.checkpoint.opens_at = DAY + timedelta(hours=1)
    tablet.checkpoint.save(update_fields=["opens_at"])
    assert show(tablet, ann.badges.get().code) == Visit(Greeting.DESK)


def test_who_types_name_and_code_is_in(tablet: Device, ann: Attendee) -> None:
    asked = ask(tablet, "ann o'brien")
    given: dict[str, Any] = {"device": tablet, "ask_id": asked.pk, "by": f"device:{tablet.pk}", "at": DAY}
    digits = digits_for(ann)
    assert kiosk.check_in_by_code(typed=digits, **given) == Visit(Greeting.WELCOME, ann.pk)
    assert Scan.objects.get().attendee == ann
    with pytest.raises(CodeUnfit):
        kiosk.check_in_by_code(typed=digits, **given)
    assert KioskCode.objects.get().tries == 1  # a used one is not tried


def test_who_has_no_badge_goes_to_the_desk(tablet: Device, here: Convening) -> None:
    late = make_attendee(here, make_somebody(here, "Đặng"))
    asked = ask(tablet, "Dang")
    visit = kiosk.check_in_by_code(
        device=tablet, ask_id=asked.pk, typed=digits_for(late), by=f"device:{tablet.pk}", at=DAY
    )
    assert visit == Visit(Greeting.DESK)


def printed(tablet: Device, attendee: Attendee, at: Any = DAY) -> Badge:
    badge = attendee.badges.filter(state="active").first() or Badge(attendee=attendee)
    kiosk.print_badge(device=tablet, badge=badge, by=f"device:{tablet.pk}", at=at)
    return badge


def why_not(tablet: Device, attendee: Attendee, at: Any = DAY) -> str:
    """The same before and when the tablet has drawn it."""
    before = kiosk.why_not_printed(tablet, attendee, at=at)
    with pytest.raises(kiosk.Refusal) as refused:
        printed(tablet, attendee, at)
    assert before is not None
    assert before.code == refused.value.code
    return refused.value.code


def test_a_badge_is_printed_once_and_noted(tablet: Device, here: Convening, ann: Attendee) -> None:
    assert kiosk.why_not_printed(tablet, ann, at=DAY) is None
    badge = printed(tablet, ann)
    noted = BadgePrint.objects.get()
    assert (noted.badge, noted.by, noted.job, badge.attendee) == (badge, f"device:{tablet.pk}", None, ann)
    assert Badge.objects.get(pk=badge.pk).printed_at == DAY
    assert Entry.objects.get(kind="badge.printed").subject == f"attendee:{ann.pk}"
    assert why_not(tablet, ann) == why_not(make_kiosk(here), ann) == "printed_already"
    with pytest.raises(PrintedBefore, match="kiosk"):  # the desk is told who printed the first
        ask_sheet(convening=here, only="one", badge=badge, by="user:1", at=DAY)


def test_who_lost_a_printed_badge_goes_to_the_desk(tablet: Device, ann: Attendee) -> None:
    badges.replace_badge(badge=printed(tablet, ann), by="user:1", at=DAY)
    assert why_not(tablet, ann) == "printed_already"


def test_a_kiosk_without_a_printer_prints_nothing(here: Convening, ann: Attendee) -> None:
    assert why_not(make_kiosk(here, paper=""), ann) == "no_printer_here"


def test_no_badge_is_printed_before_its_time_or_elsewhere(tablet: Device, here: Convening, ann: Attendee) -> None:
    assert why_not(make_kiosk(make_convening()), ann) == "no_badge_yet"
    assert why_not(tablet, make_attendee(here)) == "no_badge_yet"
    here.badges_from_at = DAY + timedelta(hours=1)
    here.save(update_fields=["badges_from_at"])
    assert why_not(tablet, ann) == "no_badge_yet"
    assert printed(tablet, ann, DAY + timedelta(hours=1))
    Attendee.objects.filter(pk=ann.pk).update(cancelled_at=DAY)
    assert why_not(tablet, ann) == "no_badge_yet"


def test_who_no_longer_comes_gets_no_badge_by_the_rule_of_the_door(tablet: Device, here: Convening) -> None:
    badge = badge_of(make_team(here))
    team = badge.attendee.team
    assert team is not None
    assert kiosk.why_not_printed(tablet, badge.attendee, at=DAY) is None
    team.place = PlaceState.RELEASED
    team.save(update_fields=["place"])
    assert why_not(tablet, badge.attendee) == "no_badge_yet"


def test_what_was_drawn_before_it_was_replaced_is_not_printed(tablet: Device, ann: Attendee) -> None:
    drawn = ann.badges.get()
    newer = badges.replace_badge(badge=ann.badges.get(), by="user:1", at=DAY)
    with pytest.raises(kiosk.NoBadgeYet):
        kiosk.print_badge(device=tablet, badge=drawn, by="device:1", at=DAY)
    kiosk.print_badge(device=tablet, badge=newer, by="device:1", at=DAY)
    assert BadgePrint.objects.get().badge == newer


@pytest.mark.parametrize(
    ("paper", "millimetres"), [("label_62", (100, 62)), ("card_4x3", (101.6, 76.2)), ("letter_1", (215.9, 279.4))]
)
def test_the_front_is_drawn_as_large_as_the_paper(
    here: Convening, paper: str, millimetres: tuple[float, float]
) -> None:
    badge = somebody(here, "عمر 王小明 \U0001f9be").badges.get()  # which no type file has
    drawn = draw_front(Badge.objects.with_people().get(pk=badge.pk), paper=BadgeFormat(paper)).decode()
    wide, high = (float(drawn.split(f'{side}="')[1].split("pt")[0]) / 72 * 25.4 for side in ("width", "height"))
    assert (round(wide, 1), round(high, 1)) == millimetres
    assert "style=" not in drawn


def test_a_kiosk_prints_one_at_a_time(here: Convening) -> None:
    with pytest.raises(devices.NoLabelPaper) as refused:
        devices.make_kiosk(checkpoint=make_checkpoint(here), label="X", paper="letter_6", by="user:1", at=DAY)
    assert (refused.value.code, refused.value.field) == ("no_label_paper", "paper")
    assert not Device.objects.exists()
