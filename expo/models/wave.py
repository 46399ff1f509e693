from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.hall import Hall


class Wave(models.Model):
    """A part of the expo's time in a hall: whoever stands at the booth then stays until it ends. Numbered from 1."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="expo_wave_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="expo_wave_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class RotaRules(models.Model):
    """What the rota of a hall keeps to, in waves."""

    hall = models.OneToOneField(Hall, on_delete=models.CASCADE, related_name="rota_rules")
    free_least = models.PositiveIntegerField(_("least free waves for everybody"), default=2)
    in_a_row_most = models.PositiveIntegerField(
        _("most waves in a row at the booth"), default=2, validators=[MinValueValidator(1)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(in_a_row_most__gte=1), name="expo_rules_somebody_may_stand"),
        ]
