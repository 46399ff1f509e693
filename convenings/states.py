from django.db import models
from django.utils.translation import gettext_lazy as _


class ConveningState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    LIVE = "live", _("live")
    CONCLUDED = "concluded", _("concluded")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


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
