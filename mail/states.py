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


TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.HELD: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.QUEUED: frozenset(
        # sent: by a worker that was thought dead and was only slow
        {MessageState.SENDING, MessageState.SENT, MessageState.HELD, MessageState.CANCELLED}
    ),
    MessageState.SENDING: frozenset(
        {MessageState.SENT, MessageState.QUEUED, MessageState.FAILED, MessageState.CANCELLED}
    ),
    MessageState.SENT: frozenset({MessageState.BOUNCED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.BOUNCED: frozenset(),
    MessageState.CANCELLED: frozenset(),
}
