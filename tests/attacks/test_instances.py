"""Files that are no instances of a planning problem."""

import gzip
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


def test_a_small_file_that_unpacks_without_end_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "MOST_BYTES", 1 << 20)
    path = tmp_path / "floor.json.gz"
    path.write_bytes(gzip.compress(b'{"kind": "booths"}' + b" " * (1 << 20)))
    with pytest.raises(instances.InstanceUnreadable) as refused:
        instances.read(path)
    assert str(refused.value) == f"{path} holds more than 1 MB unpacked, more than is read here."
    monkeypatch.setattr(instances, "MOST_BYTES", 2 << 20)
    assert instances.read(path) == {"kind": "booths"}
