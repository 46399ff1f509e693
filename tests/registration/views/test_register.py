"""Registering a team: one form, every refusal beside its field, what was typed kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agreements.models import Party
from convenings.domain import convenings
from convenings.models import Convening, Element
from mail.models import Message
from registration.models import DirectoryEntry, HeldRegistration, Team
from registration.views import limits
from tests.registration.doors import everything, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def typed(**over: str) -> dict[str, Any]:
    """What a coordinator of a district team types."""
    leaders = {
        f"leader_{office}_{part}": value
        for office, name in (
            ("union_president", "Marisol Archuleta"),
            ("superintendent", "Karen Whitlock"),
            ("board_president", "George Tafoya"),
        )
        for part, value in (("name", name), ("email", f"{office}@example.org"), ("organization", "Mesa Verde"))
    }
    return {
        "team_type": "district",
        "name": "Mesa Verde USD",
        "place_name": "Cortez",
        "us_state": "CO",
        **leaders,
        "member_2_name": "Teresa Yazzie",
        "member_2_email": "teresa@example.org",
        "member_2_job": "Teacher, Grade 4",
        "member_2_side": "union",
        "enrollment": "4,310",
        "poverty_percent": "38.5 %",
        "coordinator_name": "Luisa Montano",
        "coordinator_email": "luisa@example.org",
        "coordinator_side": "district",
        "rows": "5",
        **over,
    }


def address(convening: Convening) -> str:
    return f"/c/{convening.slug}/register/"


def send(client: Client, convening: Convening, **over: str) -> Any:
    return client.post(address(convening), typed(**over))


def test_a_team_is_registered_as_a_draft_and_only_the_coordinator_is_written_to(
    client: Client, convening: Convening
) -> None:
    element = Element.objects.create(convening=convening, name="Assessment", position=1)
    answer = client.post(address(convening), {**typed(), "focus": [str(element.pk)]}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/c/{convening.slug}/registered/", 302)]
    assert "luisa@example.org" in page
    assert "Nobody has been asked yet." in page
    team = Team.objects.get()
    assert (team.name, team.state, team.enrollment, str(team.poverty_percent)) == (
        "Mesa Verde USD", "draft", 4310, "38.50",
    )  # fmt: skip
    assert team.diversity_percent is None
    assert list(team.focus.all()) == [element]
    assert sorted(member.person.name for member in team.members.select_related("person")) == [
        "George Tafoya", "Karen Whitlock", "Marisol Archuleta", "Teresa Yazzie",
    ]  # fmt: skip
    assert [(message.occasion, message.to_address) for message in Message.objects.all()] == [
        ("team.registered", "luisa@example.org")
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Please name the team."),
        ("us_state", "", "Please choose the state."),
        ("us_state", "XX", "Select a valid choice."),
        ("leader_superintendent_name", "", "Please name the Superintendent."),
        ("leader_superintendent_email", "r.okafor@example", "“r.okafor@example” has no ending such as .org."),
        ("leader_board_president_email", "union_president@example.org", "This address stands at two offices."),
        ("member_2_email", "superintendent@example.org", "Two people have this address."),
        ("member_2_email", "", "Please give an address, too: the badge goes there."),
        ("member_2_name", "", "Please give a name, too."),
        ("enrollment", "many", "Please give a number, such as 4,310 or 38.5."),
        ("poverty_percent", "101", "A share lies between 0 and 100."),
        ("figures_year", "last", "Please give a year, such as 2026."),
        ("coordinator_email", "", "Please give your mail address; your link goes there."),
        ("coordinator_side", "", "Please choose the side that you work for."),
        ("website", "http://spam.example", "This field stays empty: it stops machines."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_all_else_is_kept(
    client: Client, convening: Convening, field: str, value: str, words: str
) -> None:
    before = everything()
    answer = send(client, convening, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    beside = page[page.index(f'id="id_{field}_error"') :].partition("</span>")[0]
    assert words in beside.replace("&quot;", '"')
    kept = {name: text for name, text in typed().items() if name not in (field, "team_type", "rows")}
    for name in ("name", "place_name", "leader_union_president_name", "member_2_job", "enrollment"):
        if name in kept:
            assert f'value="{kept[name]}"' in page, name
    assert everything() == before


def test_who_is_one_too_many_is_said_beside_their_row(client: Client) -> None:
    convening = make_convening(places_included=4)
    shown = client.get(address(convening)).content.decode()
    assert "At most 4 people with the leaders." in shown
    assert f"Organizers can add more, up to {convening.members_most}." in shown
    more = {f"member_{n}_{part}": f"m{n}@example.org" for n in (4, 5) for part in ("name", "email")}
    page = send(client, convening, **more).content.decode()
    beside = page[page.index('id="id_member_4_name_error"') :].partition("</span>")[0]
    assert "At most 4 people come, with the leaders" in beside
    assert 'id="id_member_5_name"' in page  # what was typed is kept, though there is no place for it
    assert not Team.objects.exists()


@pytest.mark.parametrize(("most", "rows", "has_more"), [(4, 1, False), (5, 2, False), (8, 3, True), (3, 0, False)])
def test_there_are_rows_for_as_many_as_may_still_come(
    client: Client, most: int, rows: int, has_more: bool
) -> None:
    page = client.get(address(make_convening(places_included=most))).content.decode()
    assert len(re.findall(r'id="id_member_\d+_name"', page)) == rows
    assert ("More rows" in page) is has_more


class TestThePlaceOfATeam:
    def test_a_state_that_is_chosen_makes_it_a_state_team(self, client: Client, convening: Convening) -> None:
        page = send(client, convening, place="OH").content.decode()
        assert 'name="leader_state_chief_name"' in page
        assert 'type="hidden" name="place_name"' in page

    def test_a_district_that_is_chosen_makes_it_a_district_team(self, client: Client, convening: Convening) -> None:
        DirectoryEntry.objects.create(leaid="3904378", name="Columbus", us_state="OH", imported_at=NOW)
        page = send(client, convening, place="3904378", team_type="state").content.decode()
        assert 'name="leader_superintendent_name"' in page

    def test_the_place_of_a_state_team_is_the_state(self, client: Client, convening: Convening) -> None:
        chief = {"leader_state_chief_name": "A Chief", "leader_state_chief_email": "chief@example.org"}
        none = {f"leader_{office}_president_none": "on" for office in ("nea", "aft")}
        sent = send(client, convening, team_type="state", coordinator_side="state", place_name="", **chief, **none)
        assert sent.status_code == 302
        assert Team.objects.get().place_name == "Colorado"


class TestAnotherKindOfTeam:
    def test_its_leaders_are_asked_for(self, client: Client, convening: Convening) -> None:
        page = client.get(address(convening), {"team_type": "state"}).content.decode()
        assert 'name="leader_state_chief_name"' in page
        assert 'name="leader_superintendent_name"' not in page

    def test_without_a_script_a_button_shows_them_and_keeps_what_was_typed(
        self, client: Client, convening: Convening
    ) -> None:
        page = send(client, convening, team_type="state", step="type").content.decode()
        assert 'name="leader_state_chief_name"' in page
        assert 'value="Mesa Verde USD"' in page
        assert 'class="err"' not in page

    def test_a_script_swaps_in_the_very_part_of_the_page(self, client: Client, convening: Convening) -> None:
        part = client.post(f"/c/{convening.slug}/register/leaders/", typed(team_type="state")).content.decode()
        page = send(client, convening, team_type="state", step="type").content.decode()
        leaders, place = part.replace(' hx-swap-oob="true"', "").split('<div class="formrow" id="place">')
        assert leaders.strip().startswith('<div class="leaders" id="leaders">')
        assert leaders.strip() in page
        assert f'<div class="formrow" id="place">{place.strip()}' in page

    def test_an_office_that_need_not_exist_takes_we_have_none(self, client: Client, convening: Convening) -> None:
        state = {
            "team_type": "state",
            "coordinator_side": "union",
            "leader_state_chief_name": "A Chief",
            "leader_state_chief_email": "chief@example.org",
            "leader_nea_president_name": "A President",
            "leader_nea_president_email": "nea@example.org",
        }
        refused = send(client, convening, **state).content.decode()
        assert "or say that you have none." in refused
        both = send(
            client, convening, **state, leader_aft_president_none="on", leader_aft_president_name="B",
            leader_aft_president_email="b@example.org",
        )  # fmt: skip
        assert "You named somebody, and said that there is none." in both.content.decode()
        assert send(client, convening, **state, leader_aft_president_none="on").status_code == 302
        assert Party.objects.get(office="aft_president").reported_missing_at == NOW
        assert Party.objects.get(office="nea_president").reported_missing_at is None


    def test_the_coordinator_speaks_for_one_of_its_sides(self, client: Client, convening: Convening) -> None:
        answer = send(client, convening, coordinator_side="state")
        assert "This kind of team has no office on that side." in answer.content.decode()


def test_more_rows_keep_what_was_typed_and_judge_nothing(client: Client, convening: Convening) -> None:
    page = send(client, convening, step="more", name="", rows="3").content.decode()
    assert 'name="member_5_name"' in page
    assert 'name="member_6_name"' not in page
    assert 'value="Teresa Yazzie"' in page
    assert 'class="err"' not in page
    assert not Team.objects.exists()


@pytest.mark.parametrize("rows", ["", "-4", "1e9", "999", "x" * 5000])
def test_the_number_of_rows_is_bounded(client: Client, convening: Convening, rows: str) -> None:
    page = send(client, convening, step="more", rows=rows).content.decode()
    assert 'name="member_5_name"' in page
    assert 'name="member_41_name"' not in page


class TestNotOpen:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda c: convenings.close_(convening=c, by=BY, at=NOW), "Registration is closed."),
            (lambda c: convenings.postpone(convening=c, reason="The hall is flooded.", by=BY, at=NOW), "flooded"),
            (lambda c: convenings.cancel(convening=c, reason="No hall.", by=BY, at=NOW), "No hall."),
        ],
    )
    def test_it_says_why_and_takes_nothing(
        self, client: Client, convening: Convening, change: Callable[[Convening], object], words: str
    ) -> None:
        change(convening)
        for answer in (client.get(address(convening)), send(client, convening)):
            assert words in answer.content.decode()
            assert "<form method=\"post\" action=\"/c/" not in answer.content.decode()
        assert not Team.objects.exists()

    def test_before_it_opens_and_after_the_deadline(
        self, client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stand_still(monkeypatch, convening.opens_at - timedelta(minutes=1))
        assert "Registration opens on Fri, January 15, 2027" in client.get(address(convening)).content.decode()
        stand_still(monkeypatch, convening.promise_by_at)
        assert "the last promise was due on Fri, April 2, 2027" in client.get(address(convening)).content.decode()

    def test_a_draft_is_not_found(self, client: Client) -> None:
        convening = make_convening(opened=False)
        assert client.get(address(convening)).status_code == 404
        assert client.get(f"/c/{convening.slug}/registered/").status_code == 404


def test_one_network_registers_so_many_an_hour(
    client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.PER_HOUR, "register", 1)
    elsewhere = {"REMOTE_ADDR": "198.51.100.20"}
    assert client.post(address(convening), typed(), **elsewhere).status_code == 302
    again = client.post(address(convening), typed(name="Another team"), REMOTE_ADDR="198.51.100.21")
    assert again.status_code == 422
    assert "Many teams were registered from this network just now." in again.content.decode()
    assert 'value="Another team"' in again.content.decode()
    assert client.post(address(convening), typed(), REMOTE_ADDR="203.0.113.21").status_code == 302


def test_it_tells_a_stranger_nothing_of_a_team_that_is_registered(client: Client, convening: Convening) -> None:
    make_team(convening, name="Mesa Verde USD")
    assert send(client, convening).status_code == 302


class TestThePlaceFromTheDirectory:
    @pytest.fixture(autouse=True)
    def listed(self, db: None) -> DirectoryEntry:
        facts = {"us_state": "CO", "city": "Cortez", "source": "CCD", "year": 2023, "imported_at": NOW}
        name = "Montezuma-Cortez RE-1"
        return DirectoryEntry.objects.create(
            leaid="0802910", name=name, folded_name="montezuma-cortez re-1 cortez co colorado", enrollment=2496, **facts
        )

    def test_found_as_it_is_typed_and_without_a_script(self, client: Client, convening: Convening) -> None:
        part = client.get(f"/c/{convening.slug}/register/places/", {"find": "monte"}).content.decode()
        page = client.get(address(convening), {"find": "monte"}).content.decode()
        assert 'name="place" value="0802910"' in part
        assert part.strip() in page
        nothing = client.get(f"/c/{convening.slug}/register/places/", {"find": "<b>zzz"}).content.decode()
        assert "Nothing found" in nothing
        assert "<b>zzz" not in nothing

    def test_chosen_it_fills_in_its_facts_and_keeps_the_rest(self, client: Client, convening: Convening) -> None:
        before = everything()
        page = send(client, convening, place="0802910", coordinator_name="").content.decode()
        for value in ("Montezuma-Cortez RE-1", "2,496", "CCD", "2023", "0802910", "George Tafoya", "Teresa Yazzie"):
            assert f'value="{value}"' in page, value
        assert 'class="err"' not in page
        assert everything() == before

    def test_the_team_knows_its_place_and_what_was_corrected_stays(
        self, client: Client, convening: Convening, listed: DirectoryEntry
    ) -> None:
        send(client, convening, directory="0802910", enrollment="2,500")
        team = Team.objects.get()
        assert (team.directory_entry, team.enrollment) == (listed, 2500)

    @pytest.mark.parametrize("over", [{"directory": "9999999"}, {"directory": "0802910", "us_state": "UT"}])
    def test_a_place_that_does_not_fit_ties_nothing(
        self, client: Client, convening: Convening, over: dict[str, str]
    ) -> None:
        assert send(client, convening, **over).status_code == 302
        assert Team.objects.get().directory_entry is None

    def test_a_place_that_is_not_there_fills_in_nothing(self, client: Client, convening: Convening) -> None:
        page = send(client, convening, place="nonsense").content.decode()
        assert 'value="Mesa Verde USD"' in page


def test_a_stranger_cannot_tell_whether_a_place_is_registered(client: Client, convening: Convening) -> None:
    fresh = send(client, convening)
    first = client.get(fresh.headers["Location"]).content.decode()
    again = send(Client(), convening, coordinator_email="ann@example.org", name="Mesa Verde Unified School District")
    other = Client()
    held = send(other, convening, coordinator_email="bob@example.org", name="Mesa Verde Schools")
    second = other.get(held.headers["Location"]).content.decode()
    assert fresh.status_code == again.status_code == held.status_code == 302
    assert HeldRegistration.objects.count() == 2
    assert tidy(second).replace("bob@example.org", "luisa@example.org") == tidy(first)


def tidy(page: str) -> str:
    """The page without what differs from visit to visit."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
