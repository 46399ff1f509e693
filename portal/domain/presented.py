"""What somebody presents, with the time and room that are public."""

from collections.abc import Iterable
from dataclasses import dataclass

from breakouts.domain.programme import SessionLine
from breakouts.domain.schedule_content import PlacedSchedule
from breakouts.models import Presentation


@dataclass(frozen=True)
class Presented:
    """held: the session as it was released; None until then."""

    session_id: int
    title: str
    who: str
    held: SessionLine | None


def presented_of(presentations: Iterable[Presentation], schedule: PlacedSchedule | None) -> list[Presented]:
    """By time; what is not released comes last. No statement where session and person were read along."""
    held = {line.id: place for place, line in enumerate(schedule.sessions)} if schedule else {}
    last = len(held)
    found = sorted(presentations, key=lambda one: held.get(one.session_id, last))
    return [
        Presented(
            session_id=one.session_id, title=one.session.title, who=one.presenter.person.name,
            held=schedule.sessions[held[one.session_id]] if schedule and one.session_id in held else None,
        )
        for one in found
    ]  # fmt: skip
