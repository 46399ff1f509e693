"""The eight steps of the main job, one after the other, as people do them. Pictures go to WALK_SHOTS, if it is set.

WALK_SHOTS=var/shots pytest tests/walk -n0 -s
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.site import Site
from tests.walk import convening, promises
from tests.walk.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STEPS: list[Callable[[Stage], None]] = [
    promises.one_the_organizer_opens,
    promises.two_a_team_registers,
    promises.three_the_leaders_promise,
    promises.four_reminders_go_once,
    convening.five_booths_and_breakouts,
    convening.six_badges,
    convening.eight_who_is_late,
    promises.four_once_more,  # before it is live, for then nobody is reminded any more
    convening.seven_the_door,
    convening.eight_what_came_of_it,
]


@pytest.fixture
def stage(browser: Any, site_maker: Callable[..., Site], tmp_path: Path) -> Iterator[Stage]:
    """What the site said is shown where the walk fails."""
    shots = Path(os.environ.get("WALK_SHOTS", tmp_path))
    shots.mkdir(parents=True, exist_ok=True)
    site = site_maker(load=True, extra={"LOG_LEVEL": "INFO"})
    yield Stage(browser=browser, site=site, shots=shots)
    print(site.said[-20_000:])


def test_the_walk(stage: Stage) -> None:
    for step in STEPS:
        began, known = time.monotonic(), len(stage.faults)
        try:
            step(stage)
        finally:
            print(f"{step.__name__}: {time.monotonic() - began:.1f} s", *stage.faults[known:], sep="\n  ")
    assert not stage.faults, "\n".join(dict.fromkeys(stage.faults))
