from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    UNION = "union", _("union")
    DISTRICT = "district", _("district")
    BOARD = "board", _("board")
    STATE = "state", _("state")
    PARTNER = "partner", _("partner")


class Requirement(models.TextChoices):
    REQUIRED = "required", _("required")
    REQUIRED_IF_EXISTS = "required_if_exists", _("required if it exists")
    OPTIONAL = "optional", _("optional")


class CommitmentState(models.TextChoices):
    INVITED = "invited", _("invited")
    DEFERRED = "deferred", _("deferred")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")


class Channel(models.TextChoices):
    """How a promise came: by the signatory's own link, or recorded by an organizer."""

    LINK = "link", _("by private link")
    PAPER = "paper", _("on paper")
    PHONE = "phone", _("by phone")


_S = CommitmentState
# What row may follow what row of the same party. A new row is written; none is ever edited.
# `invited` may follow anything that must be asked again (changed statement, new office-holder, reopened).
TRANSITIONS: dict[CommitmentState, frozenset[CommitmentState]] = {
    _S.INVITED: frozenset({_S.INVITED, _S.DEFERRED, _S.SIGNED, _S.DECLINED, _S.SUPERSEDED}),
    _S.DEFERRED: frozenset({_S.INVITED, _S.DEFERRED, _S.SIGNED, _S.DECLINED, _S.SUPERSEDED}),
    _S.SIGNED: frozenset({_S.INVITED, _S.WITHDRAWN, _S.SUPERSEDED}),
    _S.DECLINED: frozenset({_S.INVITED, _S.SUPERSEDED}),
    _S.WITHDRAWN: frozenset({_S.INVITED, _S.SUPERSEDED}),
    _S.SUPERSEDED: frozenset({_S.INVITED}),
}
FIRST: frozenset[CommitmentState] = frozenset({_S.INVITED})  # the first row of a party
