from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.states import Feature, SetUp
from convenings.models import Convening


class Room(models.Model):
    """A room of the venue in which sessions are held."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(default=0)
    features = models.JSONField(_("what it has"), default=list, blank=True)  # values of Feature
    set_up = models.CharField(_("set-up"), max_length=8, choices=SetUp, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="breakouts_room_name_once"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="breakouts_room_has_seats"),
            models.CheckConstraint(
                condition=models.Q(set_up__in=["", *SetUp.values]), name="breakouts_room_set_up_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has(self) -> frozenset[Feature]:
        """The features as a set."""
        return frozenset(Feature(value) for value in self.features)


class ShutTime(models.Model):
    """A span in which a room cannot be used."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="shut_times")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="breakouts_shut_time_ends_after_start"
            ),
            models.UniqueConstraint(fields=["room", "starts_at"], name="breakouts_shut_time_start_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room}: {self.starts_at}"
