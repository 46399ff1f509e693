from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening


class Room(models.Model):
    """A room of the venue in which sessions are held."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="breakouts_room_name_once"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="breakouts_room_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name
