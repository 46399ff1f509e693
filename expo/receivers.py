"""What follows on the floor from changes in the rooms below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from expo.domain.assignment import clear_placement
from registration.models import Team
from registration.signals import place_changed
from registration.states import KEPT_PLACES


@receiver(place_changed)
def leave_booth(*, team: Team, by: str, at: datetime, **kwargs: Any) -> None:
    """A team that lost its place frees its booth."""
    if team.place not in KEPT_PLACES:
        clear_placement(team=team, by=by, at=at)
