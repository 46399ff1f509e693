from django.db import models
from django.utils.translation import gettext_lazy as _


class Feature(models.TextChoices):
    """What a booth offers and a team may need. Extra space follows from the size as drawn; the others are ticked."""

    POWER = "power", _("power")
    ACCESS = "access", _("step-free access")
    CORNER = "corner", _("corner")
    SCREEN = "screen", _("screen")
    SPACE = "space", _("extra space")


TICKED = [(feature.value, feature.label) for feature in Feature if feature is not Feature.SPACE]


class Use(models.TextChoices):
    """Whom a booth is for. Partners stand there by the day; nobody: it is in the drawing, and is kept free."""

    TEAMS = "teams", _("a team")
    PARTNERS = "partners", _("partners")
    NOBODY = "nobody", _("nobody")


class Numbering(models.TextChoices):
    """In which order the booths of a grid are numbered."""

    ROWS = "rows", _("row by row, from the left")
    SNAKE = "snake", _("row by row, there and back")
    COLUMNS = "columns", _("column by column, from the top")


class AreaKind(models.TextChoices):
    """What else is drawn in a hall. Booths with an aisle between them are no neighbours."""

    AISLE = "aisle", _("aisle")
    PLACE = "place", _("place")


class StepKind(models.TextChoices):
    """What an organizer did to the drawing in one step."""

    MADE = "made", _("booths added")
    CHANGED = "changed", _("booths changed")
    MOVED = "moved", _("booths moved")
    REMOVED = "removed", _("booths removed")
    IMPORTED = "imported", _("booths imported")
    UNDONE = "undone", _("a step undone")


class Nearness(models.TextChoices):
    """How a team wants to stand to another one."""

    NEAR = "near", _("near")
    APART = "apart", _("apart")


class Emphasis(models.TextChoices):
    """How much a reason counts when a floor is arranged."""

    NONE = "none", _("not at all")
    LITTLE = "little", _("a little")
    CLEARLY = "clearly", _("clearly")
    ABOVE_ALL = "above_all", _("above all")


class Reason(models.TextChoices):
    """What is weighed when a floor is arranged."""

    ZONES = "zones", _("wishes for a zone")
    REQUESTS = "requests", _("near or apart, as teams asked")
    SAME_FOCUS = "same_focus", _("same focus together")
    SAME_STATE = "same_state", _("same state apart")


class Mode(models.TextChoices):
    """How freely a floor is arranged."""

    LEAST = "least", _("only what must move")
    ANEW = "anew", _("anew, for the best neighbours")


class HighlightState(models.TextChoices):
    """Whether the wall shows a highlight. A new one is held until somebody has read it."""

    HELD = "held", _("held")
    SHOWN = "shown", _("shown")
    REJECTED = "rejected", _("rejected")


_H = HighlightState
HIGHLIGHT_TRANSITIONS: dict[HighlightState, frozenset[HighlightState]] = {
    _H.HELD: frozenset({_H.SHOWN, _H.REJECTED}),
    _H.SHOWN: frozenset({_H.HELD, _H.REJECTED}),
    _H.REJECTED: frozenset({_H.HELD, _H.SHOWN}),
}
