"""What the design of a kind of person puts on its badges, and what it leaves out."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from breakouts.domain.sessions import unplace_session
from breakouts.models import Programme
from checkin.domain import designs, logos
from checkin.domain.agendas import agendas_of
from checkin.domain.faces import Face, digests_of, face_of
from checkin.models import BadgeDesign, SponsorLogo
from checkin.states import RibbonColour
from convenings.models import Convening, Sponsor
from expo.domain.backdrops import PictureUnfit
from expo.models import Placement
from journal.models import Entry
from registration.models import Attendee, AttendeeDetails
from registration.states import AttendeeKind, PlaceState
from tests.breakouts import factories as breakouts
from tests.breakouts.seat_factories import people, seat, seated_rounds
from tests.checkin.factories import DAY, make_attendee, make_convening, make_somebody, make_team
from tests.expo import factories as floor

pytestmark = pytest.mark.django_db


def change(convening: Convening, kind: str = "member", **values: object) -> BadgeDesign:
    return designs.change_design(convening=convening, kind=kind, values=values, by="user:1", at=DAY)


def face(attendee: Attendee) -> Face:
    held = Attendee.objects.select_related("person", "team", "details").get(pk=attendee.pk)
    return face_of(held, designs.designs_of(attendee.convening))


def logo(colour: str = "navy", size: tuple[int, int] = (900, 300)) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, colour).save(drawn, "PNG")
    return drawn.getvalue()


def test_who_said_nothing_has_a_plain_design_and_staff_a_dark_head() -> None:
    held = designs.designs_of(make_convening())
    assert {kind for kind, design in held.items() if design.colour != RibbonColour.PLAIN} == {AttendeeKind.STAFF}
    assert not any(design.shows_side or design.shows_agenda for design in held.values())


def test_a_design_is_written_once_for_each_kind_and_told_to_the_journal() -> None:
    convening = make_convening()
    change(convening, "presenter", ribbon="  Presenter ", colour="violet")
    changed = change(convening, "presenter", shows_job=False)
    assert (changed.ribbon, changed.colour, changed.shows_job) == ("Presenter", "violet", False)
    assert BadgeDesign.objects.count() == 1
    told = Entry.objects.filter(kind="badge_design.changed")
    assert [entry.data for entry in told] == [{"kind": "presenter"}] * 2


@pytest.mark.parametrize("ribbon", ["x" * 31, "a\u0007b"])
def test_a_ribbon_is_one_short_line(ribbon: str) -> None:
    convening = make_convening()
    with pytest.raises(designs.RibbonUnfit) as refused:
        change(convening, ribbon=ribbon)
    assert refused.value.code == "ribbon_unfit"
    assert not BadgeDesign.objects.exists()


def test_each_switch_leaves_out_what_it_says() -> None:
    convening = make_convening()
    team = make_team(convening)
    member = team.members.filter(office="").first()
    assert member is not None
    AttendeeDetails.objects.create(attendee=member, pronunciation="teh-REH-sah", changed_at=DAY)
    before = face(member)
    assert (before.said, before.about, before.group) == ("teh-REH-sah", "Teacher, Grade 4", "Durango")
    change(convening, shows_pronunciation=False, shows_job=False, shows_team=False)
    after = face(member)
    assert (after.said, after.about, after.group, after.place) == ("", "", "", "")
    assert after.digests() != before.digests()


@pytest.mark.parametrize(
    ("shows", "state", "place", "words"),
    [
        (True, "open", "confirmed", "Booth 101"), (False, "open", "confirmed", ""), (True, "draft", "confirmed", ""),
        (True, "open", "released", ""),
    ],
)  # fmt: skip
def test_a_booth_stands_on_the_badge_once_booths_are_told(shows: bool, state: str, place: str, words: str) -> None:
    convening = make_convening(state=state)
    member = make_team(convening, place=PlaceState(place)).members.filter(office="").first()
    assert member is not None
    (booth,) = floor.booths(floor.hall(convening), "")
    Placement.objects.create(booth=booth, team=member.team, placed_at=DAY, placed_by="user:1")
    change(convening, shows_booth=shows)
    assert face(member).booth == words
    assert (face(member).digests() != replace(face(member), booth="").digests()) is bool(words)


def test_a_ribbon_takes_the_place_of_what_somebody_comes_as() -> None:
    convening = make_convening()
    speaker = make_attendee(convening, kind="presenter")
    assert face(speaker).group == "Presenter"
    change(convening, "presenter", ribbon="Speaker")
    assert (face(speaker).group, face(speaker).ribbon) == ("", "Speaker")


@pytest.mark.parametrize(("consent", "shown"), [(None, False), (False, False), (True, True)])
def test_the_access_sign_needs_consent(consent: bool | None, shown: bool) -> None:
    attendee = make_attendee(make_convening())
    AttendeeDetails.objects.create(
        attendee=attendee, access_needs="A ramp", may_show_access=consent, changed_at=DAY
    )
    assert face(attendee).access is shown


def test_a_face_is_the_same_in_every_language() -> None:
    from django.utils import translation

    guest = make_attendee(make_convening(), make_somebody(make_convening(), "Đặng Nuñez"))
    held = designs.designs_of(guest.convening)
    with translation.override("es"):
        spanish = digests_of([guest], held)
    assert spanish == digests_of([guest], held)


def test_a_logo_is_drawn_anew_small_and_replaced() -> None:
    convening = make_convening()
    sponsor = Sponsor.objects.create(convening=convening, name="WestEd", position=1)
    for colour in ("navy", "white"):
        logos.set_logo(sponsor=sponsor, data=logo(colour), by="user:1", at=DAY)
    kept = SponsorLogo.objects.get()
    with Image.open(BytesIO(bytes(kept.png))) as picture:
        assert (picture.size, picture.convert("RGB").getpixel((5, 5))) == ((480, 160), (255, 255, 255))
    (printed,) = logos.printed_logos(convening)
    assert (printed["name"], printed["ratio"]) == ("WestEd", 3)
    for _ in range(2):
        logos.remove_logo(sponsor=sponsor, by="user:1", at=DAY)
    assert logos.printed_logos(convening) == []
    assert Entry.objects.filter(kind="sponsor.logo_gone").count() == 1


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG broken"])
def test_what_is_no_picture_is_no_logo(data: bytes) -> None:
    sponsor = Sponsor.objects.create(convening=make_convening(), name="WestEd", position=1)
    with pytest.raises(PictureUnfit):
        logos.set_logo(sponsor=sponsor, data=data, by="user:1", at=DAY)
    assert not SponsorLogo.objects.exists()


def test_an_agenda_has_what_all_do_and_what_this_person_presents() -> None:
    convening = make_convening()
    breakouts.a_day(convening, rooms=1, breakouts=2)
    speaker, guest = convening.attendees.filter(kind="presenter").first(), make_attendee(convening)
    assert speaker is not None
    agendas = agendas_of(convening, [speaker.pk, guest.pk])
    (day,) = agendas.days
    assert (day["title"], [row["title"] for row in day["rows"]][:2]) == (
        "Thursday, May 27", ["Breakfast by state", "Breakouts A"],
    )  # fmt: skip
    assert agendas.of(guest.pk) == {}
    assert list(agendas.of(speaker.pk).values()) == [("Talk 201 0", "201")]


def test_an_agenda_has_what_is_released_and_the_seats_that_people_see() -> None:
    convening = make_convening()
    (guest,) = people(convening, 1)
    ((one, __),) = seated_rounds(convening, 5, 5)
    seat(guest, one)
    assert list(agendas_of(convening, [guest.pk]).of(guest.pk).values()) == [("Talk 1.1", "Hall 1")]
    unplace_session(session=one, version=1, by="user:1", at=DAY)
    assert list(agendas_of(convening, [guest.pk]).of(guest.pk).values()) == [("Talk 1.1", "Hall 1")]
    Programme.objects.update(seats_open_at=None)
    assert agendas_of(convening, [guest.pk]).of(guest.pk) == {}
    unreleased = make_convening()
    breakouts.placed(breakouts.room(unreleased), breakouts.slot(unreleased))
    assert agendas_of(unreleased, []).days == []
