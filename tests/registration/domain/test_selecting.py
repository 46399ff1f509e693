"""Selecting: what is applied counts at once and stays a secret until the letters; undone before, never after."""

from datetime import timedelta

import pytest

from convenings.domain import convenings
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import admission, attendees, capacity, selecting, teams
from registration.domain.drafts import PersonDraft, Profile
from registration.domain.selection import Bound, Rule
from registration.domain.selection_rule import as_kept
from registration.models import Selection, Team
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db
LETTERS = NOW + timedelta(days=10)


@pytest.fixture
def convening() -> Convening:
    return make_convening(capacity_teams=2, capacity_people=50, admission="selection")


@pytest.fixture
def complete(convening: Convening) -> list[Team]:
    return [make_team(convening, "committed", us_state=state) for state in ("OH", "OH", "TX")]


def choose(convening: Convening, *chosen: Team) -> Selection:
    ids = [team.pk for team in chosen]
    return selecting.apply_selection(convening=convening, chosen=ids, letters_at=LETTERS, by=BY, at=NOW)


def places(convening: Convening) -> list[str]:
    return list(Team.objects.filter(convening=convening).order_by("pk").values_list("place", flat=True))


def test_complete_teams_wait_and_are_told_so(convening: Convening, complete: list[Team]) -> None:
    assert places(convening) == ["none"] * 3
    assert Message.objects.filter(occasion="team.complete", refs__team=complete[0].pk).count() == 4
    assert not Message.objects.filter(occasion__in=["team.confirmed", "team.waitlisted"]).exists()


def test_the_rule_suggests(convening: Convening, complete: list[Team]) -> None:
    Convening.objects.filter(pk=convening.pk).update(selection_rule=as_kept(Rule(("us_state",))))
    convening.refresh_from_db()
    found = selecting.suggestion_for(convening)

    assert [verdict.team for verdict in found.chosen] == [complete[0].pk, complete[2].pk]
    assert not Selection.objects.exists()


def test_the_rule_balances_over_locale(convening: Convening) -> None:
    kinds = ("rural", "rural", "city", "")
    made = [make_team(convening, "committed", profile=Profile(locale=kind)) for kind in kinds]
    Convening.objects.filter(pk=convening.pk).update(selection_rule=as_kept(Rule(("locale",))))
    convening.refresh_from_db()

    assert [verdict.team for verdict in selecting.suggestion_for(convening).chosen] == [made[0].pk, made[2].pk]
    only_rural = Rule((), (Bound("locale", "none", least=1), Bound("locale", "*", most=1)))
    Convening.objects.filter(pk=convening.pk).update(selection_rule=as_kept(only_rural))
    convening.refresh_from_db()
    assert [verdict.team for verdict in selecting.suggestion_for(convening).chosen] == [made[3].pk, made[0].pk]


def test_the_rule_is_kept_and_read_as_it_was() -> None:
    rule = Rule(("us_state",), (Bound("us_state", "*", most=2), Bound("poverty", "from_75", least=1)))
    convening = make_convening(selection_rule=as_kept(rule))

    from registration.domain.selection_rule import rule_of

    assert rule_of(convening) == rule


def test_applied_it_counts_at_once_and_writes_to_nobody(convening: Convening, complete: list[Team]) -> None:
    before = Message.objects.count()
    selection = choose(convening, complete[0], complete[2])

    assert places(convening) == ["selected", "none", "selected"]
    assert admission.places_left(convening).teams == 0
    assert Message.objects.count() == before
    assert [row["team"] for row in selection.chosen] == [complete[0].pk, complete[2].pk]
    assert [row["by_hand"] for row in selection.chosen] == [False, True]
    assert Entry.objects.get(kind="selection.applied").data["teams"] == [complete[0].pk, complete[2].pk]


def test_on_the_day_everybody_is_written_to_once(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0], complete[2])

    assert selecting.send_letters(at=LETTERS - timedelta(seconds=1)) == 0
    assert selecting.send_letters(at=LETTERS) == 3
    assert selecting.send_letters(at=LETTERS) == 0

    assert places(convening) == ["confirmed", "waitlisted", "confirmed"]
    assert Message.objects.filter(occasion="team.confirmed").count() == 8
    assert Message.objects.filter(occasion="team.waitlisted").count() == 4


def test_afterwards_who_becomes_complete_stands_in_line(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0], complete[2])
    selecting.send_letters(at=LETTERS)

    assert make_team(convening, "committed").place == "waitlisted"


def test_places_left_free_go_to_the_line(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[2])
    selecting.send_letters(at=LETTERS)

    assert places(convening) == ["confirmed", "waitlisted", "confirmed"]


def test_taken_back_before_the_letters(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0])
    selecting.undo_selection(convening=convening, by=BY, at=NOW)

    assert places(convening) == ["none"] * 3
    assert selecting.send_letters(at=LETTERS) == 0
    choose(convening, complete[1])
    assert places(convening) == ["none", "selected", "none"]


def test_not_after(convening: Convening, complete: list[Team]) -> None:
    with pytest.raises(selecting.NothingToUndo):
        selecting.undo_selection(convening=convening, by=BY, at=NOW)
    choose(convening, complete[0])
    with pytest.raises(selecting.LettersOut):
        selecting.undo_selection(convening=convening, by=BY, at=LETTERS)
    selecting.send_letters(at=LETTERS)
    with pytest.raises(selecting.LettersOut):
        selecting.undo_selection(convening=convening, by=BY, at=LETTERS - timedelta(days=1))


def test_a_second_organizer_is_refused(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0])
    with pytest.raises(selecting.SelectionStands):
        choose(convening, complete[1])

    assert places(convening) == ["selected", "none", "none"]


def test_what_cannot_be_chosen(convening: Convening, complete: list[Team]) -> None:
    committing = make_team(convening, "committing")
    with pytest.raises(selecting.CandidatesChanged):
        choose(convening, committing)
    with pytest.raises(selecting.NoRoom):
        choose(convening, *complete)
    for at in (NOW, convening.starts_at + timedelta(seconds=1)):
        with pytest.raises(selecting.LettersAtRefused):
            selecting.apply_selection(convening=convening, chosen=[], letters_at=at, by=BY, at=NOW)
    with pytest.raises(selecting.NotSelecting):
        choose(make_convening())
    assert not Selection.objects.exists()


def test_people_count_too(complete: list[Team]) -> None:
    Convening.objects.update(capacity_people=5)
    with pytest.raises(selecting.NoRoom):
        choose(complete[0].convening, complete[0], complete[1])


def test_a_member_more_of_a_selected_team_needs_room(complete: list[Team]) -> None:
    Convening.objects.update(capacity_people=6)
    choose(complete[0].convening, complete[0], complete[1])
    person = PersonDraft("Ann", "ann@example.org")
    with pytest.raises(attendees.NoRoomForPeople):
        attendees.add_member(team=complete[0], person=person, job="", side="", by=BY, at=NOW)


def test_a_selected_team_that_leaves_frees_its_place(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0], complete[1])
    teams.withdraw_team(team=complete[0], reason="", by=BY, at=NOW)
    selecting.send_letters(at=LETTERS)

    assert places(convening) == ["none", "confirmed", "confirmed"]


def test_a_selected_team_that_is_asked_again_keeps_its_place(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0])
    publish(complete[0], material=True)
    selecting.send_letters(at=LETTERS)

    team = Team.objects.get(pk=complete[0].pk)
    assert (team.state, team.place) == ("committing", "held")
    assert not Message.objects.filter(occasion="team.confirmed").exists()


def test_and_is_selected_still_where_it_promises_again_before(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0])
    publish(complete[0], material=True)
    for party in parties_of(complete[0]):
        sign(party)

    assert Team.objects.get(pk=complete[0].pk).place == "selected"


def test_where_nobody_selects_any_more_all_stand_in_line_in_their_order(
    convening: Convening, complete: list[Team]
) -> None:
    convenings.change_convening(convening=convening, changes={"admission": "first_complete"}, by=BY, at=NOW)

    assert places(convening) == ["confirmed", "confirmed", "waitlisted"]


def test_not_while_a_selection_waits_for_its_letters(convening: Convening, complete: list[Team]) -> None:
    choose(convening, complete[0])
    with pytest.raises(capacity.SelectionUnsent):
        convenings.change_convening(convening=convening, changes={"admission": "first_complete"}, by=BY, at=NOW)
