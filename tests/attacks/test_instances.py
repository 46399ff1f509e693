"""Files that are no instances of a planning problem."""

from pathlib import Path

import pytest

from rehearsal.domain import instances

BOOTHS = (
    '{"kind": "booths", "booths": 2, "teams": %s, "edges": [], "wish_cost": [], "allowed": [], "state": [],'
    ' "focus": [], "same_state_cost": 1, "same_focus_reward": 1, "pinned": {}}'
)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"kind":' * 50_000, "9" * 5000, "\udc80", BOOTHS % 10**30])
def test_they_get_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floor.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(instances.InstanceUnreadable):
        instances.solve(instances.read(path), seed=1, seconds=1, iterations=10)
