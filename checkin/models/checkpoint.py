from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.models import Room
from checkin.states import CheckpointKind
from convenings.models import Convening

DOOR_GATE = "door"


class Checkpoint(models.Model):
    """A door, the expo, a room, a meal, a bus: where badges are scanned, and who may pass there.

    Empty `kinds` and `teams` let everybody pass; `teams` are ids. Before `opens_at` and after `closes_at` nobody may.
    `needs_seat`: in a room, while a breakout is held there. `both_ways`: people are scanned out here, too, so that it
    counts who is inside.
    """

    convening = models.ForeignKey(
        Convening, on_delete=models.CASCADE, related_name="checkpoints", verbose_name=_("convening")
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=CheckpointKind, default=CheckpointKind.DOOR)

    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="checkpoints", verbose_name=_("room")
    )
    both_ways = models.BooleanField(_("scans people out, too"), default=False)
    kinds = models.JSONField(_("for"), default=list, blank=True)
    teams = models.JSONField(_("teams"), default=list, blank=True)
    needs_seat = models.BooleanField(_("only with a seat in the session"), default=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="checkin_checkpoint_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=CheckpointKind.values), name="checkin_checkpoint_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(room__isnull=True) | models.Q(kind=CheckpointKind.ROOM),
                name="checkin_checkpoint_rooms_alone_have_one",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="checkin_checkpoint_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gate(self) -> str:
        """What a first scan here counts for: the doors of a convening are one gate, and so are those of one room; all
        else stands for itself."""
        if self.kind == CheckpointKind.DOOR:
            return DOOR_GATE
        return f"room:{self.room_id}" if self.room_id else f"checkpoint:{self.pk}"
