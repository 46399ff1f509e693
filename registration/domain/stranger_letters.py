"""Mail about a registration of a place that has a team already."""

from datetime import datetime

from mail.domain import outbox
from registration.models import HeldRegistration


def owe_stranger(held: HeldRegistration, *, language: str, at: datetime) -> None:
    """To who handed it in: it has arrived, and somebody will write. Nothing about any team."""
    outbox.owe(
        occasion="registration.held",
        key=f"registration.held:{held.pk}",
        to_address=held.coordinator_email,
        to_name=held.coordinator_name,
        convening_id=held.convening_id,
        refs={"held": held.pk},
        language=language,
        at=at,
    )


def owe_coordinator(held: HeldRegistration, *, at: datetime) -> None:
    """To the coordinator of the team that the place has: who else wants to come, and how to add them."""
    coordinator = held.team.coordinator
    outbox.owe(
        occasion="registration.other",
        key=f"registration.other:{held.pk}",
        person_id=coordinator.pk,
        to_address=coordinator.email,
        to_name=coordinator.name,
        convening_id=held.convening_id,
        refs={"held": held.pk},
        language=coordinator.language,
        at=at,
    )
