from pathlib import Path

import pytest
from django.conf import settings

from registration.domain.state_diagrams import MACHINES, draw, draw_all
from registration.states import PLACE_TRANSITIONS, TEAM_TRANSITIONS


def test_the_page_in_the_documentation_is_that_of_the_tables() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "states.md"

    assert page.read_text(encoding="utf-8") == draw_all(), "Run: python manage.py draw_states"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.title)
def test_a_diagram_has_every_arrow_once(machine: object) -> None:
    drawn = draw(machine)  # type: ignore[arg-type]
    arrows = {tuple(line.strip().split(" --> ")) for line in drawn.splitlines() if " --> " in line}

    table = machine.table  # type: ignore[attr-defined]
    assert {arrow for arrow in arrows if "[*]" not in arrow} == {(a.value, b.value) for a in table for b in table[a]}


def test_both_states_of_a_team_are_drawn() -> None:
    tables = [machine.table for machine in MACHINES]
    assert TEAM_TRANSITIONS in tables
    assert PLACE_TRANSITIONS in tables
