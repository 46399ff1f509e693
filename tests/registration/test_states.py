"""What state and what place may follow which: every pair, against literal lists."""

import itertools

from registration.states import COUNTED_PLACES, KEPT_PLACES, PLACE_TRANSITIONS, TEAM_TRANSITIONS, PlaceState, TeamState

TEAM_ALLOWED = {
    ("draft", "committing"),
    ("draft", "withdrawn"),
    ("committing", "committed"),
    ("committing", "declined"),
    ("committing", "lapsed"),
    ("committing", "withdrawn"),
    ("committed", "committing"),
    ("committed", "withdrawn"),
    ("declined", "committing"),
    ("lapsed", "committing"),
    ("withdrawn", "committing"),
}
PLACE_ALLOWED = {
    ("none", "selected"),
    ("none", "waitlisted"),
    ("none", "in_check"),
    ("none", "confirmed"),
    ("selected", "none"),
    ("selected", "in_check"),
    ("selected", "confirmed"),
    ("selected", "held"),
    ("offered", "in_check"),
    ("offered", "confirmed"),
    ("offered", "held"),
    ("offered", "released"),
    ("waitlisted", "offered"),
    ("waitlisted", "in_check"),
    ("waitlisted", "confirmed"),
    ("waitlisted", "released"),
    ("in_check", "confirmed"),
    ("in_check", "held"),
    ("in_check", "released"),
    ("confirmed", "held"),
    ("confirmed", "released"),
    ("held", "in_check"),
    ("held", "confirmed"),
    ("held", "released"),
    ("released", "none"),
    ("released", "waitlisted"),
    ("released", "in_check"),
    ("released", "confirmed"),
}


def test_every_pair_of_team_states() -> None:
    states = list(TeamState)
    assert set(TEAM_TRANSITIONS) == set(states)
    assert {(a, b) for a, b in itertools.product(states, states) if b in TEAM_TRANSITIONS[a]} == TEAM_ALLOWED


def test_every_pair_of_places() -> None:
    places = list(PlaceState)
    assert set(PLACE_TRANSITIONS) == set(places)
    assert {(a, b) for a, b in itertools.product(places, places) if b in PLACE_TRANSITIONS[a]} == PLACE_ALLOWED


def test_which_places_count_against_capacity() -> None:
    assert COUNTED_PLACES == ("selected", "offered", "in_check", "held", "confirmed")


def test_whose_teams_come() -> None:
    assert KEPT_PLACES == ("held", "confirmed")
