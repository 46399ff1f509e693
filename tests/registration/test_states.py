"""What state and what place may follow which: every pair, against literal lists."""

import itertools

from registration.states import COUNTED_PLACES, PLACE_TRANSITIONS, TEAM_TRANSITIONS, PlaceState, TeamState

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
    ("none", "confirmed"),
    ("selected", "confirmed"),
    ("selected", "waitlisted"),
    ("selected", "released"),
    ("waitlisted", "selected"),
    ("waitlisted", "confirmed"),
    ("waitlisted", "released"),
    ("confirmed", "held"),
    ("confirmed", "released"),
    ("held", "confirmed"),
    ("held", "released"),
    ("released", "none"),
    ("released", "waitlisted"),
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


def test_held_and_confirmed_places_count() -> None:
    assert COUNTED_PLACES == ("held", "confirmed")
