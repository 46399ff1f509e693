import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from convenings.models import Convening
from expo.domain import assignment, needs
from expo.domain.booths import change_booth
from expo.models import Hall, Placement
from journal.models import Entry
from registration.domain.teams import withdraw_team
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_convening, make_team


def standing(where: Hall) -> dict[int, str]:
    return {
        placement.booth.number: placement.team.name
        for placement in Placement.objects.standing().filter(booth__hall=where).select_related("booth", "team")
    }


def team(convening: Convening, name: str, *needed: str, state: str = "confirmed") -> Team:
    made = make_team(convening, state, name=name)
    if needed:
        needs.set_needs(team=made, needs=needed, by=BY, at=AT)
    return made


def test_by_needs_and_order_of_completion(convening: Convening) -> None:
    where = hall(convening)
    booths(where, "power", "", "")
    for name in ("Elgin", "Peoria", "Durango", "Meriden", "Fayette"):
        team(convening, name, *(["power"] if name in ("Peoria", "Durango") else []))
    team(convening, "Nobody", state="committing")
    outcome = assignment.assign_booths(hall=where, by=BY, at=AT)
    assert standing(where) == {101: "Peoria", 102: "Elgin", 103: "Meriden"}
    assert (outcome.placed, outcome.moved) == (3, 0)
    names = dict(Team.objects.values_list("pk", "name"))
    assert [(names[left.team], left.reason) for left in outcome.unplaced] == [
        ("Durango", "The only booth with power is taken by a team that stands already or was complete earlier."),
        ("Fayette", "All booths are taken by teams that stand already or were complete earlier."),
    ]
    assert assignment.outlook_of(where) == {left.team: left.reason for left in outcome.unplaced}
    entries = Entry.objects.filter(kind="booth.assigned")
    assert {entry.data["booth"] for entry in entries} == {101, 102, 103}
    assert assignment.assign_booths(hall=where, by=BY, at=AT).placed == 0


def test_reasons_when_nothing_offers_it_and_when_there_are_no_booths(convening: Convening) -> None:
    where = hall(convening)
    team(convening, "Elgin", "power", "screen")
    (left,) = assignment.assign_booths(hall=where, by=BY, at=AT).unplaced
    assert left.reason == "This hall has no booths yet."
    booths(where, "power")
    (left,) = assignment.assign_booths(hall=where, by=BY, at=AT).unplaced
    assert left.reason == "No booth offers power and screen."


def test_an_old_version_is_refused(convening: Convening) -> None:
    where = hall(convening)
    (booth,) = booths(where, "")
    where.refresh_from_db()
    seen = where.version
    assignment.place_team(booth=booth, team=team(convening, "Elgin"), by=BY, at=AT)
    with pytest.raises(assignment.FloorChanged):
        assignment.assign_booths(hall=where, version=seen, by=BY, at=AT)


def test_pinned_team_keeps_its_booth_and_a_released_one_makes_way(convening: Convening) -> None:
    where = hall(convening)
    first, __ = booths(where, "power", "")
    elgin = team(convening, "Elgin")
    placement = assignment.place_team(booth=first, team=elgin, pin=True, by=BY, at=AT)
    team(convening, "Peoria", "power")
    assert len(assignment.assign_booths(hall=where, by=BY, at=AT).unplaced) == 1
    assignment.pin(placement=placement, pinned=False, by=BY, at=AT)
    outcome = assignment.assign_booths(hall=where, by=BY, at=AT)
    assert (outcome.placed, outcome.moved, outcome.unplaced) == (1, 1, ())
    assert standing(where) == {101: "Peoria", 102: "Elgin"}


def test_booth_taken_names_the_team(convening: Convening) -> None:
    where = hall(convening)
    (booth,) = booths(where, "")
    assignment.place_team(booth=booth, team=team(convening, "Elgin"), by=BY, at=AT)
    with pytest.raises(assignment.BoothTaken) as refusal:
        assignment.place_team(booth=booth, team=team(convening, "Peoria"), by=BY, at=AT)
    assert str(refusal.value) == "Elgin stands at booth 101. Choose a free booth."


def test_booth_lacks_names_the_need(convening: Convening) -> None:
    (booth,) = booths(hall(convening), "screen")
    with pytest.raises(assignment.BoothLacks) as refusal:
        assignment.place_team(booth=booth, team=team(convening, "Elgin", "power", "screen"), by=BY, at=AT)
    assert str(refusal.value) == "Elgin needs power, which booth 101 does not offer."


def test_extra_space_follows_from_the_size_that_is_drawn(convening: Convening) -> None:
    where = hall(convening)
    first, __, last = booths(where, "", "power", "space")
    assert last.features == []  # nobody ticks it
    wide = team(convening, "Elgin", "space")
    (left,) = assignment.assign_booths(hall=where, by=BY, at=AT).unplaced
    assert left.reason == "No booth offers extra space."
    change_booth(booth=last, depth=15, by=BY, at=AT)
    assignment.assign_booths(hall=where, by=BY, at=AT)
    assert standing(where) == {103: "Elgin"}
    with pytest.raises(assignment.BoothLacks, match="Elgin needs extra space, which booth 101 does not offer"):
        assignment.place_team(booth=first, team=wide, by=BY, at=AT)


def test_team_without_a_place_gets_no_booth(convening: Convening) -> None:
    (booth,) = booths(hall(convening), "")
    with pytest.raises(assignment.TeamWithoutPlace):
        assignment.place_team(booth=booth, team=team(convening, "Elgin", state="committing"), by=BY, at=AT)


def test_another_convenings_booth_is_refused(convening: Convening) -> None:
    (booth,) = booths(hall(make_convening()), "")
    with pytest.raises(assignment.BoothElsewhere):
        assignment.place_team(booth=booth, team=team(convening, "Elgin"), by=BY, at=AT)


def test_a_team_moves_and_again_is_harmless(convening: Convening) -> None:
    where, other = hall(convening), hall(convening)
    (first,), (second,) = booths(where, ""), booths(other, "")
    elgin = team(convening, "Elgin")
    assignment.place_team(booth=first, team=elgin, by=BY, at=AT)
    moved = assignment.place_team(booth=second, team=elgin, by=BY, at=AT)
    assert assignment.place_team(booth=second, team=elgin, stood_at=0, by=BY, at=AT) == moved
    assert (standing(where), standing(other)) == ({}, {101: "Elgin"})
    assert Entry.objects.filter(kind="booth.placed").count() == 2


def test_moved_by_somebody_else_meanwhile_is_refused(convening: Convening) -> None:
    june = User.objects.create_user("june@example.org", name="June Abernathy")
    first, second = booths(hall(convening), "", "")
    elgin = team(convening, "Elgin")
    assignment.place_team(booth=first, team=elgin, by=f"user:{june.pk}", at=AT)
    with pytest.raises(assignment.FloorChanged) as refusal:
        assignment.place_team(booth=second, team=elgin, stood_at=0, by=BY, at=AT)
    assert str(refusal.value) == (
        "June Abernathy has put Elgin at booth 101 since this page was made. Nothing was changed now."
    )
    assignment.clear_placement(team=elgin, by=BY, at=AT)
    with pytest.raises(assignment.FloorChanged):
        assignment.place_team(booth=second, team=elgin, stood_at=101, by=BY, at=AT)


def test_a_team_that_withdraws_frees_its_booth(convening: Convening) -> None:
    where = hall(convening)
    (booth,) = booths(where, "")
    elgin = team(convening, "Elgin")
    assignment.place_team(booth=booth, team=elgin, pin=True, by=BY, at=AT)
    withdraw_team(team=elgin, reason="The board voted no.", by=BY, at=AT)
    assert not Placement.objects.exists()
    assert Entry.objects.filter(kind="booth.freed", subject=f"team:{elgin.pk}").count() == 1
    assignment.place_team(booth=booth, team=team(convening, "Peoria"), by=BY, at=AT)


def test_a_row_left_of_a_lost_place_does_not_stand_in_the_way(convening: Convening) -> None:
    where = hall(convening)
    (booth,) = booths(where, "")
    elgin = team(convening, "Elgin")
    assignment.place_team(booth=booth, team=elgin, by=BY, at=AT)
    Team.objects.filter(pk=elgin.pk).update(place="released")
    assert standing(where) == {}
    team(convening, "Peoria")
    assert assignment.assign_booths(hall=where, by=BY, at=AT).placed == 1
    assert standing(where) == {101: "Peoria"}


def test_clear_and_pin_again_are_harmless(convening: Convening) -> None:
    (booth,) = booths(hall(convening), "")
    elgin = team(convening, "Elgin")
    placement = assignment.place_team(booth=booth, team=elgin, by=BY, at=AT)
    assignment.pin(placement=placement, pinned=True, by=BY, at=AT)
    assignment.pin(placement=placement, pinned=True, by=BY, at=AT)
    assignment.clear_placement(team=elgin, by=BY, at=AT)
    assignment.clear_placement(team=elgin, by=BY, at=AT)
    kinds = Entry.objects.filter(kind__startswith="booth.", subject=f"team:{elgin.pk}").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == ["booth.placed", "booth.pinned", "booth.freed"]


def test_needs_stay_out_of_the_journal_and_unknown_ones_are_refused(convening: Convening) -> None:
    elgin = team(convening, "Elgin", "power")
    needs.set_needs(team=elgin, needs=["power"], by=BY, at=AT)
    with pytest.raises(needs.NeedUnknown):
        needs.set_needs(team=elgin, needs=["fountain"], by=BY, at=AT)
    (entry,) = Entry.objects.filter(kind="booth_request.changed")
    assert entry.data == {}


def test_database_refuses_two_teams_at_a_booth_and_two_booths_of_a_team(convening: Convening) -> None:
    first, second = booths(hall(convening), "", "")
    elgin, peoria = team(convening, "Elgin"), team(convening, "Peoria")
    assignment.place_team(booth=first, team=elgin, by=BY, at=AT)
    for booth, who in ((first, peoria), (second, elgin)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.create(booth=booth, team=who, placed_at=AT, placed_by=BY)
