from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    HELD = "held", pgettext_lazy("a message", "held")
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("bounced")
    CANCELLED = "cancelled", _("cancelled")


class ReturnKind(models.TextChoices):
    """What comes back for a message after the mail server took it, or when it does not take the address."""

    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("reported as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("asked for no more mail")


# Sent, from where nobody would look for it: by a worker that was thought dead and was only slow. It has left.
TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.HELD: frozenset({MessageState.QUEUED, MessageState.CANCELLED, MessageState.SENT}),
    MessageState.QUEUED: frozenset(
        {MessageState.SENDING, MessageState.SENT, MessageState.HELD, MessageState.CANCELLED}
    ),
    MessageState.SENDING: frozenset(
        {MessageState.SENT, MessageState.QUEUED, MessageState.FAILED, MessageState.CANCELLED}
    ),
    MessageState.SENT: frozenset({MessageState.BOUNCED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED, MessageState.CANCELLED, MessageState.SENT}),
    MessageState.BOUNCED: frozenset({MessageState.QUEUED}),
    MessageState.CANCELLED: frozenset({MessageState.SENT}),
}
