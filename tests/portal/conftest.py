import pytest

from tests.registration.doors import stand_still


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The factories' instant: registration is open, the deadline ahead."""
    stand_still(monkeypatch)
