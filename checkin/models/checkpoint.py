from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.states import CheckpointKind
from convenings.models import Convening


class Checkpoint(models.Model):
    """A door, the expo, a room, a meal: where badges are scanned."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="checkpoints")
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=CheckpointKind, default=CheckpointKind.DOOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["convening", "name"], name="checkin_checkpoint_name_once")]

    def __str__(self) -> str:
        return self.name
