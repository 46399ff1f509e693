from django.db import models

from convenings.models import Convening


class Programme(models.Model):
    """One convening's programme as a whole: whoever changes any part of it holds this row's lock.

    `version` counts the changes, so that a page that was sent once need not be made again. Breakouts may be chosen from
    `choices_from_at` (None: at once) until `choices_until_at` (None: nobody is asked).
    """

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="programme")
    version = models.PositiveIntegerField(default=0)
    choices_from_at = models.DateTimeField(null=True)
    choices_until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choices_from_at__isnull=True)
                | models.Q(choices_until_at__gt=models.F("choices_from_at")),
                name="breakouts_programme_choices_end_after_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.convening)
