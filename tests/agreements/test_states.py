"""What answer may follow what answer: every pair, against a literal list."""

import itertools

from agreements.states import FIRST, TRANSITIONS, CommitmentState

ALLOWED = {
    ("invited", "invited"),
    ("invited", "deferred"),
    ("invited", "signed"),
    ("invited", "declined"),
    ("invited", "superseded"),
    ("deferred", "invited"),
    ("deferred", "deferred"),
    ("deferred", "signed"),
    ("deferred", "declined"),
    ("deferred", "superseded"),
    ("signed", "invited"),
    ("signed", "withdrawn"),
    ("signed", "superseded"),
    ("declined", "invited"),
    ("declined", "superseded"),
    ("withdrawn", "invited"),
    ("withdrawn", "superseded"),
    ("superseded", "invited"),
}


def test_every_pair() -> None:
    states = list(CommitmentState)
    assert set(TRANSITIONS) == set(states)
    assert {(a, b) for a, b in itertools.product(states, states) if b in TRANSITIONS[a]} == ALLOWED


def test_the_first_answer_is_an_invitation() -> None:
    assert frozenset({"invited"}) == FIRST
