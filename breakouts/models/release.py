from typing import Any, ClassVar, Self

from django.db import models

from convenings.models import Convening
from journal.models import AppendOnlyModel, AppendOnlyQuerySet


class ReleaseQuerySet(AppendOnlyQuerySet["Release"]):
    def of(self, convening: Convening) -> Self:
        """Those of a convening, the newest first."""
        return self.filter(convening=convening).order_by("-number")


class Release(AppendOnlyModel):
    """A named version of the programme, as it was made public; it never changes.

    `content` is what `breakouts/domain/schedule_content.py` writes. People are in it by their ids alone: names are read
    when they are shown, so that they can be corrected and forgotten. `presenters` repeats the ids of all who present.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    content = models.JSONField()
    presenters = models.JSONField(default=list)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=60)

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "number"], name="breakouts_release_number_once"),
            models.UniqueConstraint(fields=["convening", "name"], name="breakouts_release_name_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="breakouts_release_from_one"),
        ]

    def __str__(self) -> str:
        return self.name
