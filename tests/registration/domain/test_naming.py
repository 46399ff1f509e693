"""A team's name and place, corrected: by whom, until when, and what stays on record."""

from typing import Any

import pytest

from convenings.domain import convenings
from journal.models import Entry
from journal.refusals import Refusal
from registration.domain import coordination, duplicates, naming, teams
from registration.domain.drafts import PersonDraft
from registration.models import DirectoryEntry, Team
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db
PLACE = {"name": "Mesa Verde Unified School District", "place_name": "Mesa Verde", "us_state": "OH"}


@pytest.fixture
def team() -> Team:
    return make_team(None, **PLACE)


def rename(team: Team, by: str = BY, **over: Any) -> Team:
    return naming.rename_team(team=team, **{**PLACE, **over}, by=by, at=NOW)


def journaled() -> list[Any]:
    return [entry.data["was"] for entry in Entry.objects.filter(kind="team.renamed").order_by("pk")]


def test_the_lead_mends_a_slip_until_the_leaders_are_invited(team: Team) -> None:
    lead = f"person:{team.coordinator_id}"
    assert naming.may_rename(team, lead)
    fresh = rename(team, by=lead, name=" Mesa Verde USD ", place_name="Mesa Vérde")
    assert (fresh.name, fresh.place_name, fresh.folded_name) == ("Mesa Verde USD", "Mesa Vérde", "mesa verde usd")
    assert journaled() == [{"name": PLACE["name"], "place_name": "Mesa Verde"}]
    invited = teams.invite_signatories(team=fresh, by=lead, at=NOW)
    assert not naming.may_rename(invited, lead)
    with pytest.raises(naming.NameOnRecord):
        rename(team, by=lead)
    assert rename(team).name == PLACE["name"]


@pytest.mark.parametrize("over", [{"name": "Green River School District"}, {"us_state": "NV"}])
def test_another_place_is_for_organizers_and_lets_the_directory_go(team: Team, over: dict[str, str]) -> None:
    entry = DirectoryEntry.objects.create(leaid="3900001", name=PLACE["name"], us_state="OH", imported_at=NOW)
    Team.objects.filter(pk=team.pk).update(directory_entry=entry)
    with pytest.raises(naming.AnotherPlace):
        rename(team, by=f"person:{team.coordinator_id}", **over)
    assert rename(team, name="Mesa Verde Schools").directory_entry == entry
    assert rename(team, **over).directory_entry is None


def test_a_refusal_does_not_depend_on_other_teams(team: Team) -> None:
    other = make_team(team.convening, name="Mesa Verda Unified School District", place_name="Mesa Verda")
    assert duplicates.is_alike(other.name, other.place_name, team.name, team.place_name)
    rename(team, by=f"person:{team.coordinator_id}", name=other.name, place_name=other.place_name)


def test_the_same_once_more_is_no_news(team: Team) -> None:
    rename(team, us_state=" oh ")
    assert journaled() == []


@pytest.mark.parametrize(
    ("over", "code", "field"),
    [
        ({"name": " "}, "registration_refused", "name"), ({"place_name": ""}, "registration_refused", "place_name"),
        ({"us_state": "Ohio"}, "registration_refused", "us_state"), ({"name": "Mesa\x07"}, "name_unprintable", "name"),
        ({"name": "evil.example/x"}, "name_is_address", "name"), ({"name": "M" * 201}, "registration_refused", "name"),
    ],
)  # fmt: skip
def test_what_cannot_be(team: Team, over: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        rename(team, **over)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_not_by_a_side_nor_of_what_is_over(team: Team) -> None:
    ana = PersonDraft("Ana", "ana@example.org")
    row = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    with pytest.raises(Refusal) as refused:
        rename(team, by=f"person:{row.person_id}", name="Mesa Verde")
    assert refused.value.code == "lead_only"
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
    with pytest.raises(Refusal) as refused:
        rename(team, name="Mesa Verde")
    assert refused.value.code == "team_state"
    convenings.cancel(convening=team.convening, reason="Flood", by=BY, at=NOW)
    with pytest.raises(Refusal) as refused:
        rename(team, name="Mesa Verde")
    assert refused.value.code == "convening_over"


def test_earlier_names_each_once_without_the_present_one(team: Team) -> None:
    for name in ("王小明 Schools", "Đặng Schools", "王小明 Schools", PLACE["name"]):
        rename(team, name=name)
    fresh = Team.objects.get()
    assert list(naming.names_since(fresh, NOW)) == ["王小明 Schools", "Đặng Schools"]
