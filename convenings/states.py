from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConveningState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    LIVE = "live", _("live")
    CONCLUDED = "concluded", _("concluded")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Admission(models.TextChoices):
    """How complete teams come to their places."""

    FIRST_COMPLETE = "first_complete", _("first complete, first served")
    SELECTION = "selection", _("organizers select among complete teams")


class Promotion(models.TextChoices):
    """What happens to the first team in line when a place becomes free."""

    AUTOMATIC = "automatic", _("it has the place at once")
    CONFIRMED = "confirmed", _("it is offered the place, and accepts by a date")


class RunState(models.TextChoices):
    """One planned run of a reminder rule."""

    PLANNED = "planned", pgettext_lazy("a reminder", "planned")
    HELD = "held", pgettext_lazy("a reminder", "held")
    SKIPPED = "skipped", pgettext_lazy("a reminder", "skipped")
    SENT_NOW = "sent_now", pgettext_lazy("a reminder", "on its way")
    DONE = "done", pgettext_lazy("a reminder", "done")


_R = RunState
RUN_TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    _R.PLANNED: frozenset({_R.HELD, _R.SKIPPED, _R.SENT_NOW, _R.DONE}),
    _R.HELD: frozenset({_R.PLANNED, _R.SKIPPED, _R.SENT_NOW}),
    _R.SKIPPED: frozenset({_R.PLANNED}),
    _R.SENT_NOW: frozenset({_R.DONE}),
    _R.DONE: frozenset(),
}

_S = ConveningState
TRANSITIONS: dict[ConveningState, frozenset[ConveningState]] = {
    _S.DRAFT: frozenset({_S.OPEN, _S.POSTPONED, _S.CANCELLED}),
    _S.OPEN: frozenset({_S.CLOSED, _S.LIVE, _S.POSTPONED, _S.CANCELLED}),
    _S.CLOSED: frozenset({_S.OPEN, _S.LIVE, _S.POSTPONED, _S.CANCELLED}),
    _S.LIVE: frozenset({_S.CONCLUDED, _S.POSTPONED, _S.CANCELLED}),
    _S.CONCLUDED: frozenset(),
    _S.POSTPONED: frozenset({_S.DRAFT, _S.OPEN, _S.CLOSED, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
}
PUBLIC = frozenset(_S) - {_S.DRAFT}  # the public page is there
OFF = frozenset({_S.POSTPONED, _S.CANCELLED})  # nobody comes on the days that were named
OVER = frozenset({_S.CONCLUDED, _S.CANCELLED})  # for good
