from django.db import models
from django.utils.translation import gettext_lazy as _


class BadgeState(models.TextChoices):
    ACTIVE = "active", _("active")
    REPLACED = "replaced", _("replaced")


TRANSITIONS: dict[BadgeState, frozenset[BadgeState]] = {
    BadgeState.ACTIVE: frozenset({BadgeState.REPLACED}),
    BadgeState.REPLACED: frozenset(),
}


class Answer(models.TextChoices):
    """What the door answers to a scan; a stable code for devices."""

    WELCOME = "welcome", _("Welcome")
    ALREADY_IN = "already_in", _("Already in")
    REPLACED = "replaced", _("This badge was replaced")
    UNKNOWN = "unknown", _("Unknown badge")
    NO_PLACE = "no_place", _("The team has no confirmed place")


class CheckpointKind(models.TextChoices):
    DOOR = "door", _("main door")
    EXPO = "expo", _("expo")
    ROOM = "room", _("room")
    MEAL = "meal", _("meal")


class ArrivalState(models.TextChoices):
    """How much of a team is here: every required office, somebody, nobody."""

    ARRIVED = "arrived", _("arrived")
    PARTLY_HERE = "partly_here", _("partly here")
    MISSING = "missing", _("nobody yet")
