from django.db import models

from convenings.models import Convening


class Programme(models.Model):
    """One convening's programme as a whole: whoever changes any part of it holds this row's lock.

    `version` counts the changes, of which the last was at `changed_at`. `released` is the number of the newest release
    (0: none), and `told` of the newest of which everybody concerned is told. Breakouts may be chosen from
    `choices_from_at` (None: at once) until `choices_until_at` (None: nobody is asked). `seats_version` counts the
    changes of seats, or of what they hang on; `waits` those who ever waited for one. Since `seats_open_at` (None: not
    yet) people see their seats, in what is released, and may change them.
    """

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="programme")
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    released = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    choices_from_at = models.DateTimeField(null=True)
    choices_until_at = models.DateTimeField(null=True)
    seats_version = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    seats_open_at = models.DateTimeField(null=True)

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

    @property
    def seats_are_open(self) -> bool:
        """Whether people see their seats: nothing of a programme is seen before its first release."""
        return self.seats_open_at is not None and self.released > 0
