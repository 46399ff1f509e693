from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.states import CheckpointKind
from convenings.models import Convening

DOOR_GATE = "door"


class Checkpoint(models.Model):
    """A door, the expo, a room, a meal: where badges are scanned."""

    convening = models.ForeignKey(
        Convening, on_delete=models.CASCADE, related_name="checkpoints", verbose_name=_("convening")
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=CheckpointKind, default=CheckpointKind.DOOR)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="checkin_checkpoint_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=CheckpointKind.values), name="checkin_checkpoint_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gate(self) -> str:
        """What a first scan here counts for: the doors of a convening are one gate, all else stands for itself."""
        return DOOR_GATE if self.kind == CheckpointKind.DOOR else f"checkpoint:{self.pk}"
