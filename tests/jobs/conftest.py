from collections.abc import Iterator
from typing import Any

import pytest

from tests.jobs.factories import kind_registered


@pytest.fixture(autouse=True)
def known_kind() -> Iterator[None]:
    """Work of three steps, each told."""

    def three_steps(job: Any, progress: Any) -> dict[str, Any]:
        for step in range(1, 4):
            progress(step, 3)
        return {"sheets": 3, "hall": job.args["hall"]}

    with kind_registered(three_steps):
        yield
