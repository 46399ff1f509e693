import itertools

from convenings.states import PUBLIC, TRANSITIONS, ConveningState

ALLOWED = {
    ("draft", "open"),
    ("draft", "postponed"),
    ("draft", "cancelled"),
    ("open", "closed"),
    ("open", "live"),
    ("open", "postponed"),
    ("open", "cancelled"),
    ("closed", "open"),
    ("closed", "live"),
    ("closed", "postponed"),
    ("closed", "cancelled"),
    ("live", "concluded"),
    ("live", "postponed"),
    ("live", "cancelled"),
    ("postponed", "draft"),
    ("postponed", "open"),
    ("postponed", "closed"),
    ("postponed", "cancelled"),
}


def test_every_pair() -> None:
    states = list(ConveningState)
    assert set(TRANSITIONS) == set(states)
    assert {(a, b) for a, b in itertools.product(states, states) if b in TRANSITIONS[a]} == ALLOWED


def test_only_a_draft_is_not_public() -> None:
    assert frozenset(ConveningState) - {"draft"} == PUBLIC
